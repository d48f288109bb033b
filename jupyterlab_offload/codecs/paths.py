"""Where in a value an object sits, as an expression: ``cfg['fh']``, ``model.hooks[0]``."""

from __future__ import annotations

import functools
import gc
import types
from collections import deque
from collections.abc import Iterator
from typing import Any

MOST = 200_000
"""Objects looked at before the search gives up and names the whole value."""


def path_to(name: str, root: object, target: object) -> str:
    """The shortest path from `name` to `target`; `name` itself if none is found."""
    if root is target:
        return name
    seen = {id(root)}
    # What is looked at is kept: some of it is made on the way, and a freed id is used again.
    queue: deque[tuple[str, object]] = deque([(name, root)])
    kept: list[object] = []
    while queue and len(kept) < MOST:
        path, value = queue.popleft()
        kept.append(value)
        for step, child in _children(value):
            if child is target:
                return path + step
            if id(child) not in seen and not isinstance(child, _LEAVES):
                seen.add(id(child))
                queue.append((path + step, child))
    return name


_LEAVES = (type(None), bool, int, float, complex, str, bytes, bytearray, types.ModuleType)


def _children(value: Any) -> Iterator[tuple[str, object]]:
    if isinstance(value, type):
        return
    if isinstance(value, dict):
        for key, child in list(value.items()):
            yield f"[{_short(key)}]", child
            yield f".<key {_short(key)}>", key
    elif isinstance(value, (list, tuple, deque)):
        for index, child in enumerate(list(value)):
            yield f"[{index}]", child
    elif isinstance(value, (set, frozenset)):
        for child in list(value):
            yield ".<member>", child
    elif isinstance(value, types.FunctionType):
        yield from _captured(value)
        return
    elif isinstance(value, functools.partial):
        yield ".func", value.func
        yield ".args", value.args
        yield ".keywords", value.keywords
    elif isinstance(value, types.MethodType):
        yield ".__self__", value.__self__
    yield from _attributes(value)


def _captured(function: types.FunctionType) -> Iterator[tuple[str, object]]:
    for name, cell in zip(function.__code__.co_freevars, function.__closure__ or ()):
        try:
            yield f".<{name}>", cell.cell_contents
        except ValueError:  # a cell that is still empty
            continue
    for index, default in enumerate(function.__defaults__ or ()):
        yield f".__defaults__[{index}]", default
    for name in function.__code__.co_names:
        if name in function.__globals__:
            yield f".<{name}>", function.__globals__[name]


def _attributes(value: Any) -> Iterator[tuple[str, object]]:
    try:
        attributes = object.__getattribute__(value, "__dict__")
    except AttributeError:
        attributes = None
    if isinstance(attributes, dict):
        for name, child in list(attributes.items()):
            yield f".{name}", child
    for kind in type(value).__mro__:
        slots = kind.__dict__.get("__slots__", ())
        for name in (slots,) if isinstance(slots, str) else slots:
            descriptor = kind.__dict__.get(name)
            if isinstance(descriptor, types.MemberDescriptorType):
                try:
                    yield f".{name}", descriptor.__get__(value)
                except AttributeError:  # a slot that is still empty
                    continue
    if attributes is None and not isinstance(value, (dict, list, tuple, set, frozenset, deque)):
        for child in gc.get_referents(value):
            yield ".<inside>", child


def _short(key: object) -> str:
    if isinstance(key, (str, int, float, bytes, bool, type(None))):
        text = repr(key)
        return text if len(text) <= 60 else text[:57] + "…"
    return f"<{type(key).__name__}>"
