"""Blobs that nothing names any more, from the commit that orphans them to their removal.

A transaction that orphans blobs records them in the table ``garbage``; their files go right
after the commit, and the records with a later transaction. What a dead process did not get
to is done at the engine's next start. Standard library only.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from . import blobs as files
from .blobs import Blobs
from .db import Database

COMPOUND = "m"
"""First letter of a compound's name: an object whose bytes are the segments of that name."""
FORGET_AT = 64
"""Records of removed blobs that gather before a transaction takes them along."""


def at_once(task: Callable[[], None]) -> None:
    task()


class Garbage:
    """``later`` runs the removals, which touch files only; an engine hands them to a thread."""

    def __init__(
        self, db: Database, blobs: Blobs, later: Callable[[Callable[[], None]], None] = at_once
    ) -> None:
        self._db = db
        self._blobs = blobs
        self._later = later
        self._gone: list[str] = []
        self._busy: list[str] = []
        self._orphans: list[str] | None = None

    @contextmanager
    def transaction(self) -> Iterator[list[str]]:
        """A write transaction; blobs appended to the list it gives are removed after it.

        One inside another is part of it: whoever goes on after an exception in the inner one
        sees to it that this had changed nothing.
        """
        if self._orphans is not None:
            yield self._orphans
            return
        orphans = self._orphans = []
        try:
            with self._db.write():
                yield orphans
                for blob in orphans:
                    self._db.run("INSERT OR IGNORE INTO garbage (blob) VALUES (?)", blob)
                forgotten = self._forget() if len(self._gone) >= FORGET_AT else 0
        finally:
            self._orphans = None
        del self._gone[:forgotten]
        if orphans:
            self._remove(orphans)

    def clean(self) -> None:
        """Removes all that is recorded, except what is being read."""
        self._remove([row["blob"] for row in self._db.all("SELECT blob FROM garbage")])
        with self._db.write():
            forgotten = self._forget()
        del self._gone[:forgotten]

    def _forget(self) -> int:
        """Deletes the records of removed blobs and returns how many there were."""
        gone = self._gone[:]
        for blob in gone:
            self._db.run("DELETE FROM garbage WHERE blob = ?", blob)
            if blob.startswith(COMPOUND):
                self._db.run("DELETE FROM segments WHERE compound = ?", blob)
        return len(gone)

    def _remove(self, names: list[str]) -> None:
        pieces: dict[str, list[str]] = {}
        while self._busy:
            names.append(self._busy.pop())
        for name in names:
            if name.startswith(COMPOUND):
                rows = self._db.all(
                    "SELECT blob FROM segments WHERE compound = ? ORDER BY start", name
                )
                pieces[name] = [row["blob"] for row in rows]
            else:
                pieces[name] = [name]
        self._later(lambda: self._remove_files(pieces))

    def _remove_files(self, pieces: dict[str, list[str]]) -> None:
        for name, blobs in pieces.items():
            if name.startswith(COMPOUND) and blobs:
                removed = self._remove_compound(blobs)
            else:
                for blob in blobs:
                    self._blobs.remove(blob)
                removed = True
            (self._gone if removed else self._busy).append(name)

    def _remove_compound(self, blobs: list[str]) -> bool:
        """Removes all pieces unless a reader has pinned the first one."""
        try:
            first = self._blobs.open(blobs[0])
        except FileNotFoundError:
            first = -1
        try:
            if first >= 0 and not files.removable(first):
                return False
            for blob in blobs:
                self._blobs.remove(blob)
            return True
        finally:
            if first >= 0:
                os.close(first)
