"""Events of many streams in one order: by time, then stream, then place in the stream.

Streams are opened when the merge reaches them and read piece by piece, so that no number of
streams or events is held in memory or in open files.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from heapq import heapify, heappop, heapreplace
from typing import NamedTuple

from ...context import Engine
from ...store.log_reader import LogReader
from ...store.log_streams import Stream
from .view import open_stream

_PIECE_EVENTS = 1000
_PIECE_BYTES = 256 * 1024


class Place(NamedTuple):
    """An event's place in the order."""

    time: int
    stream: str
    number: int


class Found(NamedTuple):
    place: Place
    message: str


@dataclass(frozen=True)
class Range:
    """The events from ``since`` to ``until`` (ms, both included), those behind ``after``."""

    since: int
    until: int
    after: Place | None
    backward: bool


_Key = tuple[int, int, int]


def merged(engine: Engine, streams: list[Stream], wanted: Range) -> Iterator[Found]:
    """The events of ``streams`` in a range, in order; newest first when it is ``backward``."""
    sign = -1 if wanted.backward else 1
    streams = sorted(streams, key=lambda stream: stream.name)
    # An entry whose stream is not yet read has the earliest key that it can have, and no event.
    heap: list[tuple[_Key, Found | None, Iterator[Found] | None]] = [
        ((sign * _bound(stream, wanted), sign * rank, -1 << 62), None, None)
        for rank, stream in enumerate(streams)
    ]
    heapify(heap)
    while heap:
        key, found, events = heap[0]
        if found is not None:
            yield found
        if events is None:
            events = _events(engine, streams[sign * key[1]], wanted)
        following = next(events, None)
        if following is None:
            heappop(heap)
            continue
        place = following.place
        heapreplace(heap, ((sign * place.time, key[1], sign * place.number), following, events))


def _bound(stream: Stream, wanted: Range) -> int:
    """A time that no event of the stream in the range comes before, in the range's direction."""
    if wanted.backward:
        return wanted.until if stream.last is None else min(stream.last, wanted.until)
    return max(stream.first, wanted.since)


def _events(engine: Engine, stream: Stream, wanted: Range) -> Iterator[Found]:
    window: tuple[int, int] | None = None
    while True:
        # Opened anew for each piece: many streams may be in the merge at once.
        with open_stream(engine, stream, wanted.until) as reader:
            low, high = window or _window(reader, stream.name, wanted)
            if wanted.backward:
                piece = reader.events_before(high, _PIECE_EVENTS, _PIECE_BYTES, first=low)
                first = high - len(piece)
                window = low, first
            else:
                piece = reader.events(low, _PIECE_EVENTS, _PIECE_BYTES, stop=high)
                first = low
                window = first + len(piece), high
        found = [
            Found(Place(time, stream.name, number), message)
            for number, (time, message) in enumerate(piece, first)
        ]
        yield from reversed(found) if wanted.backward else found
        if window[0] >= window[1]:
            return


def _window(reader: LogReader, name: str, wanted: Range) -> tuple[int, int]:
    """The stream's events in the range: the first number, and that after the last."""
    low, high = reader.find_time(wanted.since), reader.find_time(wanted.until + 1)
    after = wanted.after
    if after is None:
        return low, high
    if name == after.stream:
        if wanted.backward:
            return low, min(high, after.number)
        return max(low, after.number + 1), high
    # Of the events at the very time of ``after``, other streams' come wholly before or behind.
    behind = name > after.stream
    edge = reader.find_time(after.time if behind else after.time + 1)
    return (low, min(high, edge)) if wanted.backward else (max(low, edge), high)
