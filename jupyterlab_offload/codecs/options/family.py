"""What all families of options have in common, and how an option's value is written down."""

from __future__ import annotations

import enum
import math
from typing import Any, Dict

Values = Dict[str, Any]
"""Options by name, as `written` gives them."""


class Live:
    """The value of an option that JSON has no word for, such as a function.

    It keeps a copy of a container, which may be changed in place later.
    """

    def __init__(self, value: Any) -> None:
        self.value = value.copy() if type(value) in (dict, list) else value

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Live):
            return NotImplemented
        try:
            return self.value is other.value or bool(self.value == other.value)
        except Exception:  # whatever an object of the user's answers
            return False

    __hash__ = None  # type: ignore[assignment]  # compared, never looked up


class Family:
    """Options of one library, or of one module of Python's.

    `module` is what has to be loaded for them to be there; each method is given it. `merges`
    says that `put` adds to what is there instead of taking its place, `threaded` that every thread
    has its own.
    """

    name = ""
    module = ""
    merges = False
    threaded = False

    def now(self, library: Any) -> Values:
        """Every option as it is; values as the library has them."""
        raise NotImplementedError

    def at_first(self, library: Any) -> Values:
        """Every option as the library begins with it."""
        raise NotImplementedError

    def put(self, library: Any, name: str, value: Any) -> None:
        """Sets an option. Raises whatever the library does, KeyError where it does not know it."""
        raise NotImplementedError

    def changes(self, old: Values, new: Values) -> Values:
        """What to put where the options are `old`, so that they are as in `new`."""
        return {name: new[name] for name in new if name not in old or old[name] != new[name]}


def written(values: Values) -> Values:
    """The same with JSON for values, or `Live`."""
    return {name: node(value) for name, value in values.items()}


def node(value: Any) -> Any:
    """One value as JSON, or `Live`. Numbers that JSON lacks are ``{"$": "float", "v": "inf"}``."""
    try:
        return _node(value)
    except TypeError:
        return Live(value)


def _node(value: Any) -> Any:
    kind = type(value)
    if value is None or kind in (bool, int, str):
        return value
    if kind is float:
        return value if math.isfinite(value) else {"$": "float", "v": str(value)}
    if kind in (list, tuple):
        return [_node(part) for part in value]
    if kind is dict and all(type(key) is str and key != "$" for key in value):
        return {key: _node(part) for key, part in value.items()}
    if isinstance(value, enum.Enum) and isinstance(value, str):
        return str(value.value)
    if kind.__module__ == "numpy":
        return _node(value.tolist())
    raise TypeError(kind)


def value_of(found: Any) -> Any:
    """The opposite of `node`. Raises ValueError for what it does not write."""
    if isinstance(found, Live):
        return found.value
    if isinstance(found, list):
        return [value_of(part) for part in found]
    if isinstance(found, dict):
        if "$" not in found:
            return {str(key): value_of(part) for key, part in found.items()}
        if set(found) != {"$", "v"} or found["v"] not in ("inf", "-inf", "nan"):
            raise ValueError("it is no value of an option")
        return float(found["v"])
    return found
