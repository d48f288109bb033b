"""Loading and unloading: everything that is put into a shell is taken out again."""

from __future__ import annotations

from typing import Any

from IPython.core.interactiveshell import InteractiveShell

from .dataflow.transformer import DataFlow
from .magics import OffloadMagics
from .session import Session

_loaded: dict[int, tuple[Session, DataFlow]] = {}
"""By the id of the shell; one process has few."""


def load(shell: InteractiveShell) -> None:
    """What ``%load_ext jupyterlab_offload`` does; a second time it does nothing."""
    if id(shell) in _loaded:
        return
    session = Session(shell)
    session.cell.register()
    flow = DataFlow(session)
    shell.ast_transformers.append(flow)
    shell.register_magics(OffloadMagics(session))
    _loaded[id(shell)] = session, flow


def unload(shell: InteractiveShell) -> None:
    """What ``%unload_ext`` does. Jobs go on and can be attached again."""
    found = _loaded.pop(id(shell), None)
    if found is None:
        return
    session, flow = found
    session.watcher.stop()
    session.cell.unregister()
    if flow in shell.ast_transformers:
        shell.ast_transformers.remove(flow)
    for kind in ("line", "cell"):
        shell.magics_manager.magics[kind].pop("offload", None)


def session(shell: Any = None) -> Session | None:
    """The session of a shell, of the one that runs where none is named."""
    from IPython.core.getipython import get_ipython

    shell = shell or get_ipython()
    found = _loaded.get(id(shell)) if shell is not None else None
    return found[0] if found else None
