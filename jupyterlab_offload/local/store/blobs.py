"""Files that hold the bytes of objects and parts, under names of the store's own making.

A blob is written in ``tmp`` and moved into ``blobs`` after the index has committed its name:
whatever the index names is therefore in one of the two folders, and after ``kill -9`` only
``tmp`` has to be looked through. A writer holds a lock on its file, so that nobody takes the
file of a living process (a job's supervisor, say) for a left-over. Standard library only.
"""

from __future__ import annotations

import fcntl
import os
import secrets
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from .room import require_room

BATCH = 256
"""Left-over files looked at together; each takes a descriptor."""


class BlobWriter:
    """Takes the bytes of one blob. Ends with ``Blobs.settle`` or ``discard``.

    ``write`` may be called from any one thread at a time. Raises OSError (a full disk).
    """

    def __init__(self, folder: Path) -> None:
        self.size = 0
        while True:
            self.name = secrets.token_hex(16)
            self.path = f"{folder}/{self.name}"
            self._file = os.open(self.path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            if _lock(self._file, fcntl.LOCK_EX) and os.fstat(self._file).st_nlink:
                return
            # Somebody who was clearing up came between opening and locking.
            os.close(self._file)

    def write(self, data: bytes | bytearray | memoryview) -> None:
        require_room(self._file, len(data))
        written = os.write(self._file, data)
        self.size += written
        if written < len(data):
            rest = memoryview(data)[written:]
            while len(rest):
                written = os.write(self._file, rest)
                self.size += written
                rest = rest[written:]

    def discard(self) -> None:
        """Gives the bytes up; harmless after the end."""
        if self._file >= 0:
            _unlink(self.path)
            self.close()

    def close(self) -> None:
        """Closes the file and thereby lets go of its lock."""
        if self._file >= 0:
            os.close(self._file)
            self._file = -1


class Blobs:
    """The two folders."""

    def __init__(self, blobs: Path, tmp: Path) -> None:
        self._blobs = blobs
        self._tmp = tmp

    def writer(self) -> BlobWriter:
        return BlobWriter(self._tmp)

    def settle(self, writer: BlobWriter) -> None:
        """Moves a blob whose name is committed into its place."""
        _rename(writer.path, f"{self._blobs}/{writer.name}")
        writer.close()

    def open(self, name: str) -> int:
        """A file descriptor for reading. Raises FileNotFoundError when the blob is gone."""
        last = f"{self._blobs}/{name}"
        # The last look is for a blob that was moved between the first two.
        for path in (last, f"{self._tmp}/{name}"):
            try:
                return os.open(path, os.O_RDONLY)
            except FileNotFoundError:
                continue
        return os.open(last, os.O_RDONLY)

    def remove(self, name: str) -> None:
        """Removes a blob; one that is gone already is no error."""
        _unlink(f"{self._blobs}/{name}")
        _unlink(f"{self._tmp}/{name}")

    def recover(self, named: Callable[[list[str]], set[str]]) -> None:
        """Clears ``tmp`` of what dead writers left: committed blobs move on, others go.

        ``named`` tells which of some blob names the index holds.
        """
        names = os.listdir(self._tmp)
        for start in range(0, len(names), BATCH):
            left = _lock_all(self._tmp, names[start : start + BATCH])
            try:
                known = named(list(left)) if left else set()
                for name in left:
                    if name in known:
                        _rename(f"{self._tmp}/{name}", f"{self._blobs}/{name}")
                    else:
                        _unlink(f"{self._tmp}/{name}")
            finally:
                for file in left.values():
                    os.close(file)


def pin(file: int) -> bool:
    """Marks an open blob as being read; False when it is being, or was, removed.

    The mark goes with the descriptor. See ``removable``.
    """
    return _lock(file, fcntl.LOCK_SH) and os.fstat(file).st_nlink > 0


def removable(file: int) -> bool:
    """True when no other descriptor of this file, in any process, is pinned."""
    return _lock(file, fcntl.LOCK_EX)


def _lock(file: int, kind: int) -> bool:
    try:
        fcntl.flock(file, kind | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _lock_all(folder: Path, names: list[str]) -> dict[str, int]:
    """Descriptors of those of the files that no living writer holds, locked."""
    files: dict[str, int] = {}
    for name in names:
        with suppress(FileNotFoundError):
            file = os.open(f"{folder}/{name}", os.O_RDONLY)
            if _lock(file, fcntl.LOCK_EX):
                files[name] = file
            else:
                os.close(file)
    return files


def _unlink(path: str) -> None:
    with suppress(FileNotFoundError):
        os.unlink(path)


def _rename(old: str, new: str) -> None:
    # Where the file system refuses (no room for the folder's entry), or somebody who cleared
    # up was quicker, the blob is found where it is.
    with suppress(OSError):
        os.rename(old, new)
