"""What ``import jupyterlab_offload as offload`` offers beside the magics."""

from __future__ import annotations

from .errors import OffloadError
from .extension import session
from .job import Job
from .session import Session


def last() -> Job:
    """The job that was sent or attached last. Raises OffloadError when there is none."""
    return _session().last


def jobs() -> list[Job]:
    """The jobs of this kernel, in the order in which they were sent."""
    return list(_session().jobs)


def attach(name: str) -> Job:
    """The job of that name, followed from now on. Raises OffloadError when there is none."""
    from .commands.jobs import follow

    return follow(_session(), name, trust=False)


def _session() -> Session:
    found = session()
    if found is None:
        raise OffloadError("Run `%load_ext jupyterlab_offload` first.")
    return found
