"""What an Arrow stream announces, looked at before a library reads it.

A few kilobytes of compressed buffers may announce gigabytes, which would be taken before anything
could be compared. Nothing that is written here is compressed: such a stream is refused.

Layout (Arrow's Message.fbs): each message is ``FFFFFFFF``, the length of its head (i32,
little-endian), the head (a flatbuffer), and a body whose length the head tells.
"""

from __future__ import annotations

import struct

from .errors import CodecError
from .memory import Chunk

_MOST = 64 << 20
"""Bytes of one head: thousands of columns need a megabyte."""
_PREFIX = struct.Struct("<II")
_MARK = 0xFFFFFFFF
# Numbers of fields, and of kinds of headers.
_KIND, _HEADER, _BODY = 1, 2, 3
_DICTIONARY, _BATCH = 2, 3
_DICTIONARY_DATA, _COMPRESSION = 1, 3


class Watched:
    """Is given a stream's bytes in order, in pieces of any size, before whoever reads them."""

    def __init__(self) -> None:
        self._held = bytearray()
        self._wanted = _PREFIX.size
        self._skip = 0

    def feed(self, chunk: Chunk) -> None:
        """Raises CodecError at a message that is compressed, or is none."""
        view = memoryview(chunk).cast("B")
        at = 0
        while at < len(view):
            if self._skip:
                passed = min(self._skip, len(view) - at)
                self._skip -= passed
                at += passed
                continue
            piece = view[at : at + self._wanted - len(self._held)]
            self._held += piece
            at += len(piece)
            if len(self._held) < self._wanted:
                return
            if self._wanted == _PREFIX.size:
                self._begin()
            else:
                self._message(bytes(self._held[_PREFIX.size :]))

    def _begin(self) -> None:
        mark, length = _PREFIX.unpack(self._held)
        if mark != _MARK or length > _MOST:
            raise CodecError("not an Arrow stream as it is written here")
        if length:
            self._wanted += length
        else:  # the end: what follows is read by nobody
            self._held.clear()
            self._skip = 1 << 62

    def _message(self, head: bytes) -> None:
        try:
            self._skip = _body(head)
        except (struct.error, IndexError) as error:
            raise CodecError("an Arrow stream with a head that is none") from error
        self._held.clear()
        self._wanted = _PREFIX.size


def _body(head: bytes) -> int:
    """The length of a message's body. Raises CodecError if its buffers are compressed."""
    table = _follow(head, 0)
    kind = _field(head, table, _KIND)
    header = _field(head, table, _HEADER)
    if kind and header and head[kind] in (_DICTIONARY, _BATCH):
        batch = _follow(head, header)
        if head[kind] == _DICTIONARY:
            batch = _follow(head, _field(head, batch, _DICTIONARY_DATA))
        if _field(head, batch, _COMPRESSION):
            raise CodecError("a compressed Arrow stream is not read: it may be of any size")
    body = _field(head, table, _BODY)
    length: int = struct.unpack_from("<q", head, body)[0] if body else 0
    if length < 0:
        raise CodecError("an Arrow stream with a head that is none")
    return length


def _follow(data: bytes, at: int) -> int:
    """Where an offset at `at` leads to."""
    return at + int(struct.unpack_from("<I", data, at)[0])


def _field(data: bytes, table: int, number: int) -> int:
    """Where a table's field is; 0 if the table has none."""
    places = table - struct.unpack_from("<i", data, table)[0]
    if places < 0:
        raise IndexError(places)
    if 4 + 2 * number >= struct.unpack_from("<H", data, places)[0]:
        return 0
    offset = int(struct.unpack_from("<H", data, places + 4 + 2 * number)[0])
    return table + offset if offset else 0
