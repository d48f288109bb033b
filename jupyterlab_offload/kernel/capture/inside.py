"""The notebook's own functions and classes inside values: their source has to travel too."""

from __future__ import annotations

import functools
import gc
import itertools
import logging
import sys
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from types import CellType, CodeType, FunctionType, MethodType, ModuleType
from typing import Any

MOST = 200_000
"""Objects looked into before the search gives up: then every class of the notebook counts."""

_PLAIN = frozenset(
    (type(None), bool, int, float, complex, str, bytes, bytearray, range, slice, type(...))
)
_LONG = 10_000
_CLOSED = (ModuleType, CodeType, logging.Logger)
"""What travels by its name: a logger's handlers lead to the whole kernel."""


def is_own_function(value: object, namespace: Mapping[str, object]) -> bool:
    """Whether a function was defined in the notebook."""
    return isinstance(value, FunctionType) and value.__globals__ is namespace


def is_own_class(value: object, namespace: Mapping[str, object]) -> bool:
    """Whether a class was made in the notebook."""
    return isinstance(value, type) and value.__module__ == namespace.get("__name__")


@dataclass
class Parts:
    """Functions and classes of the notebook in a value, and modules of all else in it."""

    own: list[Any]
    homes: set[str]


def parts_of(
    value: object, namespace: Mapping[str, object], most: int = MOST, all_classes: bool = True
) -> Parts:
    """What a value holds, or is an instance of.

    Of a value with more than `most` objects in it `all_classes` takes every class of the notebook.
    """
    found: dict[int, object] = {}
    kinds: dict[type, None] = {}
    homes: set[str] = set()
    seen = {id(value), id(namespace)}
    level = [value]
    looked = 0
    while level:
        looked += len(level)
        if looked > most:
            for every in list(namespace.values()) if all_classes else ():
                if is_own_class(every, namespace):
                    found[id(every)] = every
            break
        following: list[object] = []
        for part in level:
            kinds[type(part)] = None
            if is_own_function(part, namespace) or is_own_class(part, namespace):
                found[id(part)] = part
            elif isinstance(part, (type, FunctionType)):
                homes.add(part.__module__ or "")
            for child in _children(part):
                if id(child) not in seen and len(following) <= most:
                    seen.add(id(child))
                    following.append(child)
        level = following
    for kind in kinds:
        for base in kind.__mro__:
            if is_own_class(base, namespace):
                found[id(base)] = base
            else:
                homes.add(base.__module__)
    return Parts(list(found.values()), homes - {"builtins", "__main__", ""})


def _children(value: Any) -> Iterator[object]:
    if isinstance(value, (type, *_CLOSED)):
        return
    if isinstance(value, FunctionType):
        # What a pickle of it takes along; its module's namespace is none of it.
        for cell in value.__closure__ or ():
            try:
                yield cell.cell_contents
            except ValueError:  # not filled yet
                continue
        yield from value.__defaults__ or ()
        yield from (value.__kwdefaults__ or {}).values()
        yield from value.__dict__.values()
        return
    if isinstance(value, (MethodType, functools.partial, CellType)):
        yield from gc.get_referents(value)
        return
    if _is_array(value) and getattr(value.dtype, "hasobject", False):
        if not _is_plain_array(value):
            yield from (part for part in value.ravel().tolist() if type(part) not in _PLAIN)
        return
    if not gc.is_tracked(value):
        return
    children: Iterable[object]
    if type(value) in (list, tuple, set, frozenset):
        children = value
    elif type(value) is dict:
        children = itertools.chain(value.keys(), value.values())
    else:
        children = gc.get_referents(value)
    # Most containers hold plain things alone, which their types tell without a copy.
    if type(value) in (list, tuple, set, frozenset) and set(map(type, value)) <= _PLAIN:
        return
    for child in children:
        if type(child) not in _PLAIN:
            yield child


def _is_array(value: Any) -> bool:
    """By its type: an object's own __getattr__ may do anything, and IPython's loads magics."""
    return hasattr(type(value), "dtype") and hasattr(type(value), "tolist")


def _is_plain_array(value: Any) -> bool:
    """Whether a long array of objects has texts or numbers only, as pandas can tell at once."""
    pandas = sys.modules.get("pandas")
    if pandas is None or value.size < _LONG:
        return False
    kind = pandas.api.types.infer_dtype(value.ravel(), skipna=True)
    return kind in ("string", "bytes", "integer", "floating", "boolean", "empty")
