"""Functions and classes in a pickle: by name where the other side finds them, else by value."""

from __future__ import annotations

import importlib
import sys
import types
from typing import Any

SINGLETONS = (type(None), type(NotImplemented), type(Ellipsis))
"""Types without a name of their own that pickle itself knows."""


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


class NeedsCloudpickle(Exception):
    """A function was met that plain pickle cannot write; the work starts again with cloudpickle."""

    def __init__(self, value: Any) -> None:
        super().__init__(value)
        self.value = value


def is_dynamic_module(module: types.ModuleType) -> bool:
    """Whether a module cannot be imported by its name."""
    return sys.modules.get(module.__name__) is not module or module.__name__ == "__main__"
