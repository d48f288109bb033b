"""Text of a job while it runs: shown as it comes, compared with the verified record at the end."""

from __future__ import annotations

import hashlib
import json
import math
import re
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from ..display.texts import storable

LOCAL_SECONDS, AWS_SECONDS = 0.5, 3.0
"""Between two looks at the record of a running job."""
_BAR = re.compile(r"\d+%\|")
"""In every bar of tqdm whose length is known."""
_LONGEST = 80
_UNSEEN = frozenset(("progress", "metrics", "truncated", "part"))
"""Events that show nothing under a cell."""


@dataclass
class LiveText:
    """Reads a record from where it stopped. What is not verified is shown as plain text only: at
    the first rich output it stops, and the rest comes when the job has ended.

    `read(start)` gives the record's bytes from `start` on, perhaps none. `part` is the one to be
    shown; None shows all. `shown` counts the events that were; `progress` is how far the job says
    it is, in words, and `bar` the last one that it drew; both go on after the text has stopped.
    """

    read: Callable[[int], bytes]
    seconds: float = LOCAL_SECONDS
    clock: Callable[[], float] = time.monotonic
    part: int | None = None
    shown: int = 0
    progress: str = ""
    bar: str = ""
    _seen: Any = field(default_factory=hashlib.sha256)
    _seen_bytes: int = 0
    _rest: bytes = b""
    _taken: int = 0
    _due: float = 0.0
    _stopped: bool = False

    def poll(self) -> list[tuple[str, str]]:
        """New text, with its stream's name. Raises what reading raises."""
        if self.clock() < self._due:
            return []
        self._due = self.clock() + self.seconds
        new = self.read(self._taken)
        self._taken += len(new)
        self._rest += new
        found: list[tuple[str, str]] = []
        *lines, self._rest = self._rest.split(b"\n")
        for line in lines:
            event = _event(line)
            self.progress = _counted(event) or self.progress
            self.bar = _drawn(event) or self.bar
            text = None if self._stopped else self._text(event)
            if text is None:
                self._stopped = True
                continue
            self._seen.update(line + b"\n")
            self._seen_bytes += len(line) + 1
            self.shown += 1
            found += text
        return found

    def agrees(self, record: bytes) -> bool:
        """Whether the verified record begins with what was shown."""
        found = hashlib.sha256(memoryview(record)[: self._seen_bytes])
        return len(record) >= self._seen_bytes and found.digest() == self._seen.digest()

    def _text(self, event: Mapping[str, Any]) -> list[tuple[str, str]] | None:
        """The event's text; None where it is something else that shows."""
        kind = event.get("type")
        if kind is None:
            return None
        other = self.part is not None and (event.get("part") or 0) != self.part
        if kind in _UNSEEN or other:
            return []
        if kind != "stream":
            return None
        return [(str(event.get("name")), storable(str(event.get("text", ""))))]


def _event(line: bytes) -> Mapping[str, Any]:
    """An event of the record, {} for what is none: it comes from a job, and may be anything."""
    try:
        event = json.loads(line)
    except (ValueError, RecursionError):
        return {}
    return event if isinstance(event, dict) else {}


def _counted(event: Mapping[str, Any]) -> str:
    """``epochs: 3 of 20 (15%)`` of `offload.progress`."""
    done, total = _number(event.get("done")), _number(event.get("total"))
    if event.get("type") != "progress" or done is None:
        return ""
    label = printable(str(event.get("label") or ""))[:_LONGEST]
    text = f"{label}: {done:g}" if label else f"{done:g}"
    if total is not None and total > 0:
        text += f" of {total:g} ({min(done / total, 1):.0%})"
    return text


def _number(found: object) -> float | None:
    """A finite number, None for anything else that a job may have written."""
    try:
        value = float(found) if isinstance(found, (int, float)) else math.nan
    except OverflowError:
        return None
    return value if math.isfinite(value) else None


def _drawn(event: Mapping[str, Any]) -> str:
    """A bar of tqdm's, as it stands in the text of a stream."""
    if event.get("type") != "stream":
        return ""
    drawn = str(event.get("text", "")).rstrip("\r\n").rpartition("\r")[2]
    return printable(drawn)[:_LONGEST] if _BAR.search(drawn) else ""


def printable(text: str) -> str:
    """One line without what steers a terminal."""
    return "".join(one if one.isprintable() else " " for one in text).strip()
