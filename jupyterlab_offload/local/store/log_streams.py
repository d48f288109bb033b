"""Which log groups and streams there are. Standard library only: supervisors import this.

A stream is listed from its first event on. Times are event times in milliseconds.
"""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass

from .db import Database
from .log_index import relative_path

_HIGHEST = "\U0010ffff"


@dataclass(frozen=True)
class Stream:
    """One stream of a group; ``path`` is its text's, relative to ``Home.logs``."""

    name: str
    path: str
    first: int
    """The first event's time."""
    last: int | None
    """The last event's time; None while the stream is being written."""


@dataclass(frozen=True)
class Group:
    """A log group: its first event's time, and the bytes of its complete streams."""

    name: str
    first: int
    size: int


def register(db: Database, group: str, stream: str, first: int) -> None:
    """Lists a stream, once; says that it is being written (again)."""
    db.run(
        "INSERT INTO log_streams (log_group, stream, path, first) VALUES (?, ?, ?, ?)"
        " ON CONFLICT (log_group, stream) DO UPDATE SET last = NULL",
        group,
        stream,
        relative_path(stream),
        first,
    )


def finish(db: Database, group: str, stream: str, last: int, size: int) -> None:
    """Records that a stream is complete, its last event's time, and its text's bytes."""
    db.run(
        "UPDATE log_streams SET last = ?, size = ? WHERE log_group = ? AND stream = ?",
        last,
        size,
        group,
        stream,
    )


def groups(db: Database, until: int) -> list[Group]:
    """Groups with an event no later than ``until``, by name."""
    rows = db.all(
        "SELECT log_group, MIN(first) AS first, SUM(size) AS size FROM log_streams"
        " WHERE first <= ? GROUP BY log_group ORDER BY log_group",
        until,
    )
    return [Group(row["log_group"], row["first"], row["size"]) for row in rows]


def has_group(db: Database, group: str, until: int) -> bool:
    return (
        db.one("SELECT 1 FROM log_streams WHERE log_group = ? AND first <= ? LIMIT 1", group, until)
        is not None
    )


def get(db: Database, group: str, name: str, until: int) -> Stream | None:
    """A stream, if it has an event no later than ``until``."""
    row = db.one(
        "SELECT * FROM log_streams WHERE log_group = ? AND stream = ? AND first <= ?",
        group,
        name,
        until,
    )
    return _from_row(row) if row else None


def by_name(
    db: Database,
    group: str,
    until: int,
    prefix: str = "",
    after: str | None = None,
    limit: int = -1,
    descending: bool = False,
) -> list[Stream]:
    """A group's streams in the order of their names (UTF-8 bytes), those behind ``after``."""
    low, high = prefix, prefix + _HIGHEST
    if after is not None and descending:
        high = min(high, after)
    bound = ">=" if after is None or descending else ">"
    if after is not None and not descending:
        low, bound = (after, ">") if after >= prefix else (prefix, ">=")
    rows = db.all(
        f"SELECT * FROM log_streams WHERE log_group = ? AND stream {bound} ? AND stream < ?"
        f" AND first <= ? ORDER BY stream {'DESC' if descending else 'ASC'} LIMIT ?",
        group,
        low,
        high,
        until,
        limit,
    )
    return [_from_row(row) for row in rows]


def touching(db: Database, group: str, since: int, until: int, prefix: str = "") -> list[Stream]:
    """Streams that may have an event from ``since`` to ``until``, both included."""
    rows = db.all(
        "SELECT * FROM log_streams WHERE log_group = ? AND stream >= ? AND stream < ?"
        " AND first <= ? AND (last IS NULL OR last >= ?)",
        group,
        prefix,
        prefix + _HIGHEST,
        until,
        since,
    )
    return [_from_row(row) for row in rows]


def _from_row(row: sqlite3.Row) -> Stream:
    return Stream(row["stream"], row["path"], row["first"], row["last"])
