"""Rows of the bench table: what was measured, beside what, and what was aimed at."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class Row:
    """One finding. ``ok`` is None where the row is there for information only."""

    what: str
    ours: str
    beside: str = ""
    aim: str = ""
    ok: bool | None = None

    def __str__(self) -> str:
        verdict = {True: "ok", False: "MISSED", None: ""}[self.ok]
        return f"{self.what:<44} {self.ours:<20} {self.beside:<38} {self.aim:<22} {verdict}"


HEADER = Row("measured", "ours", "beside, in the same run", "aim")


def seconds(action: Callable[[], object]) -> float:
    """Wall time of one call, in seconds."""
    started = time.perf_counter()
    action()
    return time.perf_counter() - started


def median_seconds(action: Callable[[], object], runs: int) -> float:
    """Median wall time of several calls, in seconds."""
    return statistics.median(seconds(action) for _ in range(runs))


def rate(action: Callable[[], object], least_seconds: float = 1.5) -> float:
    """Calls per second, called one after the other for at least that long."""
    action()
    started = time.perf_counter()
    calls = 0
    while (passed := time.perf_counter() - started) < least_seconds:
        action()
        calls += 1
    return calls / passed


def ratio_row(what: str, ours: float, peer: float, peer_name: str, aim: float, unit: str) -> Row:
    """Ours against a peer's where more is better; ``aim`` is the least ratio wanted."""
    ratio = ours / peer
    return Row(
        what,
        f"{ours:,.1f} {unit}",
        f"{peer_name} {peer:,.1f} {unit}: × {ratio:.2f}",
        f"≥ {aim:g} ×",
        ratio >= aim,
    )


def limit_row(what: str, ours: float, limit: float, unit: str, beside: str = "") -> Row:
    """A figure that should stay below a fixed limit."""
    return Row(what, f"{ours:,.2f} {unit}", beside, f"≤ {limit:g} {unit}", ours <= limit)
