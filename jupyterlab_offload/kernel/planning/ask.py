"""A plan that the front end asks for, of cells that have not run."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from ..errors import OffloadError
from ..job import Cell
from ..options import parse
from ..session import Asked, Session
from .document import empty, plan_document
from .table import bundle

MIME = "application/vnd.jupyterlab-offload.plan.v1+json"
_MAGIC = "%%offload"


class PlanReply(dict[str, Any]):
    """A plan: the JSON of plan.schema.json, which a front end gets under its own MIME type."""

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> dict[str, Any]:
        return {MIME: dict(self), **bundle(self)}


def ask(session: Session, sources: Sequence[str], line: str, ids: Sequence[str]) -> PlanReply:
    """See `jupyterlab_offload.plan`."""
    try:
        options = parse(line or _line_of(sources))
    except OffloadError as error:
        found = empty()
        found["problems"].append({"about": None, "message": str(error)})
        return PlanReply(found)
    cells = [
        _cell(source, ids[index] if index < len(ids) else "", f"cell {index + 1}")
        for index, source in enumerate(sources)
    ]
    return PlanReply(plan_document(session, Asked(tuple(cells), options)))


def _line_of(sources: Sequence[str]) -> str:
    """What the first cell's own magic says."""
    first = sources[0].lstrip().partition("\n")[0] if sources else ""
    return first.removeprefix(_MAGIC) if first.startswith(_MAGIC) else ""


def _cell(source: str, id: str, label: str) -> Cell:
    if not source.lstrip().startswith(_MAGIC):
        return Cell(id, label, source, 1)
    text = source.lstrip()
    blank = source[: len(source) - len(text)].count("\n")
    return Cell(id, label, text.partition("\n")[2], 2 + blank)
