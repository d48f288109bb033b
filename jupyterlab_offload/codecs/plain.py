"""Lists, dicts, tuples, sets and what they are made of, of exactly these types."""

from __future__ import annotations

import json
import math
import struct
from collections.abc import Iterable
from typing import Any

from .builder import BY_TYPE, Builder
from .errors import CodecError, NotTyped
from .packed import PACK, packed, read_words, unpacked
from .reader import ATOMS, BY_TAG, Reader

_DOUBLE = struct.Struct(">d")
USUAL_NAN = _DOUBLE.pack(math.nan)
"""The one not-a-number that JSON's NaN stands for."""

SMALL = 2**63
"""Whole numbers below this, either sign, are written as such; others tagged, in hexadecimal."""


def atoms_are_plain(values: Iterable[Any], kinds: set[type]) -> bool:
    """Whether atoms (all of `kinds`) stand in JSON for themselves, checked at C speed."""
    if not kinds <= ATOMS:
        return False
    if int in kinds:
        whole = values if kinds == {int} else [v for v in values if type(v) is int]
        if not min(whole) >= -SMALL or not max(whole) < SMALL:
            return False
    if float in kinds:
        numbers = values if kinds == {float} else [v for v in values if type(v) is float]
        if {_DOUBLE.pack(v) for v in numbers if v != v} - {USUAL_NAN}:
            return False
    if str in kinds:
        texts = values if kinds == {str} else [v for v in values if type(v) is str]
        return is_text("".join(texts))
    return True


def is_text(value: str) -> bool:
    """Whether a string is free of lone surrogates, which UTF-8 cannot hold."""
    if value.isascii():
        return True
    try:
        value.encode()
    except UnicodeEncodeError:
        return False
    return True


def row(builder: Builder, values: list[Any]) -> Any:
    """The node of a list that is only a carrier: it has no identity of its own."""
    kinds = set(map(type, values))
    if len(values) >= PACK:
        node = packed(builder, values, kinds)
        if node is not None:
            return node
    if atoms_are_plain(values, kinds):
        return values
    return [builder.node(value) for value in values]


def _list(builder: Builder, value: list[Any]) -> Any:
    builder.mark(value)
    return row(builder, value)


def _dict(builder: Builder, value: dict[Any, Any]) -> Any:
    builder.mark(value)
    keys = list(value)
    kinds = set(map(type, keys))
    written = kinds <= {str} and "$" not in value and len(keys) < PACK
    if not written or not atoms_are_plain(keys, kinds):
        pairs = {"k": row(builder, keys), "v": row(builder, list(value.values()))}
        return {"$": "dict", **pairs}
    if atoms_are_plain(value.values(), set(map(type, value.values()))):
        return value
    return {key: builder.node(child) for key, child in value.items()}


def _tuple(builder: Builder, value: tuple[Any, ...]) -> Any:
    return {"$": "tuple", "v": row(builder, list(value))}


def _set(builder: Builder, value: set[Any]) -> Any:
    builder.mark(value)
    return {"$": "set", "v": _members(builder, value)}


def _frozenset(builder: Builder, value: frozenset[Any]) -> Any:
    return {"$": "frozenset", "v": _members(builder, value)}


def _members(builder: Builder, value: Iterable[Any]) -> Any:
    """Members in an order that does not depend on this process's hashes."""
    members = list(value)
    kinds = set(map(type, members))
    if kinds in ({int}, {str}) or (kinds == {float} and not any(map(math.isnan, members))):
        return row(builder, sorted(members))
    count = len(builder.sections)
    nodes = sorted((builder.node(member) for member in members), key=json.dumps)
    if len(builder.sections) > count:
        # Their numbers were given out in the set's own order.
        raise NotTyped("a set with large members")
    return nodes


def _pairs(reader: Reader, node: Any) -> dict[Any, Any]:
    keys, values = reader.value(node["k"]), reader.value(node["v"])
    if type(keys) is not list or type(values) is not list or len(keys) != len(values):
        raise CodecError("a dict's keys and values do not match")
    result = dict(zip(keys, values))
    if len(result) != len(keys):
        raise CodecError("a dict has a key twice")
    return result


def _sequence(reader: Reader, node: Any) -> list[Any]:
    values = reader.value(node["v"])
    if type(values) is not list:
        raise CodecError("a sequence is not a list")
    return values


BY_TYPE.update({list: _list, dict: _dict, tuple: _tuple, set: _set, frozenset: _frozenset})
BY_TAG.update(
    {
        "dict": _pairs,
        "tuple": lambda reader, node: tuple(_sequence(reader, node)),
        "set": lambda reader, node: set(_sequence(reader, node)),
        "frozenset": lambda reader, node: frozenset(_sequence(reader, node)),
        "packed": unpacked,
        "words": read_words,
    }
)
