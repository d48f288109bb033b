"""An object that is read while it arrives, so that it need not lie on the disk in between."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, BinaryIO

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer


class Arriving(io.RawIOBase):
    """A file of `size` bytes over `bodies`, its pieces in order; meant to be read once, forwards.

    The digest is compared when the last piece comes, before any byte of it is given out: whoever
    has read the last byte has read verified bytes, whoever has not can rely on nothing. `refused`
    makes the error for other bytes. The first piece is kept, for those who look at the beginning
    twice; any other step back, and reading on where the pieces were cut off, goes to `whole()`, a
    file of the verified object.
    """

    def __init__(
        self,
        bodies: Iterator[bytes],
        size: int,
        sha256: str,
        refused: Callable[[], Exception],
        whole: Callable[[], BinaryIO],
    ) -> None:
        self._bodies = bodies
        self._size = size
        self._sha256 = sha256
        self._refused = refused
        self._open_whole = whole
        self._whole: BinaryIO | None = None
        self._digest = hashlib.sha256()
        self._first = memoryview(b"")
        self._body = memoryview(b"")
        self._start = 0
        self._arrived = 0
        self._broken = False
        self._at = 0

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def tell(self) -> int:
        return self._at

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        base = {io.SEEK_SET: 0, io.SEEK_CUR: self._at, io.SEEK_END: self._size}[whence]
        self._at = max(0, base + offset)
        return self._at

    def readinto(self, buffer: WriteableBuffer) -> int:
        """Fills the buffer, but for the end of the file."""
        target = memoryview(buffer).cast("B")
        done = 0
        while done < len(target) and self._at < self._size:
            piece = self._piece(len(target) - done)
            target[done : done + len(piece)] = piece
            done += len(piece)
            self._at += len(piece)
        return done

    def close(self) -> None:
        if not self.closed:
            # Ends the requests that are under way.
            close = getattr(self._bodies, "close", None)
            if close is not None:
                close()
            if self._whole is not None:
                self._whole.close()
        super().close()

    def _piece(self, most: int) -> memoryview:
        """Bytes at the position, at least one."""
        if self._at < len(self._first):
            return self._first[self._at : self._at + most]
        if self._whole is None and (self._broken or self._at < self._start):
            self._whole = self._open_whole()
        if self._whole is not None:
            self._whole.seek(self._at)
            return memoryview(self._whole.read(most))
        while self._at >= self._arrived:
            self._next()
        offset = self._at - self._start
        return self._body[offset : offset + most]

    def _next(self) -> None:
        try:
            body = next(self._bodies, b"")
        except BaseException:  # an interrupt too ends the pieces for good
            self._broken = True
            raise
        if not body:
            raise self._refused()
        self._digest.update(body)
        if self._arrived + len(body) >= self._size and self._digest.hexdigest() != self._sha256:
            raise self._refused()
        self._body = memoryview(body)
        self._start = self._arrived
        self._arrived += len(body)
        if self._start == 0:
            self._first = self._body
