"""Prices per hour: those that came with the package, and those that a refresh brought."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from .instances import data

HOURS_PER_MONTH = 730
"""AWS's own reckoning of a month."""


@dataclass(frozen=True)
class Price:
    """USD per hour of one instance (or GiB), when that was published, and by whom."""

    usd_per_hour: float
    date: str
    source: str


def price(name: str, region: str | None = None, refreshed: Path | None = None) -> Price | None:
    """The on-demand training price of a type, or None where it is not known.

    `refreshed` is the folder in which `refresh` keeps newer prices; the package's own hold for
    one region only (the default).
    """
    region = region or data()["region"]
    for table in (_refreshed(refreshed, region), _shipped(region)):
        if name in table["prices"]:
            return Price(table["prices"][name], table["date"], table["source"])
    return None


def volume_price(region: str | None = None) -> Price:
    """One GiB of an instance's EBS volume. The same figure serves regions that are not known."""
    volume = data()["volume"]
    hourly = volume["usd_per_gib_month"] / HOURS_PER_MONTH
    return Price(hourly, data()["date"], volume["source"])


def refreshed_file(folder: Path, region: str) -> Path:
    """Where a region's newer prices are kept."""
    return folder / f"prices-{region}.json"


_NOTHING: dict[str, Any] = {"prices": {}}


def _refreshed(folder: Path | None, region: str) -> dict[str, Any]:
    if folder is None:
        return _NOTHING
    path = refreshed_file(folder, region)
    try:
        stamp = path.stat().st_mtime_ns
    except OSError:
        return _NOTHING
    return _read(path, stamp)


@cache
def _read(path: Path, stamp: int) -> dict[str, Any]:
    try:
        found = json.loads(path.read_text("utf-8"))
        prices = {str(name): float(usd) for name, usd in found["prices"].items() if usd > 0}
        return {
            "prices": prices,
            "date": str(found["date"]),
            "source": str(found["source"]),
        }
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        # A cache: whatever is wrong with it, the package's own prices are there.
        return _NOTHING


@cache
def _shipped(region: str) -> dict[str, Any]:
    if region != data()["region"]:
        return _NOTHING
    prices = {row["name"]: row["usd_per_hour"] for row in data()["instances"]}
    return {"prices": prices, "date": data()["date"], "source": data()["source"]}
