"""What a run did to the namespace: bound, changed in place, deleted."""

from __future__ import annotations

import sys
import types
from dataclasses import dataclass, field
from typing import Any, Iterable

from ..codecs import Origins
from .display.there import HOMES
from .inputs import digest_or_none, is_fixed

_OURS = frozenset(("__builtins__", "get_ipython", "_", "__", "___", "_exit_code"))


@dataclass
class Before:
    """The namespace as it was when the cell began. `digests`: of inputs that may change; `origins`:
    where their objects were."""

    values: dict[str, Any]
    digests: dict[str, str | None] = field(default_factory=dict)
    origins: Origins = field(default_factory=lambda: Origins({}))


@dataclass
class Changes:
    """Names by what became of them. A name is in one of these, `deleted` apart.

    `was` are inputs that were changed in place before their name was taken from them.
    `aliases` are new names for values that are there unchanged under another name: name → name.
    `modules` and `imports` (``(module, attribute)``) are looked up where the results go.
    """

    bound: list[str] = field(default_factory=list)
    changed: list[str] = field(default_factory=list)
    deleted: list[str] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)
    was: list[str] = field(default_factory=list)
    aliases: dict[str, str] = field(default_factory=dict)
    modules: dict[str, str] = field(default_factory=dict)
    imports: dict[str, tuple[str, str]] = field(default_factory=dict)


def changes(namespace: dict[str, Any], before: Before, wanted: Iterable[str] | None) -> Changes:
    """Compares the namespace with what it was. `wanted` narrows the result; None: everything."""
    found = Changes()
    now = dict(namespace)
    for name, value in now.items():
        if name in before.values and before.values[name] is value:
            if name in before.digests and _has_changed(value, before.digests[name]):
                found.changed.append(name)
        elif _is_result(name):
            found.bound.append(name)
    found.was = [
        name
        for name, digest in before.digests.items()
        if now.get(name) is not before.values[name] and _has_changed(before.values[name], digest)
    ]
    found.deleted = [name for name in before.values if name not in now and _is_result(name)]
    if wanted is not None:
        _narrow(found, list(wanted), now)
    _sort_out(found, now, before)
    return found


def _is_result(name: str) -> bool:
    return name not in _OURS and not (name.startswith("__") and name.endswith("__"))


def _has_changed(value: object, digest: str | None) -> bool:
    return digest is None or digest_or_none(value) != digest


def _narrow(found: Changes, wanted: list[str], now: dict[str, Any]) -> None:
    found.missing = [name for name in wanted if name not in now]
    found.bound = [name for name in found.bound if name in wanted]
    found.changed = [name for name in found.changed if name in wanted]
    found.deleted = [name for name in found.deleted if name in wanted]


def _sort_out(found: Changes, now: dict[str, Any], before: Before) -> None:
    """Takes out of `bound` what needs no bytes."""
    held = {
        id(value): name
        for name, value in before.values.items()
        if now.get(name) is value and name not in found.changed and not is_fixed(value)
    }
    rest = []
    for name in found.bound:
        value = now[name]
        place = import_of(value)
        if isinstance(value, types.ModuleType):
            found.modules[name] = value.__name__
        elif id(value) in held:
            found.aliases[name] = held[id(value)]
        elif place is not None:
            found.imports[name] = place
        else:
            rest.append(name)
    found.bound = rest


def import_of(value: Any) -> tuple[str, str] | None:
    """Module and name from which a function or a class can be imported."""
    if isinstance(value, (types.MethodType, types.BuiltinMethodType)):
        found = _method_home(value)
        if found is not None:
            return found
    if not isinstance(value, (type, types.FunctionType, types.BuiltinFunctionType)):
        return None
    module = getattr(value, "__module__", None)
    name = getattr(value, "__qualname__", "")
    if not isinstance(module, str) or module == "__main__" or "." in name:
        return None
    if module in HOMES:
        return HOMES[module], name
    if getattr(sys.modules.get(module), name, None) is not value:
        return None
    return module, name


def _method_home(value: Any) -> tuple[str, str] | None:
    """Module and name of a bound method that a module offers as a function: ``random.seed``."""
    owner, name = value.__self__, value.__name__
    if owner is None or isinstance(owner, types.ModuleType):
        return None
    module = (owner if isinstance(owner, type) else type(owner)).__module__
    if module == "__main__" or getattr(sys.modules.get(module), name, None) is not value:
        return None
    return module, name
