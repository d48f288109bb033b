"""Send a notebook cell to a bigger machine and bring its variables back.

``%load_ext jupyterlab_offload`` adds the magics; ``import jupyterlab_offload as offload`` gives
`last`, `jobs`, `attach`, `plan`, and inside a job `log` and `progress`, which do nothing outside of
one.
Importing the package imports nothing heavy.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ._version import __version__

if TYPE_CHECKING:
    from .kernel.face import attach, jobs, last, plan
    from .kernel.job import Job
    from .kernel.remote_error import RemoteError

__all__ = ["Job", "RemoteError", "__version__", "attach", "jobs", "last", "log", "plan", "progress"]

_LATE = {
    "Job": "job",
    "RemoteError": "remote_error",
    "attach": "face",
    "jobs": "face",
    "last": "face",
    "plan": "face",
}


def log(**metrics: float) -> None:
    """Record metrics of a job, such as ``log(acc=0.9)``. Outside of a job nothing happens."""


def progress(done: float, total: float | None = None, label: str = "") -> None:
    """Say how far a job is. Outside of a job nothing happens."""


def load_ipython_extension(shell: Any) -> None:
    """``%load_ext jupyterlab_offload``."""
    from .kernel.extension import load

    load(shell)


def unload_ipython_extension(shell: Any) -> None:
    """``%unload_ext jupyterlab_offload``."""
    from .kernel.extension import unload

    unload(shell)


def __getattr__(name: str) -> Any:
    if name in _LATE:
        from importlib import import_module

        from .kernel import soon

        soon.wait()
        return getattr(import_module(f".kernel.{_LATE[name]}", __name__), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def _jupyter_labextension_paths() -> list[dict[str, str]]:
    return [{"src": "labextension", "dest": "jupyterlab-offload"}]


def _jupyter_server_extension_points() -> list[dict[str, str]]:
    return [{"module": "jupyterlab_offload.server"}]
