"""Bytes with their SHA-256: the unit that is sent, and that is not sent again."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from .errors import TransferError
from .workers import parallel

Chunk = bytes | memoryview
Chunks = Callable[[], Iterator[Chunk]]

_READ = 1024 * 1024


@dataclass(frozen=True)
class Blob:
    """`size` bytes whose lower-case hex SHA-256 is `sha256`.

    `chunks()` gives them in order, as often as it is called. `label` says to users what it is.
    """

    sha256: str
    size: int
    chunks: Chunks
    label: str = ""


def bytes_blob(data: bytes, label: str = "") -> Blob:
    return Blob(hashlib.sha256(data).hexdigest(), len(data), lambda: iter((data,)), label)


def file_blob(path: Path, label: str = "") -> Blob:
    """A file as it is now; reading it later notices a change. Raises OSError."""
    return _hash((label or path.name, lambda: _blocks(path)))


def hashed(sources: Iterable[tuple[str, Chunks]]) -> list[Blob]:
    """The blobs of (label, chunks) pairs, in order; each is read once, several at a time."""
    return parallel(_hash, list(sources))


def verified(blob: Blob) -> Iterator[Chunk]:
    """The blob's bytes. Raises TransferError before the end if they are no longer the same.

    A variable may change while it is sent; under its old digest the new bytes would fail every
    later job that uses them.
    """
    digest, size = hashlib.sha256(), 0
    last: Chunk | None = None
    for chunk in blob.chunks():
        if last is not None:
            yield last
        digest.update(chunk)
        size += len(chunk)
        last = chunk
        if size > blob.size:
            break
    if size != blob.size or digest.hexdigest() != blob.sha256:
        raise changed(blob)
    if last is not None:
        yield last


def changed(blob: Blob) -> TransferError:
    """The error for a blob that is not what it was when it was hashed."""
    return TransferError(f"{blob.label or 'A value'} changed while it was being sent.")


def joined(blobs: Sequence[Blob]) -> int:
    """How many bytes they are together."""
    return sum(blob.size for blob in blobs)


def _hash(source: tuple[str, Chunks]) -> Blob:
    label, chunks = source
    digest, size = hashlib.sha256(), 0
    for chunk in chunks():
        digest.update(chunk)
        size += len(chunk)
    return Blob(digest.hexdigest(), size, chunks, label)


def _blocks(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file:
        while block := file.read(_READ):
            yield block
