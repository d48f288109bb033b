"""Tags of resources, by ARN. Standard library only."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from .db import Database

MAX_TAGS = 50
"""What one resource may have."""


class TooManyTags(Exception):
    """The tags would not fit; nothing was changed. ``count`` is how many there would be."""

    def __init__(self, count: int) -> None:
        super().__init__(f"{count} tags; at most {MAX_TAGS} fit")
        self.count = count


def all_of(db: Database, arn: str) -> dict[str, str]:
    """A resource's tags in the order of their keys; empty for an unknown resource."""
    rows = db.all("SELECT key, value FROM tags WHERE arn = ? ORDER BY key", arn)
    return {row["key"]: row["value"] for row in rows}


def of_many(db: Database, arns: Iterable[str]) -> dict[str, dict[str, str]]:
    """The tags of each resource that has any, in one query."""
    wanted = list(arns)
    found: dict[str, dict[str, str]] = {}
    rows = db.all(
        f"SELECT arn, key, value FROM tags WHERE arn IN ({', '.join('?' * len(wanted))})"
        " ORDER BY arn, key",
        *wanted,
    )
    for row in rows:
        found.setdefault(row["arn"], {})[row["key"]] = row["value"]
    return found


def add(db: Database, arn: str, tags: Mapping[str, str]) -> dict[str, str]:
    """Adds tags, or gives those that are there a new value; returns all. Raises TooManyTags."""
    with db.write():
        together = {**all_of(db, arn), **tags}
        if len(together) > MAX_TAGS:
            raise TooManyTags(len(together))
        for tag in tags.items():
            db.run("INSERT OR REPLACE INTO tags (arn, key, value) VALUES (?, ?, ?)", arn, *tag)
    return together


def remove(db: Database, arn: str, keys: Iterable[str]) -> None:
    """Removes tags; keys that are not there are passed over."""
    with db.write():
        for key in keys:
            db.run("DELETE FROM tags WHERE arn = ? AND key = ?", arn, key)


def page(db: Database, arn: str, after: str | None, limit: int) -> list[tuple[str, str]]:
    """Up to ``limit`` tags (key, value) behind the key ``after``, in the order of their keys."""
    rows = db.all(
        "SELECT key, value FROM tags WHERE arn = ? AND key > ? ORDER BY key LIMIT ?",
        arn,
        after or "",
        limit,
    )
    return [(row["key"], row["value"]) for row in rows]
