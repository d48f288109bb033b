"""What a service model demands of a single value, and how AWS says that it is not so."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from botocore.model import Shape

from . import patterns

_SHOWN_CHARACTERS = 2048
_MATCHED_CHARACTERS = 100_000
"""Longer text is not tried against a pattern: its length is wrong already."""


@dataclass(frozen=True)
class Constraint:
    """One demand: whether it holds, and its words."""

    text: str
    holds: Callable[[Any], bool]
    sensitive: bool = False

    def shown(self, value: Any) -> str:
        """The beginning of the error: which value, unless it is a secret."""
        return "Value" if self.sensitive else f"Value {shown(value)}"


def constraints(shape: Shape) -> list[Constraint]:
    """The demands of a shape's own, without those of its members, in AWS's order."""
    told = shape.metadata
    secret = bool(told.get("sensitive"))
    found: list[tuple[str, Callable[[Any], bool]]] = []
    if told.get("enum"):
        # AWS gives the values in a set's order; here the model's.
        allowed = frozenset(told["enum"])
        found.append(
            (
                f"Member must satisfy enum value set: [{', '.join(told['enum'])}]",
                lambda value: value in allowed,
            )
        )
    found.extend(_limits(shape))
    pattern = told.get("pattern")
    if pattern is not None and shape.type_name == "string":
        found.append(
            (
                f"Member must satisfy regular expression pattern: {pattern}",
                lambda value: (
                    len(value) <= _MATCHED_CHARACTERS and patterns.matches(pattern, value)
                ),
            )
        )
    return [Constraint(text, holds, secret) for text, holds in found]


def _limits(shape: Shape) -> list[tuple[str, Callable[[Any], bool]]]:
    least, most = shape.metadata.get("min"), shape.metadata.get("max")
    measure, what = _MEASURES.get(shape.type_name, (len, "length"))
    found: list[tuple[str, Callable[[Any], bool]]] = []
    if most is not None:
        found.append(
            (
                f"Member must have {what} less than or equal to {most}",
                lambda value: measure(value) <= most,
            )
        )
    if least is not None:
        found.append(
            (
                f"Member must have {what} greater than or equal to {least}",
                lambda value: measure(value) >= least,
            )
        )
    return found


def java_length(text: str) -> int:
    """A string's length as Java counts it: characters beyond U+FFFF are two.

    AWS does not say what it counts; for an upper limit this is the least favourable.
    """
    return len(text) if text.isascii() else len(text) + sum(c > "\uffff" for c in text)


def shown(value: Any) -> str:
    """A value as Java prints it, in quotes; very long ones are cut."""
    text = _java(value)
    if len(text) > _SHOWN_CHARACTERS:
        text = text[:_SHOWN_CHARACTERS] + "..."
    return f"'{text}'"


def _java(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if value is None:
        return "null"
    if isinstance(value, dict):
        return "{" + ", ".join(f"{key}={_java(part)}" for key, part in value.items()) + "}"
    if isinstance(value, (list, tuple)):
        return "[" + ", ".join(_java(part) for part in value) + "]"
    return str(value)


def _itself(value: Any) -> Any:
    return value


_MEASURES: dict[str, tuple[Callable[[Any], Any], str]] = {
    "string": (java_length, "length"),
    **dict.fromkeys(("integer", "long", "float", "double"), (_itself, "value")),
}
