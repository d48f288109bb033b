"""Names bound to modules, and to what modules hold: imported there as they were here."""

from __future__ import annotations

import sys
from types import ModuleType
from typing import Any


def import_module(name: str, module: ModuleType) -> str | None:
    """The statement that binds `name` to the module, or None for one that is not importable."""
    full = module.__name__
    if full == "__main__" or sys.modules.get(full) is not module:
        return _aliased(name, module)
    if name == full:
        return f"import {full}"
    if "." not in full:
        return f"import {full} as {name}"
    parent, _, last = full.rpartition(".")
    if getattr(sys.modules.get(parent), last, None) is module:
        suffix = "" if name == last else f" as {name}"
        return f"from {parent} import {last}{suffix}"
    return f"import {full} as {name}"


def _aliased(name: str, module: ModuleType) -> str | None:
    """Modules known under another name than their own, such as os.path."""
    for key in (getattr(getattr(module, "__spec__", None), "name", None), f"os.{name}"):
        if isinstance(key, str) and sys.modules.get(key) is module and key != "__main__":
            return f"import {key} as {name}"
    return None


def submodules(module: ModuleType, used: set[str]) -> list[str]:
    """Submodules that attribute access on a package reaches only once somebody imported them."""
    prefix = module.__name__ + "."
    return sorted(
        key
        for key, found in list(sys.modules.items())
        if key.startswith(prefix)
        and isinstance(found, ModuleType)
        and _dotted(key, len(prefix)) <= used
    )


def _dotted(name: str, start: int) -> set[str]:
    return set(name[start:].split("."))


def import_object(name: str, value: Any) -> tuple[str, str] | None:
    """The statement that binds `name` to an importable object, and its module's name.

    The object is the one that importing finds: identity is checked here.
    """
    if not _has_a_home(value):
        return None
    offered = _method_home(value)
    if offered is not None:
        suffix = "" if offered[1] == name else f" as {name}"
        return f"from {offered[0]} import {offered[1]}{suffix}", offered[0]
    own = getattr(value, "__qualname__", None) or getattr(value, "__name__", None)
    home = getattr(value, "__module__", None)
    if home is None and not isinstance(value, type):
        home = _library(type(value))
    if not isinstance(own, str) or not isinstance(home, str) or home == "__main__":
        return None
    module = _public_home(home, own, value)
    if module is None:
        return None
    first, _, rest = own.partition(".")
    if rest:
        return f"from {module} import {first} as {name}; {name} = {name}.{rest}", module
    suffix = "" if first == name else f" as {name}"
    return f"from {module} import {first}{suffix}", module


def _method_home(value: Any) -> tuple[str, str] | None:
    """Module and name of a bound method that a module offers as a function: ``random.seed``."""
    owner, name = getattr(value, "__self__", None), getattr(value, "__name__", None)
    if owner is None or isinstance(owner, ModuleType) or not isinstance(name, str):
        return None
    home = getattr(owner if isinstance(owner, type) else type(owner), "__module__", None)
    if not isinstance(home, str) or home == "__main__":
        return None
    module = _public_home(home, name, value)
    return None if module is None else (module, name)


def _has_a_home(value: Any) -> bool:
    # Instances have their class's module too: only what is called and has a name of its own.
    return callable(value) and isinstance(getattr(value, "__name__", None), str)


def _library(kind: type) -> str | None:
    home = getattr(kind, "__module__", None)
    return home.partition(".")[0] if isinstance(home, str) else None


def _public_home(home: str, own: str, value: Any) -> str | None:
    """The shortest package path that holds the object: private homes move between versions."""
    parts = home.split(".")
    for length in range(1, len(parts) + 1):
        name = ".".join(parts[:length])
        found: Any = sys.modules.get(name)
        for part in own.split("."):
            found = getattr(found, part, None) if found is not None else None
        if found is value:
            return name
    return None
