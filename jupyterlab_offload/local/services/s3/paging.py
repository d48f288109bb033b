"""One page of a listing: keys in order, folded at a delimiter, from behind a marker.

Sources are read by seeking: neither the page's position nor what is folded away costs anything.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Generic, Protocol, TypeVar

from ...store.ordering import behind_prefix, just_after


class Keyed(Protocol):
    @property
    def key(self) -> str: ...


Item = TypeVar("Item", bound=Keyed)
Scan = Callable[[str, int], Sequence[Item]]
"""Gives up to so many items from a key on, inclusive, in order, within the prefix."""
_FIRST_BATCH = 16


@dataclass
class Page(Generic[Item]):
    """``last``: the last key or common prefix on the page, behind which the next one begins."""

    items: list[Item] = field(default_factory=list)
    prefixes: list[str] = field(default_factory=list)
    truncated: bool = False
    last: str = ""

    @property
    def count(self) -> int:
        return len(self.items) + len(self.prefixes)


def start_behind(marker: str, prefix: str, delimiter: str) -> str | None:
    """Where a listing goes on behind a marker; None when nothing can be there.

    A marker that lies in a common prefix, or is one, hides all of it.
    """
    if not marker:
        return prefix
    folded = fold(marker, prefix, delimiter) if marker.startswith(prefix) else None
    start = just_after(marker) if folded is None else behind_prefix(folded)
    return None if start is None else max(start, prefix)


def fold(key: str, prefix: str, delimiter: str) -> str | None:
    """The common prefix that a key goes under, if any."""
    if not delimiter:
        return None
    at = key.find(delimiter, len(prefix))
    return None if at < 0 else key[: at + len(delimiter)]


def page(
    scan: Scan[Item], prefix: str, delimiter: str, start: str | None, limit: int
) -> Page[Item]:
    """Up to ``limit`` keys and common prefixes from ``start`` on."""
    result: Page[Item] = Page()
    if limit <= 0:
        return result
    # Without folding every row is an item, and one more tells whether there is a next page.
    batch = limit + 1 if not delimiter else _FIRST_BATCH
    while start is not None:
        rows = scan(start, batch)
        before = result.count
        start = _take(result, rows, prefix, delimiter, limit)
        if result.truncated or len(rows) < batch:
            break
        if start is None:
            start = just_after(rows[-1].key)
        # Rows that were folded away were read in vain.
        worthwhile = 2 * (result.count - before) >= len(rows)
        batch = min(batch * 2, limit + 1) if worthwhile else max(batch // 2, 2)
    return result


def _take(
    result: Page[Item], rows: Sequence[Item], prefix: str, delimiter: str, limit: int
) -> str | None:
    """Puts rows on the page. Gives the key to seek when the last rows were folded away."""
    folded: str | None = None
    for row in rows:
        if folded is not None and row.key.startswith(folded):
            continue
        folded = fold(row.key, prefix, delimiter)
        if result.count == limit:
            result.truncated = True
            return None
        if folded is None:
            result.items.append(row)
            result.last = row.key
        else:
            result.prefixes.append(folded)
            result.last = folded
    return None if folded is None else behind_prefix(folded)
