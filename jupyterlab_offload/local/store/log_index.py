"""A log stream's two files: the text of its events, and an index of fixed records.

``<stream>.log`` holds the events' text, each ended by ``\\n``; ``<stream>.idx`` one record
for each batch appended: its time (ms), where it ends in the text, and how many events the
stream has up to there. The text is written before its record, and a reader goes by the
records alone: what it sees is always whole. Standard library only.
"""

from __future__ import annotations

import os
import re
import struct
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

from ..home import Home

BATCH_EVENTS = 1000
BATCH_BYTES = 64 * 1024

_RECORD = struct.Struct("<QQQ")
_STREAM = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]*/[A-Za-z0-9][A-Za-z0-9_-]*")


class Record(NamedTuple):
    """The end of one batch; ``Record(0, 0, 0)`` stands for the beginning of the stream."""

    timestamp: int
    """Milliseconds since the epoch, the same for all events of the batch; never decreasing."""
    offset: int
    """Bytes of text up to here."""
    events: int
    """Events up to here."""


BEGINNING = Record(0, 0, 0)


def relative_path(stream: str) -> str:
    """Where a stream's text lies below ``Home.logs``. Raises ValueError for a name unsafe there."""
    if not _STREAM.fullmatch(stream):
        raise ValueError(f"not a job's log stream: {stream!r}")
    return stream + ".log"


def text_path(home: Home, stream: str) -> Path:
    return home.logs / relative_path(stream)


def index_path(text: Path) -> Path:
    return text.with_suffix(".idx")


class Index:
    """The records in an open index file, as many as it had when this was made."""

    def __init__(self, descriptor: int) -> None:
        self._descriptor = descriptor
        self.length = os.fstat(descriptor).st_size // _RECORD.size

    def __getitem__(self, position: int) -> Record:
        """The record at ``position``; −1 is the beginning of the stream."""
        if position < 0:
            return BEGINNING
        return Record(*_RECORD.unpack(self._read(position, 1)))

    def read(self, position: int, length: int) -> Iterator[Record]:
        """Up to ``length`` records from ``position`` on."""
        length = min(length, self.length - position)
        return map(Record._make, _RECORD.iter_unpack(self._read(position, length)))

    def first(self, reached: Callable[[Record], bool]) -> int:
        """The first position whose record has ``reached`` a point; ``length`` if none has."""
        low, high = 0, self.length
        while low < high:
            middle = (low + high) // 2
            if reached(self[middle]):
                high = middle
            else:
                low = middle + 1
        return low

    def _read(self, position: int, length: int) -> bytes:
        return os.pread(self._descriptor, length * _RECORD.size, position * _RECORD.size)


def records(block: bytes, timestamp: int, start: Record) -> tuple[bytes, Record]:
    """The index bytes for a block of events appended after ``start``, and its new end."""
    packed = []
    offset, count = start.offset, start.events
    for size, events in _batches(block):
        offset += size
        count += events
        packed.append(_RECORD.pack(timestamp, offset, count))
    return b"".join(packed), Record(timestamp, offset, count)


def size_of(length: int) -> int:
    """Bytes that ``length`` records take."""
    return length * _RECORD.size


def _batches(block: bytes) -> Iterator[tuple[int, int]]:
    """Cuts a block, after line ends, into batches: (bytes, events) of each."""
    events = block.count(b"\n")
    small = len(block) <= BATCH_BYTES and events <= BATCH_EVENTS
    if small or events == 1:
        yield len(block), events
        return
    half = len(block) // 2
    cut = block.rfind(b"\n", 0, half) + 1 or block.index(b"\n", half) + 1
    yield from _batches(block[:cut])
    yield from _batches(block[cut:])
