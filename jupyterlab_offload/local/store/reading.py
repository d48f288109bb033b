"""Reading an object's bytes, from one blob or from the segments of a multipart upload.

A reader keeps what it opened: an overwritten or deleted object is read to its end.
Standard library only.
"""

from __future__ import annotations

import io
import os
from bisect import bisect_right
from collections.abc import Sequence
from typing import Any, NamedTuple

from . import blobs as files
from .blobs import Blobs


class Segment(NamedTuple):
    """``size`` bytes of an object from offset ``start``, which are all of ``blob``."""

    start: int
    size: int
    blob: str


class Gone(Exception):
    """The bytes were removed between the look into the index and the opening."""


class ObjectReader(io.RawIOBase):
    """A seekable binary stream over segments. Raises Gone when opened too late."""

    def __init__(self, blobs: Blobs, segments: Sequence[Segment]) -> None:
        super().__init__()
        self._blobs = blobs
        self._segments = segments
        self._starts = [segment.start for segment in segments]
        self._position = 0
        self._pin = self._file = -1
        self._index = -1
        self.size = segments[-1].start + segments[-1].size if segments else 0
        if segments:
            try:
                self._pin = blobs.open(segments[0].blob)
            except FileNotFoundError as error:
                raise Gone from error
            # One blob stays readable while it is open; of several, only one is open at a time.
            if len(segments) > 1 and not files.pin(self._pin):
                self.close()
                raise Gone

    def read(self, size: int = -1, /) -> bytes:
        """Up to ``size`` bytes, fewer only at the end."""
        if size < 0:
            size = max(self.size - self._position, 0)
        data = self._piece(size)
        if len(data) == size or not data:
            return data
        pieces = [data]
        missing = size - len(data)
        while missing and (data := self._piece(missing)):
            pieces.append(data)
            missing -= len(data)
        return b"".join(pieces)

    def readinto(self, buffer: Any, /) -> int:
        view = memoryview(buffer).cast("B")
        filled = 0
        while filled < len(view) and (data := self._piece(len(view) - filled)):
            view[filled : filled + len(data)] = data
            filled += len(data)
        return filled

    def _piece(self, size: int) -> bytes:
        """Up to ``size`` bytes from the segment at the position."""
        if self._position >= self.size or size <= 0:
            return b""
        index = bisect_right(self._starts, self._position) - 1
        if index != self._index:
            self._open(index)
        data = os.pread(self._file, size, self._position - self._starts[index])
        if not data:
            raise OSError(f"blob {self._segments[index].blob} is shorter than the index says")
        self._position += len(data)
        return data

    def _open(self, index: int) -> None:
        self._close_file()
        self._file = self._pin if index == 0 else self._blobs.open(self._segments[index].blob)
        self._index = index

    def _close_file(self) -> None:
        if self._file not in (-1, self._pin):
            os.close(self._file)
        self._file = -1

    def seek(self, offset: int, whence: int = os.SEEK_SET, /) -> int:
        base = {os.SEEK_SET: 0, os.SEEK_CUR: self._position, os.SEEK_END: self.size}[whence]
        if base + offset < 0:
            raise ValueError("negative position")
        self._position = base + offset
        return self._position

    def tell(self) -> int:
        return self._position

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def close(self) -> None:
        self._close_file()
        if self._pin != -1:
            os.close(self._pin)
            self._pin = -1
        super().close()
