"""Text of a job while it runs: shown as it comes, compared with the verified record at the end."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from dataclasses import dataclass

LOCAL_SECONDS, AWS_SECONDS = 0.5, 3.0
"""Between two looks at the record of a running job."""
_UNSEEN = frozenset(("progress", "metrics", "truncated"))
"""Events that show nothing under a cell."""


@dataclass
class LiveText:
    """Reads a record from where it stopped. What is not verified is shown as plain text only: at
    the first rich output it stops, and the rest comes when the job has ended.

    `read(start)` gives the record's bytes from `start` on, perhaps none. `part` is the one to be
    shown; None shows all.
    """

    read: Callable[[int], bytes]
    seconds: float = LOCAL_SECONDS
    clock: Callable[[], float] = time.monotonic
    part: int | None = None
    shown: int = 0
    _seen: bytes = b""
    _rest: bytes = b""
    _due: float = 0.0
    _stopped: bool = False

    def poll(self) -> list[tuple[str, str]]:
        """New text, with its stream's name. Raises what reading raises."""
        if self._stopped or self.clock() < self._due:
            return []
        self._due = self.clock() + self.seconds
        self._rest += self.read(len(self._seen) + len(self._rest))
        found: list[tuple[str, str]] = []
        while not self._stopped and b"\n" in self._rest:
            line, _, rest = self._rest.partition(b"\n")
            text = self._text(line)
            if text is None:
                self._stopped = True
                break
            self._seen, self._rest = self._seen + line + b"\n", rest
            self.shown += 1
            found += text
        return found

    def agrees(self, record: bytes) -> bool:
        """Whether the verified record begins with what was shown."""
        return record.startswith(self._seen)

    def _text(self, line: bytes) -> list[tuple[str, str]] | None:
        """The line's text; None where it is something else that shows."""
        try:
            event = json.loads(line)
        except ValueError:
            return None
        if not isinstance(event, dict):
            return None
        kind = event.get("type")
        other = self.part is not None and (event.get("part") or 0) != self.part
        if kind in _UNSEEN or other:
            return []
        if kind != "stream":
            return None
        return [(str(event.get("name")), str(event.get("text", "")))]
