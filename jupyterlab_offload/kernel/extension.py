"""Loading and unloading: everything that is put into a shell is taken out again.

``%load_ext`` stands in many notebooks' first cell: it imports next to nothing. The rest is
imported beside the cells that follow, or by the first magic if that is sooner.
"""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING, Any

from IPython.core.interactiveshell import InteractiveShell

from . import soon
from .completion import matcher
from .dataflow.transformer import DataFlow
from .leaving import Leaving
from .magics import OffloadMagics
from .running_cell import RunningCell

if TYPE_CHECKING:
    from .job import Job
    from .session import Session


class Loaded:
    """What was put into one shell; its session is made when it is first asked for."""

    def __init__(self, shell: InteractiveShell) -> None:
        self.shell = shell
        self.cell = RunningCell(shell)
        self.flow = DataFlow(self)
        self.matcher = matcher(self.job_names)
        self.leaving = Leaving(shell, self.running_jobs)
        self._session: Session | None = None
        soon.begin()

    @property
    def session(self) -> Session:
        if self._session is None:
            soon.wait()
            from .session import Session

            self._session = Session(self.shell, self.cell)
        return self._session

    def before_cell(self, tree: ast.Module) -> None:
        """See the session's; without one there is no job to wait for."""
        if self._session is not None:
            self._session.before_cell(tree)

    def job_names(self) -> dict[str, str]:
        """Jobs that a line may name, with their status: this kernel's, and those it has listed."""
        soon.wait()
        if self._session is None:
            return {}
        own = {job.name: job.status for job in reversed(self._session.jobs)}
        return {
            **own,
            **{name: one for name, one in self._session.listed.items() if name not in own},
        }

    def running_jobs(self) -> list[Job]:
        jobs = self._session.jobs if self._session is not None else ()
        return [job for job in jobs if not job.ended]

    def close(self) -> None:
        if self._session is not None:
            self._session.watcher.stop()


_loaded: dict[int, Loaded] = {}
"""By the id of the shell; one process has few."""


def load(shell: InteractiveShell) -> None:
    """What ``%load_ext jupyterlab_offload`` does; a second time it does nothing."""
    if id(shell) in _loaded:
        return
    loaded = _loaded[id(shell)] = Loaded(shell)
    loaded.cell.register()
    loaded.leaving.register()
    shell.ast_transformers.append(loaded.flow)
    shell.register_magics(OffloadMagics(shell, lambda: loaded.session))
    if shell.Completer is not None:
        shell.Completer.custom_matchers.append(loaded.matcher)


def unload(shell: InteractiveShell) -> None:
    """What ``%unload_ext`` does. Jobs go on and can be attached again."""
    loaded = _loaded.pop(id(shell), None)
    if loaded is None:
        return
    loaded.close()
    loaded.cell.unregister()
    loaded.leaving.unregister()
    if loaded.flow in shell.ast_transformers:
        shell.ast_transformers.remove(loaded.flow)
    if shell.Completer is not None and loaded.matcher in shell.Completer.custom_matchers:
        shell.Completer.custom_matchers.remove(loaded.matcher)
    for kind in ("line", "cell"):
        shell.magics_manager.magics[kind].pop("offload", None)


def session(shell: Any = None) -> Session | None:
    """The session of a shell, of the one that runs where none is named."""
    from IPython.core.getipython import get_ipython

    shell = shell or get_ipython()
    loaded = _loaded.get(id(shell)) if shell is not None else None
    return loaded.session if loaded else None


def notebook_is(path: object, root: object = "", shell: Any = None) -> bool:
    """Take the path that the notebook has now, below the server's `root`; whether it was taken.

    A front end says so before each cell of ours, with an empty, silent execute request that has
    this as a user expression: requests are answered in order, so that the cell meets it. It looks
    for this module in `sys.modules`: nothing happens in a kernel that has not loaded the magics.
    """
    from IPython.core.getipython import get_ipython

    loaded = _loaded.get(id(shell or get_ipython()))
    return loaded is not None and loaded.cell.path.tell(path, root)
