"""What this machine has sent, written down before it is sent: CreateTrainingJob has no token.

A cache in SQLite: without it, jobs that still run are found by their tags, a little late.
"""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from .folders import cache_folder

KEEP_SECONDS = 35 * 86_400
"""Longer than the longest job."""

_SCHEMA = """
CREATE TABLE IF NOT EXISTS jobs (
  identity TEXT NOT NULL,
  name TEXT NOT NULL,
  backend TEXT NOT NULL,
  notebook TEXT NOT NULL,
  cell TEXT NOT NULL,
  digest TEXT NOT NULL,
  nonce TEXT NOT NULL,
  created REAL NOT NULL,
  state TEXT NOT NULL,
  PRIMARY KEY (identity, name)
);
CREATE TABLE IF NOT EXISTS places (
  identity TEXT PRIMARY KEY,
  began REAL NOT NULL,
  searched REAL
);
CREATE INDEX IF NOT EXISTS by_cell ON jobs (identity, notebook, cell, state);
"""
_COLUMNS = "identity, name, backend, notebook, cell, digest, nonce, created, state"

SENDING, SENT, ENDED = "sending", "sent", "ended"


@dataclass(frozen=True)
class Entry:
    """A job of this machine. `identity` is the account and region (or engine) it was sent to.

    `state` is sending (whether it arrived is not known), sent, or ended. `nonce` is empty for one
    that was learnt from its tags: this machine need not have sent it.
    """

    identity: str
    name: str
    backend: str
    notebook: str
    cell: str
    digest: str
    nonce: str
    created: float
    state: str = SENDING


class Journal:
    """The journal of this user. Every call is a transaction of its own."""

    def __init__(self, path: Path | None = None, clock: Callable[[], float] = time.time) -> None:
        self._given = path
        self._clock = clock

    @property
    def _path(self) -> Path:
        return self._given or cache_folder() / "journal.db"

    def begin(self, entry: Entry) -> None:
        """Before the request leaves."""
        with self._open() as db:
            db.execute("DELETE FROM jobs WHERE created < ?", (self._clock() - KEEP_SECONDS,))
            _insert(db, "REPLACE", entry)

    def learn(self, entry: Entry) -> None:
        """A job that was found elsewhere; what is known of it already stays."""
        with self._open() as db:
            _insert(db, "IGNORE", entry)

    def is_complete(self, identity: str, late: float) -> bool:
        """Whether every job is known that may still run there: since the journal was begun for
        that place, the jobs from before were searched for, `late` seconds after or more."""
        now = self._clock()
        with self._open() as db:
            db.execute("INSERT OR IGNORE INTO places VALUES (?, ?, NULL)", (identity, now))
            row = db.execute("SELECT began, searched FROM places WHERE identity = ?", (identity,))
            began, searched = row.fetchone()
        return searched is not None and searched - began >= late

    def searched(self, identity: str) -> None:
        """The jobs of that place were searched for, and learnt."""
        with self._open() as db:
            db.execute(
                "UPDATE places SET searched = ? WHERE identity = ?", (self._clock(), identity)
            )

    def mark(self, identity: str, name: str, state: str) -> None:
        """The job is known to be there (sent), or to be over (ended)."""
        with self._open() as db:
            db.execute(
                "UPDATE jobs SET state = ? WHERE identity = ? AND name = ?", (state, identity, name)
            )

    def forget(self, identity: str, name: str) -> None:
        """AWS has refused it: there is no such job."""
        with self._open() as db:
            db.execute("DELETE FROM jobs WHERE identity = ? AND name = ?", (identity, name))

    def unfinished(self, identity: str, notebook: str, cell: str) -> list[Entry]:
        """The jobs of a cell that are not known to be over, newest first."""
        return self._entries(
            "identity = ? AND notebook = ? AND cell = ? AND state != ?",
            (identity, notebook, cell, ENDED),
        )

    def get(self, identity: str, name: str) -> Entry | None:
        """The job of that name, if this machine sent it."""
        return next(iter(self._entries("identity = ? AND name = ?", (identity, name))), None)

    def of(self, identity: str) -> list[Entry]:
        """Every job that this machine has sent there, newest first."""
        return self._entries("identity = ?", (identity,))

    def _entries(self, where: str, values: tuple[str, ...]) -> list[Entry]:
        query = f"SELECT {_COLUMNS} FROM jobs WHERE {where} ORDER BY created DESC"
        with self._open() as db:
            return [Entry(*row) for row in db.execute(query, values)]

    @contextmanager
    def _open(self) -> Iterator[sqlite3.Connection]:
        try:
            db = self._connect()
        except sqlite3.DatabaseError as error:
            if not _is_damage(error):
                raise
            self._remove()
            db = self._connect()
        try:
            with db:
                yield db
        except sqlite3.DatabaseError as error:
            if _is_damage(error):
                self._remove()
            raise
        finally:
            db.close()

    def _connect(self) -> sqlite3.Connection:
        db = sqlite3.connect(self._path, timeout=5.0)
        try:
            # Survives the death of this process, and waits for no disk: each cell would, for some
            # ten milliseconds and more. A power failure may cost the file, which is begun anew.
            db.execute("PRAGMA journal_mode = WAL")
            db.execute("PRAGMA synchronous = OFF")
            db.executescript(_SCHEMA)
        except BaseException:
            db.close()
            raise
        return db

    def _remove(self) -> None:
        for ending in ("", "-wal", "-shm"):
            Path(f"{self._path}{ending}").unlink(missing_ok=True)


def _insert(db: sqlite3.Connection, otherwise: str, entry: Entry) -> None:
    values = tuple(getattr(entry, name) for name in _COLUMNS.split(", "))
    marks = ", ".join("?" * len(values))
    db.execute(f"INSERT OR {otherwise} INTO jobs ({_COLUMNS}) VALUES ({marks})", values)


def _is_damage(error: sqlite3.DatabaseError) -> bool:
    """Whether the file is no database any more; a lock or a full disk has a class of its own."""
    return type(error) is sqlite3.DatabaseError
