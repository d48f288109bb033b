"""Checks a decoded JSON value against the part of JSON Schema that our own schemas use.

A library would be a dependency and tens of milliseconds in every start for one small schema;
the messages here also say what is allowed.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from .errors import ScenarioError

_TYPES: dict[str, tuple[type, ...]] = {
    "object": (dict,),
    "array": (list,),
    "string": (str,),
    "boolean": (bool,),
    "integer": (int,),
    "number": (int, float),
}


def check(value: Any, schema: Mapping[str, Any], where: str = "") -> None:
    """Raises ScenarioError, naming the first member that does not fit and what would."""
    wanted = schema.get("type")
    if wanted is not None and not _is(value, wanted):
        raise _wrong(where, f"must be of type {wanted}, not {value!r}")
    if "enum" in schema and value not in schema["enum"]:
        raise _wrong(where, f"must be one of {', '.join(map(str, schema['enum']))}, not {value!r}")
    if isinstance(value, str):
        _check_text(value, schema, where)
    elif isinstance(value, int | float):
        _check_number(value, schema, where)
    elif isinstance(value, list):
        if len(value) > schema.get("maxItems", len(value)):
            raise _wrong(where, f"must have at most {schema['maxItems']} items")
        for index, item in enumerate(value):
            check(item, schema.get("items", {}), f"{where}[{index}]")
    elif isinstance(value, dict):
        _check_members(value, schema, where)


def _is(value: Any, wanted: str) -> bool:
    if isinstance(value, bool):
        return wanted == "boolean"
    return isinstance(value, _TYPES[wanted])


def _check_text(value: str, schema: Mapping[str, Any], where: str) -> None:
    if not schema.get("minLength", 0) <= len(value) <= schema.get("maxLength", len(value)):
        limits = f"{schema.get('minLength', 0)} to {schema.get('maxLength', 'any number of')}"
        raise _wrong(where, f"must have {limits} characters")
    if "pattern" in schema and not re.search(schema["pattern"], value):
        # A pattern is for programs: whoever writes one describes it, too.
        raise _wrong(where, f"is {value!r}; it must be {schema['description']}")


def _check_number(value: float, schema: Mapping[str, Any], where: str) -> None:
    low, high = schema.get("minimum"), schema.get("maximum")
    # Written so that NaN, which JSON in Python allows, is outside every range.
    if (low is not None and not value >= low) or (high is not None and not value <= high):
        raise _wrong(
            where, f"must be at least {low}" + ("" if high is None else f", at most {high}")
        )


def _check_members(value: Mapping[str, Any], schema: Mapping[str, Any], where: str) -> None:
    known = schema.get("properties", {})
    others = schema.get("additionalProperties", True)
    for name in schema.get("required", ()):
        if name not in value:
            raise _wrong(where, f"needs the member {name!r}")
    for name, member in value.items():
        place = f"{where}.{name}" if where else name
        if name in known:
            check(member, known[name], place)
        elif others is False:
            raise _wrong(place, f"is not known here; known are {', '.join(known)}")
        elif isinstance(others, dict):
            check(member, others, place)


def _wrong(where: str, what: str) -> ScenarioError:
    return ScenarioError(f"The scenario is wrong: {where or 'it'} {what}.")
