"""Keyset paging over the jobs table: the next page costs the same wherever it is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Order:
    """An SQL expression to sort by, jobs of the same value by age. NULL sorts before all values."""

    sql: str
    descending: bool
    values: Sequence[Any] = ()
    """What the expression binds."""
    nullable: bool = True
    """False when there is always a value: then an index on it leads straight to the page."""

    def clause(self) -> tuple[str, list[Any]]:
        """``ORDER BY …`` and its values."""
        way = " DESC" if self.descending else ""
        return f"ORDER BY {self.sql}{way}, jobs.seq{way}", list(self.values)

    def behind(self, value: Any, seq: int) -> tuple[str, list[Any]]:
        """The condition that a job comes behind the one of that value and seq."""
        sql, bound, sign = self.sql, list(self.values), "<" if self.descending else ">"
        if value is None:
            later = f"({sql} IS NULL AND jobs.seq {sign} ?)"
            if self.descending:
                return later, [*bound, seq]
            return f"({later} OR {sql} IS NOT NULL)", [*bound, seq, *bound]
        # The row value lets SQLite start in the middle of an index.
        later = f"({sql}, jobs.seq) {sign} (?, ?)"
        if not (self.descending and self.nullable):
            return later, [*bound, value, seq]
        return f"({later} OR {sql} IS NULL)", [*bound, value, seq, *bound]
