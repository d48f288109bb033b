"""The filters of warnings, as edits: several who add to one list all have what they added."""

from __future__ import annotations

import re
import sys
import warnings
from typing import Any, Dict

from .family import Family, Values
from .late import when_imported

Filter = Dict[str, Any]
"""``{action, message, category, module, line}``; a category is ``[module, name]``."""


class Warnings(Family):
    """``filters`` are to stand in front, in their order; ``removed`` are to go."""

    name = module = "warnings"
    merges = True

    _FIRST = (
        ("default", "DeprecationWarning", "__main__"),
        ("ignore", "DeprecationWarning", None),
        ("ignore", "PendingDeprecationWarning", None),
        ("ignore", "ImportWarning", None),
        ("ignore", "ResourceWarning", None),
    )

    def now(self, library: Any) -> Values:
        """The whole list under ``filters``; the first to match comes first."""
        return {"filters": [_filter(one) for one in library.filters]}

    def at_first(self, library: Any) -> Values:
        return {
            "filters": [
                _about(action, None, ["builtins", name], module, 0)
                for action, name, module in self._FIRST
            ]
        }

    def changes(self, old: Values, new: Values) -> Values:
        before, after = list(old["filters"]), list(new["filters"])
        # Whoever adds a filter puts it, or moves it, to the front.
        while before and after and before[-1] == after[-1]:
            before.pop()
            after.pop()
        removed = [one for one in before if one not in new["filters"]]
        return {name: found for name, found in (("removed", removed), ("filters", after)) if found}

    def put(self, library: Any, name: str, value: Any) -> None:
        if name == "removed":
            _replace([one for one in library.filters if _filter(one) not in value])
        elif name == "filters":
            for number in reversed(range(len(value))):
                _add(value[number], value[number + 1 :])
        else:
            raise KeyError(name)


def _about(action: str, message: Any, category: list[str], module: Any, line: int) -> Filter:
    return {
        "action": action,
        "message": _text(message),
        "category": category,
        "module": _text(module),
        "line": line,
    }


def _filter(found: tuple[Any, ...]) -> Filter:
    action, message, category, module, line = found
    # Of several categories at once, which no function of Python's makes, none has a name.
    home = [str(getattr(category, part, "")) for part in ("__module__", "__qualname__")]
    return _about(action, message, home, module, line)


def _text(pattern: object) -> str | None:
    """A filter has a compiled pattern; Python's own have the text."""
    if pattern is None:
        return None
    return str(pattern.pattern) if isinstance(pattern, re.Pattern) else str(pattern)


def _add(wanted: Filter, behind: list[Filter]) -> None:
    """To the front, but before those of `behind` that are there; of a category whose module is not
    loaded, when it is."""
    module, name = wanted["category"]
    if module not in sys.modules:
        when_imported(module, lambda: _add(wanted, behind))
        return
    category = sys.modules[module]
    for part in str(name).split("."):
        category = getattr(category, part)
    if not isinstance(category, type) or not issubclass(category, Warning):
        raise ValueError(f"{name} is no kind of warning")
    with warnings.catch_warnings():  # `simplefilter` knows which words are actions
        warnings.simplefilter(wanted["action"], category, int(wanted["line"]))
    message = None if wanted["message"] is None else re.compile(wanted["message"], re.IGNORECASE)
    where = None if wanted["module"] is None else re.compile(wanted["module"])
    made = (wanted["action"], message, category, where, int(wanted["line"]))
    others = [one for one in warnings.filters if _filter(one) != wanted]
    place = next((at for at, one in enumerate(others) if _filter(one) in behind), 0)
    _replace([*others[:place], made, *others[place:]])


def _replace(filters: list[tuple[Any, ...]]) -> None:
    warnings.filters[:] = filters  # type: ignore[index]  # it is a list
    # What modules remember of earlier filters holds no more: leaving this says so.
    with warnings.catch_warnings():
        pass
