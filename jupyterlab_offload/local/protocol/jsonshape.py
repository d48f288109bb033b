"""Output values as the JSON protocol writes them, by the service model's shapes."""

from __future__ import annotations

import base64
import math
from collections.abc import Callable
from typing import Any

from botocore.model import ListShape, MapShape, Shape, StructureShape

Write = Callable[[Any], Any]


class JSONWriter:
    """Turns outputs of one service into what ``json`` takes. Shapes are worked out once."""

    def __init__(self) -> None:
        self._writes: dict[str, Write] = {}

    def write(self, shape: Shape, value: Any) -> Any:
        """The value in JSON's types; members that are None are left out.

        A member that the model does not have is an error of the engine's own (KeyError).
        """
        return self._of(shape)(value)

    def _of(self, shape: Shape) -> Write:
        """The shape's function; a shape may contain itself, so it is made when first needed."""
        known = self._writes.get(shape.name)
        if known is None:
            known = self._writes[shape.name] = self._make(shape)
        return known

    def _make(self, shape: Shape) -> Write:
        if isinstance(shape, StructureShape):
            members = shape.members
            plain = frozenset(name for name in members if members[name].type_name in _PLAIN)
            return lambda value: {
                name: part if name in plain else self._of(members[name])(part)
                for name, part in value.items()
                if part is not None
            }
        if isinstance(shape, ListShape):
            member = shape.member
            if _is_plain(member):
                return _itself
            return lambda value: [self._of(member)(part) for part in value]
        if isinstance(shape, MapShape):
            values = shape.value
            return lambda value: {name: self._of(values)(part) for name, part in value.items()}
        return _SCALARS.get(shape.type_name, _itself)


def _is_plain(shape: Shape) -> bool:
    """Whether values are already as the protocol writes them.

    Pages of 10,000 log events are; their operations leave no member None.
    """
    if isinstance(shape, StructureShape):
        return all(member.type_name in _PLAIN for member in shape.members.values())
    return shape.type_name in _PLAIN


def _itself(value: Any) -> Any:
    return value


def _timestamp(value: Any) -> float:
    return round(float(value), 3)


def _blob(value: Any) -> str:
    return base64.b64encode(value).decode("ascii")


def _real(value: Any) -> Any:
    if math.isfinite(value):
        return value
    return "NaN" if math.isnan(value) else "Infinity" if value > 0 else "-Infinity"


_PLAIN = frozenset({"string", "integer", "long", "boolean"})
_SCALARS: dict[str, Write] = {
    "timestamp": _timestamp,
    "blob": _blob,
    "float": _real,
    "double": _real,
}
