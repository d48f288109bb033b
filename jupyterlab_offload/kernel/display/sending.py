"""How far an upload is: bytes, rate, time left."""

from __future__ import annotations

import time
from collections.abc import Callable

from .status_line import StatusLine

_MEGABYTE = 1e6
QUIET_BYTES = 10_000_000
"""Less than that is sent before anybody has read a line."""
_TICK = 0.25


class Sending:
    """Told of bytes sent and bytes to send; shows them, not too often."""

    def __init__(self, line: StatusLine, clock: Callable[[], float] = time.monotonic) -> None:
        self._line = line
        self._clock = clock
        self._began = self._last = clock()

    def __call__(self, sent: int, total: int) -> None:
        now = self._clock()
        if total < QUIET_BYTES or now - self._last < _TICK:
            return
        self._last = now
        self._line.show(words(sent, total, now - self._began))


def words(sent: int, total: int, seconds: float) -> str:
    """``Sending 12 of 80 MB, 24 MB/s, 3 s left``."""
    rate = sent / seconds if seconds > 0 else 0.0
    text = f"Sending {sent / _MEGABYTE:.0f} of {total / _MEGABYTE:.0f} MB"
    if rate <= 0:
        return text
    return f"{text}, {rate / _MEGABYTE:.0f} MB/s, {(total - sent) / rate:.0f} s left"
