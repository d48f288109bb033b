"""`import jupyterlab_offload as offload` inside a job: `offload.log` and `offload.progress`."""

from __future__ import annotations

import contextlib
import sys
import threading
import time
import types
from typing import Any, Callable

from .link import Sender

NAME = "jupyterlab_offload"
METRIC_LINE = "offload-metric"
"""Begins the log lines with metrics: ``offload-metric step=3 loss=0.25``."""
_PROGRESS_SECONDS = 0.2
_MOST_LABELS = 20
"""How many bars wait at the most: as many as are shown."""


def _later(seconds: float, work: Callable[[], None]) -> None:
    timer = threading.Timer(seconds, work)
    timer.daemon = True
    with contextlib.suppress(RuntimeError):  # no thread can be had: it goes with what comes next
        timer.start()


class Face:
    """The two functions, bound to the link. `clock` counts seconds; `later` does something after
    so many seconds, in any thread."""

    def __init__(
        self,
        sender: Sender,
        clock: Callable[[], float] = time.monotonic,
        later: Callable[[float, Callable[[], None]], None] = _later,
    ) -> None:
        self._sender = sender
        self._clock = clock
        self._run_later = later
        self._last = -_PROGRESS_SECONDS
        self._waiting: dict[str, dict[str, Any]] = {}
        # A signal handler of the cell's may say its progress too.
        self._lock = threading.RLock()

    def log(self, step: float | None = None, **metrics: float) -> None:
        """Records metrics: ``offload.log(step=3, loss=0.25)``. Numbers only."""
        values = {name: _number("log", name, value) for name, value in metrics.items()}
        steps = {} if step is None else {"step": _number("log", "step", step)}
        words = " ".join(f"{name}={value}" for name, value in {**steps, **values}.items())
        line = f"{METRIC_LINE} {words}"
        if not self._sender.is_mine:
            print(line, flush=True)
            return
        event = {"type": "metrics", "values": values, "step": steps.get("step")}
        self._sender.send({**event, "time": time.time(), "log": line + "\n"})

    def progress(self, done: float, total: float | None = None, label: str = "") -> None:
        """Says how far the cell is; of calls in quick succession only the last one is sent."""
        if not self._sender.is_mine:
            return
        label = str(label)
        event = {
            "type": "progress",
            "done": _number("progress", "done", done),
            "total": None if total is None else _number("progress", "total", total),
            "label": label,
        }
        with self._lock:
            is_first = not self._waiting
            self._waiting.pop(label, None)
            self._waiting[label] = event
            if len(self._waiting) > _MOST_LABELS:
                del self._waiting[next(iter(self._waiting))]
            rest = self._last + _PROGRESS_SECONDS - self._clock()
            if rest <= 0:
                self.flush()
            elif is_first:
                self._run_later(rest, self.flush)

    def flush(self) -> None:
        """Sends the progress that waits: after a moment, and before the part has ended."""
        if not self._sender.is_mine:
            return
        with self._lock:
            while self._waiting:
                self._last = self._clock()
                self._sender.send(self._waiting.pop(next(iter(self._waiting))))


def _number(function: str, name: str, value: Any) -> float:
    """Also numpy's and torch's numbers."""
    try:
        return value if type(value) in (int, float) else float(value)
    except (TypeError, ValueError):
        kind = type(value).__name__
        raise TypeError(f"offload.{function}: {name} is no number but a {kind}") from None


def install(sender: Sender) -> Face:
    """Makes the functions importable under the extension's name."""
    face = Face(sender)
    module = sys.modules.get(NAME)
    if module is None:
        module = sys.modules[NAME] = types.ModuleType(NAME)
    module.log = face.log  # type: ignore[attr-defined]  # the zip's module has nothing
    module.progress = face.progress  # type: ignore[attr-defined]  # as above
    return face
