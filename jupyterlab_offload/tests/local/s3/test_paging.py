"""Pages of a listing against a plain model of S3's rules."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jupyterlab_offload.local.services.s3.paging import Page, page, start_behind


@dataclass(frozen=True)
class Row:
    key: str


class Source:
    """Sorted keys that count how many of them were looked at."""

    def __init__(self, keys: set[str], prefix: str) -> None:
        self.keys = sorted(key for key in keys if key.startswith(prefix))
        self.read = 0

    def scan(self, start: str, count: int) -> list[Row]:
        at = bisect_left(self.keys, start)
        rows = [Row(key) for key in self.keys[at : at + count]]
        self.read += len(rows)
        return rows


def model(keys: set[str], prefix: str, delimiter: str, marker: str) -> list[str]:
    """Every entry behind the marker: keys, and common prefixes once each."""
    entries = set()
    for key in keys:
        if key.startswith(prefix):
            at = key.find(delimiter, len(prefix)) if delimiter else -1
            entries.add(key if at < 0 else key[: at + len(delimiter)])
    return sorted(entry for entry in entries if entry > marker)


def listed(source: Source, prefix: str, delimiter: str, marker: str, limit: int) -> Page[Row]:
    return page(source.scan, prefix, delimiter, start_behind(marker, prefix, delimiter), limit)


def entries(found: Page[Row]) -> list[str]:
    return sorted([*(row.key for row in found.items), *found.prefixes])


KEYS = st.sets(st.text("ab/-\U0010ffff", min_size=1, max_size=6), max_size=40)
PREFIXES = st.text("ab/", max_size=3)
DELIMITERS = st.sampled_from(["", "/", "-", "a", "//", "ab", "\U0010ffff"])


@given(KEYS, PREFIXES, DELIMITERS, st.text("ab/-\U0010ffff", max_size=5), st.integers(1, 8))
def test_a_page_is_the_next_entries_behind_the_marker(
    keys: set[str], prefix: str, delimiter: str, marker: str, limit: int
) -> None:
    expected = model(keys, prefix, delimiter, marker)
    folded = marker.find(delimiter, len(prefix)) if delimiter else -1
    if marker.startswith(prefix) and folded >= 0:
        # A marker within a common prefix is behind all of it.
        group = marker[: folded + len(delimiter)]
        expected = [entry for entry in expected if not entry.startswith(group)]
    found = listed(Source(keys, prefix), prefix, delimiter, marker, limit)
    assert entries(found) == expected[:limit]
    assert found.truncated == (len(expected) > limit)
    assert not expected or found.last == expected[:limit][-1]


@given(KEYS, PREFIXES, DELIMITERS, st.integers(1, 5))
def test_the_pages_together_are_the_whole_listing(
    keys: set[str], prefix: str, delimiter: str, limit: int
) -> None:
    source = Source(keys, prefix)
    marker, collected = "", []
    while True:
        found = listed(source, prefix, delimiter, marker, limit)
        collected += entries(found)
        if not found.truncated:
            break
        marker = found.last
    assert collected == model(keys, prefix, delimiter, "")


def test_what_is_folded_away_is_not_read() -> None:
    keys = {f"{folder:03}/{number:04}" for folder in range(20) for number in range(2000)}
    source = Source(keys, "")
    found = listed(source, "", "/", "", 1000)
    assert len(found.prefixes) == 20
    assert source.read < 300


def test_folders_of_one_key_are_read_in_large_pieces() -> None:
    source = Source({f"{number:05}/key" for number in range(5000)}, "")
    found = listed(source, "", "/", "", 1000)
    assert len(found.prefixes) == 1000 and found.truncated
    assert source.read < 3000


@pytest.mark.parametrize("delimiter", ["", "/"])
def test_a_page_s_cost_does_not_depend_on_its_place(delimiter: str) -> None:
    source = Source({f"{number:06}" for number in range(50_000)}, "")
    found = listed(source, "", delimiter, "040000", 1000)
    assert [found.items[0].key, found.items[-1].key] == ["040001", "041000"]
    assert source.read < 2100


def test_no_entries_are_wanted() -> None:
    found = listed(Source({"a"}, ""), "", "", "", 0)
    assert (entries(found), found.truncated) == ([], False)
