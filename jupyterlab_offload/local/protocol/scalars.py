"""Scalar values as REST protocols write them in headers, query strings and XML."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime, timezone
from email.utils import formatdate, parsedate_to_datetime
from typing import Any

from botocore.model import Shape

_INTEGER = re.compile(r"[+-]?[0-9]{1,19}\Z")
_LIMITS = {"integer": 2**31, "long": 2**63}


def decoder(shape: Shape) -> Callable[[str], Any]:
    """What turns text into a value of this shape; it raises ValueError for text that is none.

    Timestamps become seconds since the epoch.
    """
    kind = shape.type_name
    if kind in _LIMITS:
        limit = _LIMITS[kind]
        return lambda text: _integer(text, limit)
    return _DECODERS.get(kind, str)


def encoder(shape: Shape, default_time_format: str) -> Callable[[Any], str]:
    """What turns a value of this shape into text.

    Args: default_time_format: ``rfc822`` in headers, ``iso8601`` in XML, unless the model says.
    """
    if shape.type_name == "boolean":
        return lambda value: "true" if value else "false"
    if shape.type_name == "timestamp":
        return _TIMES[shape.serialization.get("timestampFormat", default_time_format)]
    return str


def _integer(text: str, limit: int) -> int:
    if not _INTEGER.match(text):
        raise ValueError("not an integer")
    value = int(text)
    if not -limit <= value < limit:
        raise ValueError("not within integer range")
    return value


def _boolean(text: str) -> bool:
    if text.lower() not in ("true", "false"):
        raise ValueError("not a boolean")
    return text.lower() == "true"


def _timestamp(text: str) -> float:
    """An HTTP date or an ISO 8601 time."""
    try:
        if text[:1].isdigit():
            moment = datetime.fromisoformat(text.replace("Z", "+00:00"))
        else:
            moment = parsedate_to_datetime(text)
        if moment.tzinfo is None:
            moment = moment.replace(tzinfo=timezone.utc)
        return moment.timestamp()
    except (ValueError, OverflowError, TypeError, IndexError) as error:
        raise ValueError("not a date") from error


def _iso8601(seconds: float) -> str:
    whole, milliseconds = divmod(int(seconds * 1000), 1000)
    moment = datetime.fromtimestamp(whole, timezone.utc)
    return f"{moment:%Y-%m-%dT%H:%M:%S}.{milliseconds:03d}Z"


_DECODERS: dict[str, Callable[[str], Any]] = {"boolean": _boolean, "timestamp": _timestamp}
_TIMES: dict[str, Callable[[float], str]] = {
    "rfc822": lambda seconds: formatdate(int(seconds), usegmt=True),
    "iso8601": _iso8601,
    "unixTimestamp": lambda seconds: str(int(seconds)),
}
