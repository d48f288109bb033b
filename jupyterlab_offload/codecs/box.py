"""The container of every format that is more than one run of bytes.

Layout, little-endian: ``OFLDBOX1``, the head's length (u64), the head (JSON: ``doc``, and
``sizes``, the length of each section), then the sections, each at the next multiple of 64.
Padding is zero. The whole is exactly as long as the head says: no byte is left over.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from typing import Any, BinaryIO

from .errors import CodecError
from .memory import Chunk, Section, read_exactly, read_into, size_of
from .text import json_bytes, parse_json

MAGIC = b"OFLDBOX1"
ALIGN = 64
_FIXED = struct.Struct("<8sQ")


def _up(position: int) -> int:
    return -(-position // ALIGN) * ALIGN


def boxed(doc: Any, sections: list[Section]) -> Section:
    """`doc` (JSON values) and `sections` as one run of bytes."""
    head = json_bytes({"doc": doc, "sizes": [section.nbytes for section in sections]})
    end = _FIXED.size + len(head)
    for section in sections:
        end = _up(end) + section.nbytes

    def blocks() -> Iterator[Chunk]:
        yield _FIXED.pack(MAGIC, len(head)) + head
        at = _FIXED.size + len(head)
        for section in sections:
            if _up(at) > at:
                yield bytes(_up(at) - at)
            yield from section.blocks()
            at = _up(at) + section.nbytes

    return Section(end, blocks)


class Box:
    """An opened container; each section is read at most once, so nothing multiplies in memory."""

    def __init__(self, file: BinaryIO) -> None:
        """Read the head. Raises CodecError unless every length fits the file's real size."""
        self.file = file
        size = size_of(file)
        if size < _FIXED.size:
            raise CodecError("too short to be a container")
        file.seek(0)
        magic, length = _FIXED.unpack(read_exactly(file, _FIXED.size))
        if magic != MAGIC or length > size - _FIXED.size:
            raise CodecError("not a container, or one cut short")
        head = parse_json(read_exactly(file, length))
        if not isinstance(head, dict) or set(head) != {"doc", "sizes"}:
            raise CodecError("the container's head is not understood")
        self.doc: Any = head["doc"]
        self._places = _places(head["sizes"], _FIXED.size + length, size)
        self._read: set[int] = set()

    def __len__(self) -> int:
        return len(self._places)

    def place(self, index: object) -> tuple[int, int]:
        """Offset and size of a section that is read now; a second time is a CodecError."""
        if type(index) is not int or not 0 <= index < len(self._places) or index in self._read:
            raise CodecError(f"there is no section {index!r} to read")
        self._read.add(index)
        return self._places[index]

    def size(self, index: object) -> int:
        """The size of a section, without reading it."""
        if type(index) is not int or not 0 <= index < len(self._places):
            raise CodecError(f"there is no section {index!r}")
        return self._places[index][1]

    def into(self, index: object, target: memoryview) -> None:
        """Read a section into memory of exactly its size."""
        offset, size = self.place(index)
        if size != len(target):
            raise CodecError(f"section {index!r} has {size} bytes, not {len(target)}")
        self.file.seek(offset)
        read_into(self.file, target)

    def bytes(self, index: object) -> bytes:
        """A section as bytes of its own."""
        offset, size = self.place(index)
        self.file.seek(offset)
        return read_exactly(self.file, size)

    def finish(self) -> None:
        """All that there is was read; else the head does not belong to these bytes."""
        if len(self._read) != len(self._places):
            raise CodecError("the container has sections that nothing asks for")


def _places(sizes: object, at: int, end: int) -> list[tuple[int, int]]:
    if not isinstance(sizes, list):
        raise CodecError("the container's head is not understood")
    places = []
    for size in sizes:
        if type(size) is not int or not 0 <= size <= end:
            raise CodecError("a section is larger than the whole")
        places.append((_up(at), size))
        at = _up(at) + size
    if at != end:
        raise CodecError(f"the container should have {at} bytes, it has {end}")
    return places
