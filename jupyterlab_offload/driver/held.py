"""What the notebook's functions and classes hold: defaults, attributes. Cells change these too.

Each has a name with a dot: ``f.__defaults__``, ``Model.registry``.
"""

from __future__ import annotations

import enum
import functools
import types
from dataclasses import dataclass, field
from typing import Any, Iterator

from .inputs import digest_or_none, is_fixed

DEFAULTS = ("__defaults__", "__kwdefaults__")
CLOSURE = "__closure__"
"""The variables of a closure, as a dict."""
REGISTRY = "__registry__"
"""The functions of a `functools.singledispatch`, by the types that they are for, as a dict."""
_DEFINED = (types.FunctionType, types.BuiltinFunctionType, types.ModuleType)


@dataclass
class Held:
    """What was held before the cell. `owners` are the functions and classes, by their names."""

    owners: dict[str, Any] = field(default_factory=dict)
    values: dict[str, Any] = field(default_factory=dict)
    digests: dict[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, namespace: dict[str, Any]) -> Held:
        found = cls()
        for name, owner in list(namespace.items()):
            if not _is_own(owner):
                continue
            found.owners[name] = owner
            for key, value in _parts(name, owner):
                digest = None if is_fixed(value) else digest_or_none(value)
                if is_fixed(value) or digest is not None:
                    found.values[key] = value
                if digest is not None:
                    found.digests[key] = digest
        return found

    def changed(self, namespace: dict[str, Any]) -> dict[str, Any]:
        """What the cell set anew or changed in place, of owners that are still the same."""
        found: dict[str, Any] = {}
        for name, owner in self.owners.items():
            if namespace.get(name) is not owner:
                continue
            for key, value in _parts(name, owner):
                if self._is_as_it_was(key, value):
                    continue
                if key in self.digests or is_fixed(value) or digest_or_none(value) is not None:
                    found[key] = value
        return found

    def _is_as_it_was(self, key: str, value: Any) -> bool:
        same = self.values.get(key, self) is value or key.endswith((CLOSURE, REGISTRY))
        return same and self.digests.get(key) == (
            None if is_fixed(value) else digest_or_none(value)
        )


def _is_own(owner: Any) -> bool:
    if isinstance(owner, enum.EnumMeta):
        return False  # what it holds are its members
    kinds = (type, types.FunctionType)
    return isinstance(owner, kinds) and owner.__module__ == "__main__"


def _parts(name: str, owner: Any) -> Iterator[tuple[str, Any]]:
    if isinstance(owner, types.FunctionType):
        for key in DEFAULTS:
            value = getattr(owner, key)
            if value and not all(is_fixed(part) for part in _members(value)):
                yield f"{name}.{key}", value
        kept = _variables(owner)
        if kept:
            yield f"{name}.{CLOSURE}", kept
        if is_dispatcher(owner):
            yield f"{name}.{REGISTRY}", registry(owner)
            return
    for key, value in list(vars(owner).items()):
        is_dunder = key.startswith("__") and key.endswith("__")
        if not is_dunder and not key.startswith("_abc_") and not hasattr(type(value), "__get__"):
            yield f"{name}.{key}", value


def is_dispatcher(function: Any) -> bool:
    """Whether `functools.singledispatch` made a function."""
    return hasattr(function, "registry") and function.__globals__ is vars(functools)


def registry(function: Any) -> dict[type, Any]:
    """What is registered with a dispatcher, but for what it was made of."""
    return {kind: one for kind, one in function.registry.items() if kind is not object}


def _variables(function: types.FunctionType) -> dict[str, Any]:
    """The variables that a closure keeps, but for functions and the like."""
    found = {}
    for name, cell in zip(function.__code__.co_freevars, function.__closure__ or ()):
        try:
            value = cell.cell_contents
        except ValueError:
            continue  # not bound yet
        if not isinstance(value, (*_DEFINED, type)):
            found[name] = value
    return found


def _members(value: Any) -> Any:
    return value.values() if isinstance(value, dict) else value
