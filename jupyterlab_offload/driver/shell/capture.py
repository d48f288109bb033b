"""``%%capture``: output into an object instead of the notebook."""

from __future__ import annotations

import io
import sys
from contextlib import contextmanager
from typing import Any, Iterator

from ..display import show
from ..display.there import rebuilt


class RichOutput:
    """A captured display."""

    def __init__(self, event: dict[str, Any]) -> None:
        self._event = event
        self.data = event.get("data", {})
        self.metadata = event.get("metadata", {})
        self.transient = event.get("transient", {})

    def display(self) -> None:
        """Shows it."""
        show.publish(self._event)

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> Any:
        return self.data, self.metadata


class CapturedIO:
    """What a cell wrote and displayed: `stdout`, `stderr`, `outputs`; `show()` gives it back."""

    def __init__(self, stdout: io.StringIO, stderr: io.StringIO, events: list[Any]) -> None:
        self._stdout = stdout
        self._stderr = stderr
        self._events = events

    def __reduce__(self) -> Any:
        outputs = [
            {key: event[key] for key in ("data", "metadata", "transient") if key in event}
            for event in self._events
            if "data" in event
        ]
        streams = (io.StringIO(self.stdout), io.StringIO(self.stderr))
        return rebuilt, ("IPython.utils.capture", "CapturedIO", (*streams, outputs))

    def __str__(self) -> str:
        return self.stdout

    @property
    def stdout(self) -> str:
        return self._stdout.getvalue()

    @property
    def stderr(self) -> str:
        return self._stderr.getvalue()

    @property
    def outputs(self) -> list[RichOutput]:
        return [RichOutput(event) for event in self._events if "data" in event]

    def show(self) -> None:
        """Writes and displays all of it."""
        sys.stdout.write(self.stdout)
        sys.stderr.write(self.stderr)
        for output in self.outputs:
            output.display()

    __call__ = show


@contextmanager
def capturing(stdout: bool = True, stderr: bool = True, display: bool = True) -> Iterator[Any]:
    """Takes what Python code writes and displays, until the end of the block."""
    out, err = io.StringIO(), io.StringIO()
    events: list[Any] = []
    kept = sys.stdout, sys.stderr
    if stdout:
        sys.stdout = out
    if stderr:
        sys.stderr = err
    if display:
        show.captured().append(events)
    try:
        yield CapturedIO(out, err, events)
    finally:
        sys.stdout, sys.stderr = kept
        if display:
            show.captured().remove(events)
