"""Values that Python text says exactly."""

from __future__ import annotations

import ast
import math


def literal(value: object) -> str | None:
    """The text of a value that cannot change and that text says exactly; None for others."""
    kind = type(value)
    if value is None or value is Ellipsis or kind in (bool, int, str, bytes):
        text = repr(value)
        return text if len(text) < 10_000 else None
    if isinstance(value, float) and kind is float:
        return repr(value) if math.isfinite(value) else f"float({str(value)!r})"
    if isinstance(value, tuple) and kind is tuple:
        parts = [literal(part) for part in value]
        if None in parts:
            return None
        return "(" + "".join(f"{part}, " for part in parts).strip() + ")"
    return None


def says(node: ast.expr, value: object) -> bool:
    """Whether an expression is a literal of just this value, containers included."""
    try:
        said = ast.literal_eval(node)
    except (ValueError, TypeError, SyntaxError, MemoryError, RecursionError):
        return False
    return same(said, value)


def same(one: object, other: object) -> bool:
    """Equality of plain values with their types, signs of zero and order."""
    if type(one) is not type(other):
        return False
    if isinstance(one, dict) and isinstance(other, dict):
        return same(list(one.items()), list(other.items()))
    if isinstance(one, (list, tuple)) and isinstance(other, (list, tuple)):
        return len(one) == len(other) and all(map(same, one, other))
    if isinstance(one, (set, frozenset)):
        return one == other
    return one == other and repr(one) == repr(other)
