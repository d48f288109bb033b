"""The job's log: whole lines of plain text, the streams' and the driver's own."""

from __future__ import annotations

import os
from typing import Callable, Iterable

PREFIX = "offload: "
_REDRAW_SECONDS = 5.0
_LONGEST = 32 << 10
MASK, SHORTEST_HIDDEN = "***", 6


class Log:
    """Writes to the descriptor that SageMaker reads. A line of one stream never breaks another's.

    A line that is drawn again and again (``\\r``, progress bars) appears when it is complete and
    else every few seconds. `clock` counts seconds.
    """

    def __init__(self, fd: int, clock: Callable[[], float]) -> None:
        self._fd = fd
        self._clock = clock
        self._open: dict[str, str] = {}
        self._drawn: dict[str, float] = {}
        self._hidden: list[str] = []

    def hide(self, values: Iterable[str]) -> None:
        """The log has ``***`` in their place; short ones, which would hide all, stay."""
        found = {value for value in values if len(value) >= SHORTEST_HIDDEN and "\n" not in value}
        self._hidden = sorted(found, key=len, reverse=True)

    def masked(self, text: str) -> str:
        """The text without what is to be hidden."""
        for value in self._hidden:
            text = text.replace(value, MASK)
        return text

    def text(self, stream: str, text: str) -> None:
        """Adds what a stream wrote."""
        lines = (self._open.pop(stream, "") + text).split("\n")
        rest = lines.pop()
        done = [_last_drawn(line) for line in lines]
        if len(rest) > _LONGEST:
            done.append(_last_drawn(rest))
            rest = ""
        if "\r" in rest and self._is_due(stream):
            done.append(_last_drawn(rest))
        if rest:
            self._open[stream] = rest[rest.rstrip("\r").rfind("\r") + 1 :]
        self._write(done)

    def note(self, text: str) -> None:
        """A line of the driver's own."""
        self._write([PREFIX + line for line in text.splitlines()])

    def line(self, text: str) -> None:
        """A line as it is, after all that was begun."""
        self.flush()
        self._write([text])

    def flush(self) -> None:
        """Completes lines that were begun."""
        begun = [_last_drawn(rest) for rest in self._open.values()]
        self._open.clear()
        self._write(begun)

    def _is_due(self, stream: str) -> bool:
        now = self._clock()
        if now - self._drawn.get(stream, -_REDRAW_SECONDS) < _REDRAW_SECONDS:
            return False
        self._drawn[stream] = now
        return True

    def _write(self, lines: list[str]) -> None:
        text = "".join(self.masked(line) + "\n" for line in lines)
        data = text.encode("utf-8", "backslashreplace")
        while data:
            try:
                data = data[os.write(self._fd, data) :]
            except OSError:
                # Nobody reads the log any more; the job and its results go on.
                return


def _last_drawn(line: str) -> str:
    """What a line that was drawn over shows in the end."""
    return line.rstrip("\r").rpartition("\r")[2]
