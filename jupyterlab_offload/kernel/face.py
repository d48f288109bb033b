"""What ``import jupyterlab_offload as offload`` offers beside the magics."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .errors import OffloadError
from .extension import session
from .job import Job
from .session import Session

if TYPE_CHECKING:
    from collections.abc import Sequence

    from .planning.ask import PlanReply


def last() -> Job:
    """The job that was sent or attached last. Raises OffloadError when there is none."""
    return _session().last


def jobs() -> list[Job]:
    """The jobs of this kernel, in the order in which they were sent."""
    return list(_session().jobs)


def attach(name: str, trust: bool = False, backend: str | None = None) -> Job:
    """The job of that name, followed from now on. Raises OffloadError when there is none.

    `backend` is the place that runs it, where that is not the active one.
    One that this machine did not send is shown first: who says to have sent it, its image and
    source. Only then `trust` lets its results run code here; without, only plain values come.
    """
    from .attaching import follow
    from .magics import short

    session = _session()
    with short():
        return follow(session, name, trust, backend)


def plan(cells: str | Sequence[str], line: str = "", ids: Sequence[str] = ()) -> PlanReply:
    """What would become of cells under ``%%offload`` and this line; nothing is sent.

    `cells` are their texts, with or without the magic on the first line; several become the parts
    of one job. `ids` are the notebook's ids of the cells: a run of the same cells before makes the
    expected cost known. The reply is the JSON of spec/plan.schema.json; what is wrong with line
    or cells is among its `problems`. Another thread than the main one may ask while a cell runs.

    A front end asks with an empty, silent execute request that has this as a user expression, as
    JSON's arrays and strings are Python's: ``__import__('jupyterlab_offload').plan(["x = 1"],
    "ml.m5.large")``. The reply's data has it under ``application/vnd.jupyterlab-offload.plan.v1
    +json``. Raises OffloadError when the magics are not loaded.
    """
    from .planning.ask import ask

    return ask(_session(), [cells] if isinstance(cells, str) else cells, line, ids)


def _session() -> Session:
    found = session()
    if found is None:
        raise OffloadError("Run `%load_ext jupyterlab_offload` first.")
    return found
