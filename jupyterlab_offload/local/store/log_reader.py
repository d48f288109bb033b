"""Reading a log stream: any page of it in a time that does not depend on where it is.

Sees only what its writer has indexed (log_index.py), so every event is whole.
"""

from __future__ import annotations

import os
from bisect import bisect_right
from collections.abc import Sequence
from itertools import accumulate, chain
from pathlib import Path
from types import TracebackType

from .log_index import Index, Record, index_path

Event = tuple[int, str]
"""An event's time (ms since the epoch) and message."""

EVENT_OVERHEAD = 26
"""Bytes that CloudWatch counts for an event beside its message."""


class LogReader:
    """A stream as it was when this was opened; events are numbered from 0.

    ``until`` (ms) hides later events. ``path`` is the text file's. Raises FileNotFoundError.
    """

    def __init__(self, path: Path, until: int | None = None) -> None:
        self._text = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
        try:
            self._descriptor = os.open(index_path(path), os.O_RDONLY | os.O_CLOEXEC)
        except OSError:
            os.close(self._text)
            raise
        self._index = Index(self._descriptor)
        if until is not None:
            self._index.length = self._index.first(lambda record: record.timestamp > until)
        self._end = self._index[self._index.length - 1]

    def __enter__(self) -> LogReader:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        os.close(self._text)
        os.close(self._descriptor)

    @property
    def count(self) -> int:
        """How many events there are."""
        return self._end.events

    @property
    def size(self) -> int:
        """Bytes of their text."""
        return self._end.offset

    @property
    def first_time(self) -> int | None:
        """The first event's time; None in a stream without events."""
        return self._index[0].timestamp if self._index.length else None

    @property
    def last_time(self) -> int | None:
        return self._end.timestamp if self._index.length else None

    def find_time(self, timestamp: int) -> int:
        """The first event at ``timestamp`` (ms) or later; ``count`` if there is none."""
        position = self._index.first(lambda record: record.timestamp >= timestamp)
        return self._index[position - 1].events

    def events(
        self, first: int, limit: int, max_bytes: int, stop: int | None = None
    ) -> list[Event]:
        """Events from ``first`` on, before ``stop``: at most ``limit``, and ``max_bytes`` of them.

        At least one if there is one, however long.
        """
        stop = self.count if stop is None else min(stop, self.count)
        stop = min(stop, first + limit)
        if first >= stop or first < 0:
            return []
        begin = self._batch_with(first)
        end = min(self._batch_with(stop - 1), self._batch_at(begin, max_bytes)) + 1
        lines, times = self._read(begin, end)
        skip = first - self._index[begin - 1].events
        lines, times = lines[skip : skip + stop - first], times[skip : skip + stop - first]
        return _decoded(lines, times, _fitting(lines, max_bytes))

    def events_before(self, stop: int, limit: int, max_bytes: int, first: int = 0) -> list[Event]:
        """The last events before ``stop``, from ``first`` on, in their order; limits as above."""
        stop = min(stop, self.count)
        first = max(first, stop - limit)
        if first >= stop:
            return []
        last = self._batch_with(stop - 1)
        begin = max(self._batch_with(first), self._batch_back(last, max_bytes))
        lines, times = self._read(begin, last + 1)
        start = self._index[begin - 1].events
        skip = max(first - start, 0)
        lines, times = lines[skip : stop - start], times[skip : stop - start]
        keep = _fitting(lines[::-1], max_bytes)
        return _decoded(lines[-keep:], times[-keep:], keep)

    def _batch_with(self, number: int) -> int:
        """Position of the batch that holds an event."""
        return self._index.first(lambda record: record.events > number)

    def _batch_at(self, begin: int, size: int) -> int:
        """The batch in which the text is ``size`` bytes past batch ``begin``, and one more."""
        goal = self._index[begin].offset + size
        return self._index.first(lambda record: record.offset >= goal)

    def _batch_back(self, last: int, size: int) -> int:
        """The batch ``size`` bytes of text before the beginning of batch ``last``."""
        goal = self._index[last - 1].offset - size
        return self._index.first(lambda record: record.offset >= goal) if goal > 0 else 0

    def _read(self, begin: int, end: int) -> tuple[list[bytes], list[int]]:
        """The events of batches ``begin`` to ``end`` and the time of each."""
        before = self._index[begin - 1]
        records: Sequence[Record] = list(self._index.read(begin, end - begin))
        size = records[-1].offset - before.offset
        lines = os.pread(self._text, size, before.offset).split(b"\n")
        lines.pop()
        counts = [before.events, *(record.events for record in records)]
        times = chain.from_iterable(
            (record.timestamp,) * (record.events - count)
            for record, count in zip(records, counts, strict=False)
        )
        return lines, list(times)


def _fitting(lines: list[bytes], max_bytes: int) -> int:
    """How many of the first lines fit into ``max_bytes``; at least one of them."""
    sizes = list(accumulate(len(line) + EVENT_OVERHEAD for line in lines))
    return max(1, bisect_right(sizes, max_bytes))


def _decoded(lines: list[bytes], times: list[int], keep: int) -> list[Event]:
    text = b"\n".join(lines[:keep]).decode(errors="replace")
    return list(zip(times, text.split("\n"), strict=False))
