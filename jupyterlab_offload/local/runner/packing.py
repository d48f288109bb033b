"""Gzip that does not labour over what cannot be packed.

A model's weights hardly shrink, and compressing them takes most of an upload's time. So each
block is tried by its beginning, and stored as it is if that is not worth it. The result is one
ordinary gzip member (RFC 1952), whose deflate stream is put together from blocks.
"""

from __future__ import annotations

import struct
import zlib
from typing import Protocol

BLOCK_BYTES = 1 << 20
SAMPLE_BYTES = 1 << 14
WORTH = 0.9
"""A sample has to shrink below this share."""
LEVEL = 1
"""Several times faster than the default level, for a few percent of size."""
_HEADER = struct.pack("<BBBBIBB", 0x1F, 0x8B, 8, 0, 0, 0, 255)
_RAW = -zlib.MAX_WBITS


class Sink(Protocol):
    """What takes the packed bytes."""

    def write(self, data: bytes, /) -> object: ...


class GzipWriter:
    """Packs what is written into ``sink``; ``close`` completes the member."""

    def __init__(self, sink: Sink) -> None:
        self._sink = sink
        self._waiting = bytearray()
        self._crc = 0
        self._size = 0
        sink.write(_HEADER)

    def write(self, data: bytes) -> int:
        self._waiting += data
        if len(self._waiting) >= BLOCK_BYTES:
            self._pack()
        return len(data)

    def tell(self) -> int:
        """How many bytes were written."""
        return self._size + len(self._waiting)

    def close(self) -> None:
        self._pack()
        self._sink.write(zlib.compressobj(LEVEL, wbits=_RAW).flush(zlib.Z_FINISH))
        self._sink.write(struct.pack("<II", self._crc, self._size & 0xFFFFFFFF))

    def _pack(self) -> None:
        block = bytes(self._waiting)
        self._waiting.clear()
        if not block:
            return
        self._crc = zlib.crc32(block, self._crc)
        self._size += len(block)
        packer = zlib.compressobj(LEVEL if _is_worth_it(block) else 0, wbits=_RAW)
        # A sync flush ends on a whole byte without ending the stream: blocks can follow.
        self._sink.write(packer.compress(block) + packer.flush(zlib.Z_SYNC_FLUSH))


def _is_worth_it(block: bytes) -> bool:
    sample = block[:SAMPLE_BYTES]
    packed = zlib.compressobj(LEVEL, wbits=_RAW)
    return len(packed.compress(sample) + packed.flush()) < WORTH * len(sample)
