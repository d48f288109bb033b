"""Which instance types would do for a job, and what they cost."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from ..catalog import Instance, UnknownInstance, find, instances, price
from .connection import Connection
from .folders import cache_folder

SYSTEM_GIB = 1.5
"""What the instance's system, Python and the libraries take of the memory."""
COPIES = 3
"""The inputs as files in the page cache, as values, and what the cell makes of them."""


@dataclass(frozen=True)
class Choice:
    """A type with its price in USD per hour (None: not known). `fits` unless it is known to have
    too little; `surely` says that it is known to have enough."""

    instance: Instance
    per_hour: float | None
    fits: bool
    surely: bool


def memory_needed(size: int) -> float:
    """GiB that a type should have for inputs of `size` bytes."""
    return round(SYSTEM_GIB + COPIES * size / 2**30, 1)


def choices(
    connection: Connection, least_gib: float, needs: Mapping[str, float], named: str | None
) -> list[Choice]:
    """The types of the catalog and the one that is named; the cheapest first.

    `needs` are ``gpu``, ``memory_gib`` and ``cpu`` of a spec's compute.
    """
    needs = {**needs, "memory_gib": max(least_gib, needs.get("memory_gib", 0.0))}
    region = None if connection.backend.local else connection.region
    found = [one for one in instances() if not one.retiring or one.name == named]
    if named is not None and named not in [one.name for one in found]:
        found.append(_unlisted(named))
    listed = []
    for one in found:
        known = price(one.name, region, cache_folder())
        per_hour = known.usd_per_hour if known else None
        listed.append(Choice(one, per_hour, one.may_have(**needs), one.has(**needs)))
    return sorted(listed, key=lambda one: (one.per_hour is None, one.per_hour or 0.0))


def _unlisted(name: str) -> Instance:
    try:
        return find(name)
    except UnknownInstance:
        return Instance(name)
