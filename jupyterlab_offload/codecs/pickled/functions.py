"""Functions and classes in a pickle: by name where the other side finds them, else by value."""

from __future__ import annotations

import importlib
import sys
import types
from collections.abc import Mapping
from typing import Any

SINGLETONS = (type(None), type(NotImplemented), type(Ellipsis))
"""Types without a name of their own that pickle itself knows."""

_LAST = ("_", "__", "___")
"""Names that IPython gives to the values of the last cells: whatever bears one is soon another."""


def is_found(value: Any) -> bool:
    """Whether importing its module and following its name leads to this very object.

    The notebook's own functions and classes (``__main__``) are found: their source travels.
    """
    if value in SINGLETONS:
        return True
    name = getattr(value, "__qualname__", None) or getattr(value, "__name__", None)
    module = _module(getattr(value, "__module__", None) or "")
    if not isinstance(name, str) or module is None:
        return False
    if name in _LAST and module.__name__ == "__main__":
        return False
    found: Any = module
    for part in name.split("."):
        found = getattr(found, part, None)
        if found is None:
            return False
    return found is value


def _module(name: str) -> Any:
    """A module that is loaded, or that its loaded package names as an object's home: numpy.rec."""
    if name not in sys.modules and name.rpartition(".")[0] in sys.modules:
        try:
            return importlib.import_module(name)
        except ImportError:
            return None
    return sys.modules.get(name)


def by_value() -> Any:
    """cloudpickle, imported now, or None where it is not installed."""
    try:
        return importlib.import_module("cloudpickle")
    except ImportError:
        return None


KNOWN: dict[int, str] = {}
"""Functions of the notebook by id, and a name that both sides have them under, though it is none
of their own: what a call returned. Whoever prepares a cell, and the job when it begins, say so."""


def know(namespace: Mapping[str, Any]) -> None:
    """Let pickles name what a namespace calls other names than its own."""
    found: dict[int, str] = {}
    for name, value in list(namespace.items()):
        own = isinstance(value, types.FunctionType) and value.__globals__ is namespace
        if own and not name.startswith("_") and not is_found(value):
            found.setdefault(id(value), name)
    KNOWN.clear()
    KNOWN.update(found)


def known_name(value: types.FunctionType) -> str | None:
    """The name of a function in KNOWN, if it is still its own."""
    name = KNOWN.get(id(value))
    return name if name is not None and value.__globals__.get(name) is value else None


def home_of(value: types.FunctionType) -> str | None:
    """The module whose namespace a function reads its globals from; None: one of its own."""
    name = value.__module__
    module = sys.modules.get(name) if isinstance(name, str) else None
    return name if module is not None and vars(module) is value.__globals__ else None


class NeedsCloudpickle(Exception):
    """A function was met that plain pickle cannot write; the work starts again with cloudpickle."""

    def __init__(self, value: Any) -> None:
        super().__init__(value)
        self.value = value


def is_dynamic_module(module: types.ModuleType) -> bool:
    """Whether a module cannot be imported by its name."""
    return sys.modules.get(module.__name__) is not module or module.__name__ == "__main__"
