"""Imports that take a while, made beside the cells that follow ``%load_ext``.

Two threads must not import one package, for each could meet the other's half of it: whatever
reaches for the rest of the kernel's side calls `wait` first.
"""

from __future__ import annotations

import threading
from importlib import import_module

_MODULES = ("jupyterlab_offload.kernel.running", "botocore.session")
_threads: list[threading.Thread] = []


def begin() -> None:
    """Start importing, once for each process."""
    if not _threads:
        _threads.append(threading.Thread(target=_import, name="offload-imports", daemon=True))
        _threads[0].start()


def wait() -> None:
    """Until everything is imported; at once where nothing was begun."""
    for thread in _threads:
        if thread is not threading.current_thread():
            thread.join()


def _import() -> None:
    for module in _MODULES:
        try:
            import_module(module)
        except Exception:
            # Whoever needs it meets the same again, and is told.
            return
