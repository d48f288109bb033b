"""What of a job of several cells belongs under which of them.

A result says which cell has bound a name or written a file last (see driver/made.py), and which
cell ran last. What it says nothing of stands under the last one that ran.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ..job import Job


class Share:
    """What stands under the cell `index`, from 0, of the job's `count`.

    Where there is but one cell, everything does.
    """

    def __init__(self, job: Job, index: int, count: int) -> None:
        self._result: Mapping[str, Any] = job.outcome.result if job.has_outcome else {}
        self._index = index
        self._count = count
        self._ran = _whole(self._result.get("part"), count)
        made = self._result.get("made")
        self._made: Mapping[str, Any] = made if isinstance(made, Mapping) else {}

    @property
    def state(self) -> str | None:
        """In a word of card.schema.json; None before the end, and where no result tells."""
        status = self._result.get("status")
        if status is None:
            return None
        if status == "done":
            return "done"
        if self._ran is None:
            # Nothing of it ran: why, is read under the cell that sent it.
            return "ended" if self._index == self._count - 1 else "not run"
        if self._index == self._ran:
            return "ended"
        return "done" if self._index < self._ran else "not run"

    @property
    def is_whole(self) -> bool:
        """Whether there is no other cell."""
        return self._count < 2

    @property
    def has_end(self) -> bool:
        """Whether how the job ended is told here."""
        return self.is_whole or self.state in (None, "ended")

    def has_name(self, name: str) -> bool:
        """Whether a variable belongs here."""
        return self._has(self._made.get(name))

    def has_file(self, entry: Mapping[str, Any]) -> bool:
        """Whether a file of the result belongs here."""
        return self._has(entry.get("part"))

    def _has(self, part: object) -> bool:
        last = self._count - 1 if self._ran is None else self._ran
        found = _whole(part, self._count)
        return self.is_whole or self._index == (last if found is None else found)


def _whole(part: object, count: int) -> int | None:
    """The number of a cell; None for what is none."""
    return part if type(part) is int and 0 <= part < count else None
