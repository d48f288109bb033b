"""``%%offload`` and ``%offload``: what a line says is done here, by the pieces that know how."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from IPython.core.interactiveshell import InteractiveShell
from IPython.core.magic import Magics, cell_magic, line_magic, magics_class

from . import soon

if TYPE_CHECKING:
    from .session import Session


@magics_class
class OffloadMagics(Magics):
    """The magics of one shell; `session` gives what they work with.

    It is asked for before anything is imported: it waits for what another thread imports.
    """

    def __init__(self, shell: InteractiveShell, session: Callable[[], Session]) -> None:
        super().__init__(shell)
        self._session = session

    @cell_magic("offload")  # type: ignore[arg-type]  # IPython declares it for no function at all
    def offload_cell(self, line: str, cell: str) -> None:
        """Run this cell as a job and bring its variables back. %offload help says more."""
        session = self._session()
        with short():
            from .job import Cell
            from .options import parse
            from .options.table import HELP
            from .running import run_cell

            if line.strip() in HELP:
                self.offload_line(line)
                return
            here = session.cell
            # IPython ends the body with a line break that the cell does not have.
            text = cell.removesuffix("\n")
            run_cell(session, Cell(here.id, here.label, text, here.first_line), parse(line))

    @line_magic("offload")  # type: ignore[arg-type]  # as above
    def offload_line(self, line: str) -> Any:
        """Jobs of this kernel and their places. %offload help lists what there is."""
        session = self._session()
        with short():
            from .commands import run_command

            return run_command(session, line)


@contextmanager
def short() -> Iterator[None]:
    """What the user has to be told arrives as one short message."""
    soon.wait()
    from ..spec import SpecError
    from ..submit import SubmitError
    from .errors import OffloadError

    try:
        yield
    except (SubmitError, SpecError) as error:
        raise OffloadError(str(error)) from error
