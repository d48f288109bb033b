"""Time zones, frequencies, stamps: what pandas' time types carry besides numbers."""

from __future__ import annotations

import datetime
from typing import Any

from ..builder import Builder
from ..errors import CodecError, NotTyped
from ..libraries import loaded, needed
from ..reader import Reader


def zone_node(zone: Any) -> Any:
    """A time zone by its kind and name, or NotTyped (dateutil's, and one's own)."""
    if zone is None or zone is datetime.timezone.utc:
        return zone and "utc"
    kind = type(zone)
    if kind is datetime.timezone:
        return _fixed(zone)
    name = getattr(zone, "key", None) or getattr(zone, "zone", None)
    if isinstance(name, str):
        library = kind.__module__.partition(".")[0]
        if library == "zoneinfo" and zone is _zoneinfo(name):
            return {"zoneinfo": name}
        if library == "pytz" and zone is loaded("pytz").timezone(name):
            return {"pytz": name}
    raise NotTyped(f"time zone {zone!r}")


def _fixed(zone: datetime.timezone) -> Any:
    offset = zone.utcoffset(None)
    if zone.tzname(None) != datetime.timezone(offset).tzname(None):
        raise NotTyped("a fixed offset with a name of its own")
    return {"offset": [offset.days, offset.seconds, offset.microseconds]}


def _zoneinfo(name: str) -> Any:
    return needed("zoneinfo").ZoneInfo(name)


def read_zone(node: Any) -> Any:
    """The time zone of a node."""
    if node is None:
        return None
    if node == "utc":
        return datetime.timezone.utc
    ((kind, value),) = node.items()
    if kind == "offset":
        return datetime.timezone(datetime.timedelta(*value))
    if not isinstance(value, str):
        raise CodecError("a time zone has a name")
    if kind == "zoneinfo":
        return _zoneinfo(value)
    if kind == "pytz":
        return needed("pytz").timezone(value)
    raise CodecError(f"there is no kind of time zone {kind!r}")


def freq_node(freq: Any) -> Any:
    """A frequency as its string, where the string gives the same one back."""
    if freq is None:
        return None
    offsets = loaded("pandas").tseries.frequencies
    try:
        same = offsets.to_offset(freq.freqstr)
    except ValueError as error:
        raise NotTyped(f"frequency {freq!r}") from error
    if same != freq or type(same) is not type(freq):
        raise NotTyped(f"frequency {freq!r}")
    return freq.freqstr


def stamp_node(builder: Builder, value: Any) -> Any:
    """A Timestamp or a Timedelta: a number of units, a zone, a fold."""
    unit = getattr(value, "unit", "ns")
    if type(value) is loaded("pandas").Timedelta:
        return {"$": "stamp", "v": int(value.to_timedelta64().view("i8")), "u": unit}
    if getattr(value, "freq", None) is not None:
        raise NotTyped("a Timestamp with a frequency")
    number = int(value.to_datetime64().view("i8"))
    return {"$": "stamp", "v": number, "u": unit, "z": zone_node(value.tzinfo), "f": value.fold}


def read_stamp(reader: Reader, node: Any) -> Any:
    """The Timestamp (it has a zone, if only None) or Timedelta of a node."""
    pandas, numpy = needed("pandas"), needed("numpy")
    unit = node["u"]
    if unit not in ("s", "ms", "us", "ns"):
        raise CodecError(f"there is no unit {unit!r}")
    if "z" not in node:
        return pandas.Timedelta(numpy.timedelta64(node["v"], unit))
    zone = read_zone(node["z"])
    stamp = pandas.Timestamp(numpy.datetime64(node["v"], unit))
    if zone is not None:
        stamp = stamp.tz_localize("UTC").tz_convert(zone)
    return stamp.replace(fold=1) if node["f"] and zone is None else stamp
