"""A cell that is not Python: told as it would be told without the magic, in the cell's lines."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .errors import OffloadError, not_python
from .job import Cell

if TYPE_CHECKING:
    from IPython.core.interactiveshell import InteractiveShell

    from .capture import CaptureError


def told(error: CaptureError, shell: InteractiveShell, cell: Cell, so: str) -> OffloadError:
    """What a user gets to see; `so` says what comes of it."""
    text = "\n" * (cell.first_line - 1) + cell.source
    # Messages name lines too ("on line 1"): read again, so that all of them are the cell's.
    error = _read(text) or error
    found = error.__cause__
    if error.line is None or not isinstance(found, SyntaxError):
        return OffloadError(f"{error} {so}")
    name = shell.compile.cache(text, shell.execution_count, raw_code=text)
    height = max((found.end_lineno or 0) - (found.lineno or 0), 0)
    where = name, error.line, found.offset, found.text, error.line + height, found.end_offset
    return not_python(type(found)(found.msg, where), so)


def _read(text: str) -> CaptureError | None:
    from .capture import CaptureError, names

    try:
        names(text)
    except CaptureError as error:
        return error
    return None
