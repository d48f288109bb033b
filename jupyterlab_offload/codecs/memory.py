"""Large buffers on their way: sections to write without copying, reads into final memory."""

from __future__ import annotations

import ctypes
import os
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import BinaryIO, Union

from .errors import CodecError

Chunk = Union[bytes, memoryview]

BLOCK = 4 * 1024 * 1024
"""Bytes of one chunk. Where a buffer must be copied to be read, this much is copied at a time."""


@dataclass(frozen=True)
class Section:
    """A run of bytes: their exact number, and how to walk over them, as often as wanted."""

    nbytes: int
    blocks: Callable[[], Iterator[Chunk]]


@dataclass(frozen=True)
class Span:
    """Memory `[start, end)` on a device that `holder` reads and may write.

    `owner` is set where a library promises that writes through it are not seen elsewhere
    (pandas under copy-on-write): two such spans may overlap and still share nothing.
    """

    device: str
    start: int
    end: int
    holder: object
    owner: bool = False


def section_of(buffer: bytes | bytearray | memoryview) -> Section:
    """A contiguous buffer, in views of at most BLOCK bytes."""
    view = memoryview(buffer)
    if view.nbytes == 0:
        return Section(0, lambda: iter(()))
    flat = view if view.ndim == 1 and view.format == "B" else view.cast("B")
    return Section(flat.nbytes, lambda: pieces(flat))


def section_of_parts(parts: Iterable[Chunk]) -> Section:
    """Several buffers, one after the other."""
    kept = list(parts)

    def blocks() -> Iterator[Chunk]:
        for part in kept:
            if len(part) <= BLOCK:
                yield part
            else:
                yield from pieces(memoryview(part))

    return Section(sum(map(len, kept)), blocks)


def pieces(view: memoryview) -> Iterator[memoryview]:
    """A flat view of bytes in order, cut every BLOCK bytes."""
    for start in range(0, len(view), BLOCK):
        yield view[start : start + BLOCK]


def at_address(address: int, nbytes: int, writable: bool = False) -> memoryview:
    """Memory that some live object owns, as bytes. The caller keeps that object alive."""
    make = ctypes.pythonapi.PyMemoryView_FromMemory
    make.restype = ctypes.py_object
    make.argtypes = (ctypes.c_void_p, ctypes.c_ssize_t, ctypes.c_int)
    flag = 0x200 if writable else 0x100  # PyBUF_WRITE, PyBUF_READ
    view: memoryview = make(address, nbytes, flag)
    return view


def read_into(file: BinaryIO, target: memoryview) -> None:
    """Fill `target` (flat, writable bytes) from the file's position, or raise CodecError."""
    done = 0
    while done < len(target):
        # One call of several GiB may be cut short or refused by the operating system.
        part = target[done : done + 256 * BLOCK]
        got = file.readinto(part)  # type: ignore[attr-defined]  # BinaryIO forgets readinto
        if not got:
            raise CodecError("the bytes end too early")
        done += got


def read_exactly(file: BinaryIO, nbytes: int) -> bytes:
    """`nbytes` bytes that the caller has checked to be there."""
    data = file.read(nbytes)
    if len(data) != nbytes:
        raise CodecError("the bytes end too early")
    return data


def size_of(file: BinaryIO) -> int:
    """The file's size in bytes; its position is put back."""
    position = file.tell()
    size = file.seek(0, os.SEEK_END)
    file.seek(position)
    return size
