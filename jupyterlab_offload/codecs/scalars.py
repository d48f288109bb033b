"""Single values of the standard library that JSON has no word for."""

from __future__ import annotations

import base64
import datetime
import struct
from decimal import Decimal
from fractions import Fraction
from pathlib import PosixPath, PurePosixPath
from typing import Any

from .builder import BY_TYPE, Builder
from .errors import CodecError, NotTyped
from .memory import section_of
from .plain import SMALL, USUAL_NAN, is_text
from .reader import BY_TAG, Reader

INLINE = 1024
"""Longest run of bytes that stands in the document itself."""

_DOUBLE = struct.Struct(">d")


def _itself(builder: Builder, value: Any) -> Any:
    return value


def _int(builder: Builder, value: int) -> Any:
    return value if -SMALL <= value < SMALL else {"$": "int", "v": hex(value)}


def _float(builder: Builder, value: float) -> Any:
    if value == value or _DOUBLE.pack(value) == USUAL_NAN:
        return value
    return {"$": "float", "v": _DOUBLE.pack(value).hex()}


def _str(builder: Builder, value: str) -> Any:
    if is_text(value):
        return value
    return {"$": "str", "v": base64.b64encode(value.encode("utf-8", "surrogatepass")).decode()}


def _bytes(builder: Builder, value: bytes) -> Any:
    return {"$": "bytes", **_raw(builder, value)}


def _bytearray(builder: Builder, value: bytearray) -> Any:
    builder.mark(value)
    return {"$": "bytearray", **_raw(builder, value)}


def _raw(builder: Builder, value: bytes | bytearray) -> dict[str, Any]:
    if len(value) > INLINE:
        return {"b": builder.section(section_of(value))}
    return {"v": base64.b64encode(value).decode()}


def _read_bytes(reader: Reader, node: Any) -> bytes:
    return reader.box.bytes(node["b"]) if "b" in node else base64.b64decode(node["v"])


def _read_bytearray(reader: Reader, node: Any) -> bytearray:
    if "b" not in node:
        return bytearray(base64.b64decode(node["v"]))
    result = bytearray(reader.box.size(node["b"]))
    with memoryview(result) as view:
        reader.box.into(node["b"], view)
    return result


def _complex(builder: Builder, value: complex) -> Any:
    return {"$": "complex", "v": [_float(builder, value.real), _float(builder, value.imag)]}


def _bounds(tag: str, value: Any, builder: Builder) -> Any:
    return {"$": tag, "v": [builder.node(v) for v in (value.start, value.stop, value.step)]}


def _zone(value: datetime.tzinfo | None) -> int:
    """0 for naive, 1 for UTC; other zones are for pickle."""
    if value is not None and value is not datetime.timezone.utc:
        raise NotTyped("a time zone")
    return int(value is not None)


def _datetime(builder: Builder, value: datetime.datetime) -> Any:
    parts = [value.year, value.month, value.day, value.hour, value.minute, value.second]
    return {
        "$": "datetime",
        "v": [*parts, value.microsecond],
        "fold": value.fold,
        "utc": _zone(value.tzinfo),
    }


def _time(builder: Builder, value: datetime.time) -> Any:
    parts = [value.hour, value.minute, value.second, value.microsecond]
    return {"$": "time", "v": parts, "fold": value.fold, "utc": _zone(value.tzinfo)}


def _moment(kind: Any, node: Any) -> Any:
    zone = datetime.timezone.utc if node["utc"] else None
    return kind(*node["v"], tzinfo=zone, fold=node["fold"])


def _path(builder: Builder, value: PurePosixPath) -> Any:
    return {"$": type(value).__name__, "v": builder.node(str(value))}


def _fraction(reader: Reader, node: Any) -> Fraction:
    over, under = reader.value(node["v"])
    if type(over) is not int or type(under) is not int:
        # Of a Decimal with a large exponent it would write out every digit.
        raise CodecError("a fraction is of whole numbers")
    return Fraction(over, under)


def _text(reader: Reader, node: Any) -> str:
    text = reader.value(node["v"])
    if type(text) is not str:
        raise CodecError("a text is expected")
    return text


BY_TYPE.update(
    {
        type(None): _itself,
        bool: _itself,
        int: _int,
        float: _float,
        str: _str,
        bytes: _bytes,
        bytearray: _bytearray,
        complex: _complex,
        range: lambda builder, value: _bounds("range", value, builder),
        slice: lambda builder, value: _bounds("slice", value, builder),
        type(Ellipsis): lambda builder, value: {"$": "ellipsis"},
        Decimal: lambda builder, value: {"$": "Decimal", "v": str(value)},
        Fraction: lambda builder, value: {
            "$": "Fraction",
            "v": [builder.node(value.numerator), builder.node(value.denominator)],
        },
        datetime.date: lambda builder, v: {"$": "date", "v": [v.year, v.month, v.day]},
        datetime.datetime: _datetime,
        datetime.time: _time,
        datetime.timedelta: lambda builder, value: {
            "$": "timedelta",
            "v": [value.days, value.seconds, value.microseconds],
        },
        PosixPath: _path,
        PurePosixPath: _path,
    }
)
BY_TAG.update(
    {
        "int": lambda reader, node: int(node["v"], 16),
        "float": lambda reader, node: _DOUBLE.unpack(bytes.fromhex(node["v"]))[0],
        "str": lambda reader, node: base64.b64decode(node["v"]).decode("utf-8", "surrogatepass"),
        "bytes": _read_bytes,
        "bytearray": _read_bytearray,
        "complex": lambda reader, node: complex(*reader.value(node["v"])),
        "range": lambda reader, node: range(*reader.value(node["v"])),
        "slice": lambda reader, node: slice(*reader.value(node["v"])),
        "ellipsis": lambda reader, node: Ellipsis,
        "Decimal": lambda reader, node: Decimal(node["v"]),
        "Fraction": _fraction,
        "date": lambda reader, node: datetime.date(*node["v"]),
        "datetime": lambda reader, node: _moment(datetime.datetime, node),
        "time": lambda reader, node: _moment(datetime.time, node),
        "timedelta": lambda reader, node: datetime.timedelta(*node["v"]),
        "PosixPath": lambda reader, node: PosixPath(_text(reader, node)),
        "PurePosixPath": lambda reader, node: PurePosixPath(_text(reader, node)),
    }
)
