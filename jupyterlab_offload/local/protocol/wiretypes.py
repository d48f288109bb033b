"""JSON values to the types that a service model names."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Callable
from typing import Any

from botocore.model import Shape

from .errors import AWSError

Reader = Callable[[Any, str, object], Any]
"""Takes a JSON value and where it stands; the last argument is for the callers' own use."""

_BITS = {"integer": 31, "long": 63}
_NOT_FINITE = {"NaN": float("nan"), "Infinity": float("inf"), "-Infinity": float("-inf")}
_LATEST = 253_402_300_800.0
"""The year 10000, in seconds since the epoch: no timestamp is so late."""


def reader(shape: Shape) -> Reader:
    """What reads a single value of this shape; it raises AWSError SerializationException."""
    return _READERS.get(shape.type_name, _string)


def _string(value: Any, path: str, _: object) -> str:
    if not isinstance(value, str):
        raise _not(value, "String", path)
    if not value.isascii() and any("\ud800" <= character <= "\udfff" for character in value):
        raise AWSError("SerializationException", f"Half of a surrogate pair at '{path}'.")
    return value


def _whole(kind: str) -> Reader:
    limit = 2 ** _BITS[kind]
    name = kind.capitalize()

    def read(value: Any, path: str, _: object) -> int:
        if isinstance(value, float) and value.is_integer():
            value = int(value)
        if isinstance(value, bool) or not isinstance(value, int) or not -limit <= value < limit:
            raise _not(value, name, path)
        return value

    return read


def _real(value: Any, path: str, _: object) -> float:
    if isinstance(value, str) and value in _NOT_FINITE:
        return _NOT_FINITE[value]
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        raise _not(value, "Double", path)
    try:
        return float(value)
    except OverflowError:
        raise _not(value, "Double", path) from None


def _boolean(value: Any, path: str, _: object) -> bool:
    if not isinstance(value, bool):
        raise _not(value, "Boolean", path)
    return value


def _timestamp(value: Any, path: str, problems: object) -> float:
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        raise _not(value, "Timestamp", path)
    seconds = _real(value, path, problems)
    if not abs(seconds) < _LATEST:
        raise _not(value, "Timestamp", path)
    return seconds


def _blob(value: Any, path: str, _: object) -> bytes:
    if not isinstance(value, str):
        raise _not(value, "Blob", path)
    try:
        return base64.b64decode(value, validate=True)
    except (binascii.Error, ValueError):
        raise AWSError("SerializationException", f"Invalid base64 at '{path}'.") from None


def _not(value: Any, wanted: str, path: str) -> AWSError:
    if isinstance(value, (dict, list)):
        kind = "list" if isinstance(value, list) else "structure or map"
        message = f"Start of {kind} found where not expected, at '{path}'."
    else:
        token = (
            {True: "TRUE_VALUE", False: "FALSE_VALUE"}[value]
            if isinstance(value, bool)
            else ("STRING_VALUE" if isinstance(value, str) else "NUMBER_VALUE")
        )
        message = f"{token} can not be converted to {wanted}, at '{path}'."
    return AWSError("SerializationException", message)


_READERS: dict[str, Reader] = {
    "boolean": _boolean,
    "integer": _whole("integer"),
    "long": _whole("long"),
    "float": _real,
    "double": _real,
    "timestamp": _timestamp,
    "blob": _blob,
}
