"""``%%offload`` and ``%offload``: what a line says is done here, by the pieces that know how."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from IPython.core.magic import Magics, cell_magic, line_magic, magics_class

from .errors import OffloadError
from .job import Cell
from .options import parse
from .session import Session


@magics_class
class OffloadMagics(Magics):
    """The magics of one shell."""

    def __init__(self, session: Session) -> None:
        super().__init__(session.shell)
        self.session = session

    @cell_magic("offload")  # type: ignore[arg-type]  # IPython declares it for no function at all
    def offload_cell(self, line: str, cell: str) -> None:
        """Run this cell as a job and bring its variables back. %offload help says more."""
        from .running import run_cell

        with _short():
            here = self.session.cell
            # IPython ends the body with a line break that the cell does not have.
            text = cell.removesuffix("\n")
            run_cell(self.session, Cell(here.id, here.label, text, here.first_line), parse(line))

    @line_magic("offload")  # type: ignore[arg-type]  # as above
    def offload_line(self, line: str) -> Any:
        """Jobs of this kernel and their places. %offload help lists what there is."""
        from .commands import run_command

        with _short():
            return run_command(self.session, line)


@contextmanager
def _short() -> Iterator[None]:
    """What the user has to be told arrives as one short message."""
    from ..spec import SpecError
    from ..submit import SubmitError

    try:
        yield
    except (SubmitError, SpecError) as error:
        raise OffloadError(str(error)) from error
