"""The record of outputs: JSON lines in the order in which a notebook would have shown them.

Each line is an object with ``type`` and ``part`` (which cell, from 0, or null before the first):

- ``stream`` ``{name, text}``; text of one stream in a row is put together.
- ``display_data``, ``update_display_data`` ``{data, metadata, transient}``, ``execute_result``
  ``{data, metadata}``, ``clear_output`` ``{wait}``: as in Jupyter's messages.
- ``display_error`` ``{ename, evalue, traceback, result}``: a method that should show an object has
  raised, and the cell went on; `result` says whether the object was the last expression's.
- ``error`` ``{ename, evalue, traceback}``; ``progress`` ``{done, total, label}``; ``metrics``
  ``{values, step}``; ``truncated`` ``{bytes}``: nothing more was recorded, the log has the rest.
- ``part``: a further cell has begun, whether it shows something or not.

Every line is JSON that browsers read too: what is no finite number is null.
"""

from __future__ import annotations

import json
import math
from typing import Any, BinaryIO, Callable

MAX_BYTES = 50 << 20
FLUSH_SECONDS = 0.2
_FLUSH_CHARACTERS = 64 << 10


class Record:
    """Writes the record to a file that is mirrored while the job runs. `clock` counts seconds."""

    def __init__(
        self, file: BinaryIO, clock: Callable[[], float], max_bytes: int = MAX_BYTES
    ) -> None:
        self._file = file
        self._clock = clock
        self._left = max_bytes
        self._max = max_bytes
        self._stream = ""
        self._before: dict[str, Any] | None = None
        self._after: dict[str, Any] | None = None
        self._texts: list[str] = []
        self._characters = 0
        self._since = 0.0
        self.part: int | None = None
        self.truncated = False
        self._over = False

    def text(self, stream: str, text: str) -> None:
        """What a stream wrote."""
        if not text:
            return
        self._output_follows()
        if self._texts and stream != self._stream:
            self.flush()
        if not self.is_waiting:
            self._since = self._clock()
        self._stream = stream
        self._texts.append(text)
        self._characters += len(text)
        if self._characters > _FLUSH_CHARACTERS:
            self.flush()

    def event(self, event: dict[str, Any]) -> None:
        """Any other event, after the text that came before."""
        if event.get("type") == "clear_output":
            self._clear(event)
            return
        if event.get("type") in ("display_data", "execute_result", "display_error", "error"):
            self._output_follows()
        self.flush()
        self._write(event)

    def begin(self, part: int) -> None:
        """What follows belongs to this part."""
        self.flush()
        self.part = part
        if part > 0:
            self._write({"type": "part"})

    def end(self) -> None:
        """Nothing more is recorded."""
        self.flush()
        self._over = True

    def flush_if_due(self) -> None:
        """Writes text that has waited long enough."""
        if self.is_waiting and self._clock() - self._since >= FLUSH_SECONDS:
            self.flush()

    @property
    def is_waiting(self) -> bool:
        return bool(self._texts or self._before or self._after)

    def flush(self) -> None:
        """Writes the text that waits."""
        if self._before:
            before, self._before = self._before, None
            self._write(before)
        if self._texts:
            text = "".join(self._texts)
            self._texts.clear()
            self._characters = 0
            self._write({"type": "stream", "name": self._stream, "text": text})
        if self._after:
            after, self._after = self._after, None
            self._write(after)

    def _clear(self, event: dict[str, Any]) -> None:
        """Nobody sees what is cleared before it was written: loops that clear and print a million
        times would else fill the record."""
        if not self.is_waiting:
            self._since = self._clock()
        self._after = event
        if not event.get("wait"):
            self._output_follows()

    def _output_follows(self) -> None:
        """The clearing that waited for an output takes place."""
        if self._after:
            self._before, self._after = self._after, None
            self._texts.clear()
            self._characters = 0

    def _write(self, event: dict[str, Any]) -> None:
        if self.truncated or self._over:
            return
        line = _line({"part": self.part, **event})
        if len(line) > self._left:
            self.truncated = True
            event = {"part": self.part, "type": "truncated", "bytes": self._max}
            line = _line(event)
        self._left -= len(line)
        try:
            self._file.write(line)
            self._file.flush()
        except OSError:
            # A full disk: what is left of it belongs to the results.
            self.truncated = True


def _line(event: dict[str, Any]) -> bytes:
    try:
        text = json.dumps(event, allow_nan=False)
    except ValueError:
        text = json.dumps(_finite(event))
    return text.encode("ascii") + b"\n"


def _finite(value: Any) -> Any:
    """JSON has no NaN and no infinities: null in their place, as notebooks store them."""
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    if isinstance(value, dict):
        return {key: _finite(one) for key, one in value.items()}
    return [_finite(one) for one in value] if isinstance(value, list) else value
