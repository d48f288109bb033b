"""A namespace as a flat table, place by place, so that two of them can be compared strictly.

Types, order, bits and sharing count: an object that is met a second time is described by the
place where it was met first.
"""

from __future__ import annotations

import io
import types
from collections import OrderedDict, defaultdict, deque
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from jupyterlab_offload.tests.codecs.same import same

_PLAIN = (int, float, complex, str, bytes, bool, type(None), type(...), range)
_VALUES = ("numpy", "pandas", "scipy", "polars", "torch", "pathlib", "uuid")
"""Modules whose values `same` compares as a whole."""


@dataclass(frozen=True)
class Leaf:
    """A value that is compared as a whole."""

    value: object

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Leaf) and same(self.value, other.value)

    __hash__ = None  # type: ignore[assignment]  # compared, never looked up


@dataclass
class _Table:
    rows: dict[str, object] = field(default_factory=dict)
    met: dict[int, str] = field(default_factory=dict)
    kept: list[object] = field(default_factory=list)

    def add(self, place: str, value: Any) -> None:
        kind = type(value)
        if kind in _PLAIN:
            self.rows[place] = Leaf(value)
            return
        if _has_identity(value):
            if id(value) in self.met:
                self.rows[place] = f"the same object as {self.met[id(value)]}"
                return
            self.met[id(value)] = place
            self.kept.append(value)
        if isinstance(value, types.ModuleType):
            self.rows[place] = f"module {value.__name__}"
        elif isinstance(value, type):
            self._class(place, value)
        elif isinstance(value, (types.FunctionType, types.MethodType)):
            self._function(place, value)
        elif hasattr(value, "bit_generator"):
            self.rows[place] = Leaf(value.bit_generator.state)
        elif kind.__module__.partition(".")[0] in _VALUES and not _has_parts(value):
            self.rows[place] = Leaf(value)
        elif kind.__module__.partition(".")[0] == "matplotlib":
            self.rows[place] = _picture(value)
        else:
            self._object(place, value)

    def _class(self, place: str, value: type) -> None:
        self.rows[place] = f"class {value.__module__}.{value.__qualname__}"
        if value.__module__ != "__main__":
            return
        self.rows[f"{place} bases"] = [base.__qualname__ for base in value.__bases__]
        for name in sorted(vars(value)):
            if not (name.startswith("__") and name.endswith("__")) or name == "__doc__":
                self.add(f"{place}.{name}", vars(value)[name])

    def _function(self, place: str, value: Any) -> None:
        self.rows[place] = f"{type(value).__name__} {value.__module__}.{value.__qualname__}"
        if isinstance(value, types.MethodType):
            self.add(f"{place}.__self__", value.__self__)
            return
        if value.__module__ != "__main__":
            return
        self.rows[f"{place} code"] = _code(value.__code__)
        for about in ("__defaults__", "__kwdefaults__", "__doc__", "__dict__"):
            self.add(f"{place}.{about}", getattr(value, about))
        for name, cell in zip(value.__code__.co_freevars, value.__closure__ or (), strict=True):
            self.add(f"{place} closure {name}", cell.cell_contents)

    def _object(self, place: str, value: Any) -> None:
        kind = type(value)
        name = f"{kind.__module__}.{kind.__qualname__}"
        parts: list[tuple[str, Any]] = []
        if isinstance(value, (list, tuple, deque)):
            parts += [(f"[{index}]", item) for index, item in enumerate(value)]
        elif isinstance(value, (dict, OrderedDict, defaultdict)):
            for index, (key, item) in enumerate(value.items()):
                # A parameter or an object would tell of its content or address.
                where = repr(key) if type(key) in _PLAIN or type(key) is tuple else f"#{index}"
                parts += [(f" key {index}", key), (f"[{where}]", item)]
        elif isinstance(value, (set, frozenset)):
            ordered = sorted(value, key=lambda item: (type(item).__name__, repr(item)))
            parts += [(f" item {index}", item) for index, item in enumerate(ordered)]
        elif isinstance(value, BaseException):
            links = ("args", "__cause__", "__context__", "__suppress_context__")
            parts += [(f".{link}", getattr(value, link)) for link in links]
        elif not hasattr(value, "__dict__") and not _slots(value):
            text = repr(value)
            self.rows[place] = name if " at 0x" in text else f"{name} {text}"
            return
        self.rows[place] = name
        for key, item in _attributes(value).items():
            parts.append((f".{key}", item))
        parts += [(f".{key}", getattr(value, key)) for key in _slots(value)]
        for suffix, item in parts:
            self.add(place + suffix, item)


def _has_identity(value: Any) -> bool:
    """Whether it could be noticed that two names have one object: not of what never changes."""
    kind = type(value)
    equal_by_value = kind.__hash__ is not None and kind.__eq__ is not object.__eq__
    if kind is slice:  # never changes, though it has no hash before Python 3.12
        return False
    return not equal_by_value and not any(base.__name__ == "Index" for base in kind.__mro__)


def _picture(value: Any) -> object:
    """What a figure looks like; of what it consists of, only the kind: it is full of its canvas."""
    name = f"{type(value).__module__}.{type(value).__qualname__}"
    if not hasattr(value, "savefig"):
        return name
    file = io.BytesIO()
    value.savefig(file, format="png")
    return name, file.getvalue()


def _has_parts(value: Any) -> bool:
    """Whether it is a module, an optimizer or the like: its attributes are the value."""
    return type(value).__module__.startswith("torch.") and hasattr(value, "state_dict")


def _attributes(value: Any) -> dict[str, Any]:
    """An optimizer says itself what belongs to it; the rest is what it has warned of."""
    if hasattr(value, "param_groups") and _has_parts(value):
        return dict(value.__getstate__())
    return dict(vars(value)) if hasattr(value, "__dict__") else {}


def _slots(value: Any) -> list[str]:
    found = [name for base in type(value).__mro__ for name in vars(base).get("__slots__", ())]
    return [
        name for name in found if name not in ("__dict__", "__weakref__") and hasattr(value, name)
    ]


def _code(code: types.CodeType) -> object:
    """What a function does; not where it stands."""
    constants = [
        _code(found) if isinstance(found, types.CodeType) else repr(found)
        for found in code.co_consts
    ]
    return (code.co_name, code.co_code, code.co_names, code.co_varnames, constants)


def describe(namespace: Mapping[str, object]) -> dict[str, object]:
    """One row for each place that can be reached from the names."""
    table = _Table()
    for name in sorted(namespace):
        table.add(name, namespace[name])
    return table.rows


def differences(plain: dict[str, object], offloaded: dict[str, object]) -> list[str]:
    """A sentence for each place where two tables differ; at most ten."""
    found = [f"{place}: only without the magic" for place in plain if place not in offloaded]
    found += [f"{place}: only with the magic" for place in offloaded if place not in plain]
    found += [
        f"{place}: {plain[place]!r} without the magic, {offloaded[place]!r} with it"
        for place in plain
        if place in offloaded and plain[place] != offloaded[place]
    ]
    return found[:10]
