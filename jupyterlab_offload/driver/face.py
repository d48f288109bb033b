"""`import jupyterlab_offload as offload` inside a job: `offload.log` and `offload.progress`."""

from __future__ import annotations

import sys
import time
import types
from typing import Any

from .link import Sender

NAME = "jupyterlab_offload"
METRIC_LINE = "offload-metric"
"""Begins the log lines with metrics: ``offload-metric step=3 loss=0.25``."""
_PROGRESS_SECONDS = 0.2


class Face:
    """The two functions, bound to the link. `clock` counts seconds."""

    def __init__(self, sender: Sender, clock: Any = time.monotonic) -> None:
        self._sender = sender
        self._clock = clock
        self._last = -_PROGRESS_SECONDS

    def log(self, step: float | None = None, **metrics: float) -> None:
        """Records metrics: ``offload.log(step=3, loss=0.25)``. Numbers only."""
        values = {name: _number(name, value) for name, value in metrics.items()}
        steps = {} if step is None else {"step": step}
        words = " ".join(f"{name}={value}" for name, value in {**steps, **values}.items())
        line = f"{METRIC_LINE} {words}"
        if not self._sender.is_mine:
            print(line, flush=True)
            return
        event = {"type": "metrics", "values": values, "step": step, "time": time.time()}
        self._sender.send({**event, "log": line + "\n"})

    def progress(self, done: float, total: float | None = None, label: str = "") -> None:
        """Says how far the cell is; more often than five times a second is left out."""
        now = self._clock()
        is_last = total is not None and done >= total
        if now - self._last < _PROGRESS_SECONDS and not is_last:
            return
        self._last = now
        event = {"type": "progress", "done": done, "total": total, "label": str(label)}
        self._sender.send(event)


def _number(name: str, value: Any) -> float:
    """Also numpy's and torch's numbers."""
    try:
        return value if type(value) in (int, float) else float(value)
    except (TypeError, ValueError):
        raise TypeError(f"offload.log: {name} is no number but a {type(value).__name__}") from None


def install(sender: Sender) -> None:
    """Makes the functions importable under the extension's name."""
    face = Face(sender)
    module = sys.modules.get(NAME)
    if module is None:
        module = sys.modules[NAME] = types.ModuleType(NAME)
    module.log = face.log  # type: ignore[attr-defined]  # the zip's module has nothing
    module.progress = face.progress  # type: ignore[attr-defined]  # as above
