"""A check of JSON documents against draft-07 schemas, with errors for people.

Only what our own schemas use: `KEYWORDS`. A schema with any other keyword is refused, so that
nothing is ever silently unchecked.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Mapping
from difflib import get_close_matches
from typing import Any

Schema = Mapping[str, Any]


class SpecError(ValueError):
    """A document does not fit; the message is one sentence that begins with the place."""


_TYPES: dict[str, Callable[[Any], bool]] = {
    "object": lambda value: isinstance(value, dict),
    "array": lambda value: isinstance(value, list),
    "string": lambda value: isinstance(value, str),
    "boolean": lambda value: isinstance(value, bool),
    "integer": lambda value: isinstance(value, int) and not isinstance(value, bool),
    "number": lambda value: (
        isinstance(value, (int, float)) and not isinstance(value, bool) and math.isfinite(value)
    ),
    "null": lambda value: value is None,
}


def check(schema: Schema, document: Any, what: str) -> None:
    """Raises SpecError if the document does not fit; `what` names the document in the message."""
    _Check(schema).value(schema, document, what)


def with_defaults(schema: Schema, document: Any) -> Any:
    """A copy of a document that fits, in which members that are missing have their defaults."""
    return _filled(schema, schema, document)


class _Check:
    def __init__(self, root: Schema) -> None:
        self._root = root

    def value(self, schema: Schema, value: Any, place: str) -> None:
        schema = resolved(self._root, schema)
        for keyword, wanted in schema.items():
            if keyword in KEYWORDS:
                KEYWORDS[keyword](self, wanted, value, place)
            elif keyword not in ANNOTATIONS:
                raise ValueError(f"the schema uses {keyword!r}, which is not checked")
        if isinstance(value, dict):
            self._members(schema, value, place)

    def _members(self, schema: Schema, value: dict[str, Any], place: str) -> None:
        known: Mapping[str, Schema] = schema.get("properties", {})
        others: Schema | bool = schema.get("additionalProperties", True)
        for name, member in value.items():
            inside = f"{place}.{name}"
            if name in known:
                self.value(known[name], member, inside)
            elif others is False:
                near = get_close_matches(name, known, 1)
                hint = f"; do you mean {near[0]!r}?" if near else "."
                raise SpecError(f"{place}: {name!r} is unknown{hint}")
            elif isinstance(others, Mapping):
                self.value(others, member, inside)

    def type(self, wanted: str | list[str], value: Any, place: str) -> None:
        kinds = [wanted] if isinstance(wanted, str) else wanted
        if not any(_TYPES[kind](value) for kind in kinds):
            raise SpecError(f"{place} must be of type {' or '.join(kinds)}.")

    def required(self, wanted: list[str], value: Any, place: str) -> None:
        missing = [name for name in wanted if isinstance(value, dict) and name not in value]
        if missing:
            raise SpecError(f"{place} lacks {missing[0]!r}.")

    def enum(self, wanted: list[Any], value: Any, place: str) -> None:
        if not any(value == one and type(value) is type(one) for one in wanted):
            raise SpecError(f"{place} must be one of {', '.join(map(str, wanted))}.")

    def const(self, wanted: Any, value: Any, place: str) -> None:
        self.enum([wanted], value, place)

    def items(self, wanted: Schema, value: Any, place: str) -> None:
        if isinstance(value, list):
            for number, item in enumerate(value):
                self.value(wanted, item, f"{place}[{number}]")

    def names(self, wanted: Schema, value: Any, place: str) -> None:
        if isinstance(value, dict):
            for name in value:
                self.value(wanted, name, f"the name {name!r} in {place}")

    def pattern(self, wanted: str, value: Any, place: str) -> None:
        if isinstance(value, str) and not re.search(wanted, value):
            raise SpecError(f"{place} is {value!r}, which does not look like {wanted}.")

    def at_least(self, wanted: float, value: Any, place: str) -> None:
        if _TYPES["number"](value) and value < wanted:
            raise SpecError(f"{place} must be at least {wanted}.")

    def at_most(self, wanted: float, value: Any, place: str) -> None:
        if _TYPES["number"](value) and value > wanted:
            raise SpecError(f"{place} must be at most {wanted}.")

    def above(self, wanted: float, value: Any, place: str) -> None:
        if _TYPES["number"](value) and value <= wanted:
            raise SpecError(f"{place} must be more than {wanted}.")

    def shortest(self, wanted: int, value: Any, place: str) -> None:
        if isinstance(value, (str, list)) and len(value) < wanted:
            raise SpecError(f"{place} must have a length of at least {wanted}.")

    def longest(self, wanted: int, value: Any, place: str) -> None:
        if isinstance(value, (str, list)) and len(value) > wanted:
            raise SpecError(f"{place} must have a length of at most {wanted}.")


KEYWORDS: dict[str, Callable[[_Check, Any, Any, str], None]] = {
    "type": _Check.type,
    "required": _Check.required,
    "enum": _Check.enum,
    "const": _Check.const,
    "items": _Check.items,
    "propertyNames": _Check.names,
    "pattern": _Check.pattern,
    "minimum": _Check.at_least,
    "maximum": _Check.at_most,
    "exclusiveMinimum": _Check.above,
    "minLength": _Check.shortest,
    "maxLength": _Check.longest,
    "minItems": _Check.shortest,
    "maxItems": _Check.longest,
}
ANNOTATIONS = frozenset(
    {"$schema", "title", "description", "definitions", "default", "examples", "$ref"}
    | {"properties", "additionalProperties"}
)
"""Keywords that check nothing, and those that are handled with the members of an object."""


def resolved(root: Schema, schema: Schema) -> Schema:
    """The schema that a reference within the same file stands for."""
    reference = schema.get("$ref")
    if reference is None:
        return schema
    found: Schema = root["definitions"][reference.removeprefix("#/definitions/")]
    return found


def _filled(root: Schema, schema: Schema, value: Any) -> Any:
    schema = resolved(root, schema)
    if isinstance(value, list) and "items" in schema:
        return [_filled(root, schema["items"], item) for item in value]
    if not isinstance(value, dict):
        return value
    known: Mapping[str, Schema] = schema.get("properties", {})
    others = schema.get("additionalProperties")
    other: Schema = others if isinstance(others, Mapping) else {}
    found = {name: _filled(root, known.get(name, other), member) for name, member in value.items()}
    for name, member in known.items():
        if name not in found and "default" in resolved(root, member):
            default = resolved(root, member)["default"]
            found[name] = _filled(root, member, default)
    return found
