"""Long lists of one type: as an array of numbers, or as one text, at C speed."""

from __future__ import annotations

import sys
from array import array
from typing import Any

from .builder import Builder
from .errors import CodecError
from .memory import BLOCK, section_of
from .reader import Reader

PACK = 4096
"""Shortest list that is packed; a shorter one is shorter, or as quick, as JSON."""

FEW = 4
"""A text that is there this often, on average, is written once."""

_RANGES = (("b", 7), ("h", 15), ("i", 31), ("q", 63))


def packed(builder: Builder, values: list[Any], kinds: set[type]) -> Any:
    """The node of a long list, or None where its members are not all of one packable type."""
    if kinds == {float}:
        return _numbers(builder, "d", array("d", values))
    if kinds == {bool}:
        node = {"$": "packed", "t": "?", "b": builder.section(section_of(bytes(values)))}
        return node
    if kinds == {int}:
        return _integers(builder, values)
    if kinds <= {str, type(None)}:
        return _words(builder, values) or (_texts(builder, values) if kinds == {str} else None)
    return None


def _code(least: int, most: int) -> str | None:
    for code, bits in _RANGES:
        if -(1 << bits) <= least and most < 1 << bits:
            return code
    return None


def _numbers(builder: Builder, code: str, numbers: array[Any]) -> Any:
    if sys.byteorder == "big":
        numbers.byteswap()
    section = section_of(memoryview(numbers).cast("B"))
    return {"$": "packed", "t": code, "b": builder.section(section)}


def _words(builder: Builder, values: list[Any]) -> Any:
    """Few different texts, each many times: the texts once (None may be one), and which is where.

    None if there are many. Read back, equal texts are one object, as they mostly were.
    """
    places = {text: at for at, text in enumerate(dict.fromkeys(values))}
    if len(places) * FEW > len(values):
        return None
    words = [builder.node(word) for word in places]
    return {"$": "words", "v": words, "c": _integers(builder, [*map(places.__getitem__, values)])}


def _integers(builder: Builder, values: list[int]) -> Any:
    code = _code(min(values), max(values))
    return code and _numbers(builder, code, array(code, values))


def read_words(reader: Reader, node: Any) -> list[Any]:
    """The list of a `words` node."""
    words = [reader.value(word) for word in node["v"]]
    if node["c"]["$"] != "packed":
        raise CodecError("which word is where is a list of numbers")
    places = unpacked(reader, node["c"])
    if places and not 0 <= min(places) <= max(places) < len(words):
        raise CodecError("there is no such word")
    return [*map(words.__getitem__, places)]


def _texts(builder: Builder, values: list[str]) -> Any:
    joined = "\0".join(values)
    if joined.count("\0") != len(values) - 1:
        return None
    try:
        section = section_of(joined.encode())
    except UnicodeEncodeError:
        return None
    return {"$": "packed", "t": "s", "b": builder.section(section)}


def unpacked(reader: Reader, node: Any) -> list[Any]:
    """The list of a packed node."""
    code = node["t"]
    if code == "s":
        return reader.box.bytes(node["b"]).decode().split("\0")
    if code == "?":
        return list(map(bool, reader.box.bytes(node["b"])))
    if code != "d" and code not in dict(_RANGES):
        raise CodecError(f"no numbers are packed as {code!r}")
    width = array(code).itemsize
    count, rest = divmod(reader.box.size(node["b"]), width)
    if rest:
        raise CodecError("packed numbers are cut in the middle of one")
    offset, _ = reader.box.place(node["b"])
    reader.box.file.seek(offset)
    result: list[Any] = []
    while len(result) < count:
        part = array(code)
        part.frombytes(_block(reader, min(BLOCK, (count - len(result)) * width)))
        if sys.byteorder == "big":
            part.byteswap()
        result.extend(part)
    return result


def _block(reader: Reader, nbytes: int) -> bytes:
    data = reader.box.file.read(nbytes)
    if len(data) != nbytes:
        raise CodecError("the bytes end too early")
    return data
