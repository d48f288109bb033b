"""The index: one SQLite file, shared by the engine and every supervisor.

WAL lets readers and a writer work side by side in many processes. ``synchronous=NORMAL``
makes a commit safe against ``kill -9`` without an fsync each time; power loss may lose the
last commits but corrupts nothing. Standard library only.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from .schema import SCHEMA, VERSION

BUSY_SECONDS = 30.0


class Database:
    """One process's connection to the index. Not for use from several threads at once."""

    def __init__(self, path: Path) -> None:
        self._connection = sqlite3.connect(
            path,
            timeout=BUSY_SECONDS,
            isolation_level=None,
            check_same_thread=False,
            cached_statements=256,
        )
        self._connection.row_factory = sqlite3.Row
        for pragma in (
            "journal_mode=WAL",
            "synchronous=NORMAL",
            "foreign_keys=ON",
            "temp_store=MEMORY",
            "cache_size=-4096",
            "journal_size_limit=16777216",
        ):
            self._connection.execute(f"PRAGMA {pragma}")
        if self._connection.execute("PRAGMA user_version").fetchone()[0] < VERSION:
            self._create()

    def _create(self) -> None:
        with self.write():
            if self._connection.execute("PRAGMA user_version").fetchone()[0] < VERSION:
                for statement in SCHEMA:
                    self._connection.execute(statement)
                self._connection.execute(f"PRAGMA user_version={VERSION}")

    def all(self, sql: str, *values: Any) -> list[sqlite3.Row]:
        return self._connection.execute(sql, values).fetchall()

    def one(self, sql: str, *values: Any) -> sqlite3.Row | None:
        row: sqlite3.Row | None = self._connection.execute(sql, values).fetchone()
        return row

    def run(self, sql: str, *values: Any) -> int:
        """Runs one statement and returns the number of rows that it changed."""
        return self._connection.execute(sql, values).rowcount

    @contextmanager
    def write(self) -> Iterator[None]:
        """A transaction that takes the write lock at once: all of it happens, or nothing."""
        self._connection.execute("BEGIN IMMEDIATE")
        try:
            yield
            self._connection.execute("COMMIT")
        except BaseException:
            # A full disk has SQLite roll back by itself.
            if self._connection.in_transaction:
                self._connection.execute("ROLLBACK")
            raise

    def close(self) -> None:
        self._connection.close()
