"""Fill an object with the content of another one, after it was matched."""

from __future__ import annotations

from array import array
from collections import defaultdict
from typing import Any, Callable

from . import callables
from .contents import ATOMS, attributes, base_of, has_only_attributes, slots
from .libraries import library_of, loaded
from .stateful import is_stateful, take

Final = Callable[[Any], Any]
"""Which object stands for a new one in the end: an old one, or itself."""


def fill(target: Any, source: Any, final: Final) -> None:
    """Give `target` the content of `source`, each part as `final` says."""
    kind = type(target)
    base = base_of(kind)
    if base is not None:
        _fill_container(base, target, source, final)
        if kind is not base:
            _fill_attributes(target, source, final)
    elif is_stateful(kind):
        if target is not source:
            take(target, source)
    elif kind in callables.KINDS:
        callables.fill(target, source, final)
    elif kind is array:
        if target is not source:
            target[:] = source
    elif has_only_attributes(kind):
        _fill_attributes(target, source, final)
    elif library_of(kind) == "numpy":
        _fill_array(target, source, final)
    elif library_of(kind) == "torch":
        _fill_tensor(target, source, final)
    elif library_of(kind) == "pandas" and target is not source:
        _fill_frame(target, source)


def _fill_container(base: Any, target: Any, source: Any, final: Final) -> None:
    """By the methods of the builtin: a subclass may have made others of them."""
    if base is bytearray:
        if target is not source:
            bytearray.__setitem__(target, slice(None), source)
    elif base is set:
        members = [final(child) for child in set.__iter__(source)]
        set.clear(target)
        set.update(target, members)
    elif hasattr(base, "extend"):
        plain = ATOMS.issuperset(map(type, base.__iter__(source)))
        parts = [child if plain else final(child) for child in base.__iter__(source)]
        base.clear(target)
        base.extend(target, parts)
    else:
        pairs = [(final(key), final(child)) for key, child in base.items(source)]
        if base is defaultdict:
            target.default_factory = source.default_factory
        base.clear(target)
        for key, child in pairs:
            base.__setitem__(target, key, child)


def _fill_attributes(target: Any, source: Any, final: Final) -> None:
    found = {name: final(child) for name, child in attributes(source).items()}
    hidden = set(slots(type(target)))
    own = getattr(target, "__dict__", None)
    if own is not None:
        for name in attributes(target):
            own.pop(name, None)
        own.update({name: child for name, child in found.items() if name not in hidden})
    for name in hidden:
        if name in found:
            object.__setattr__(target, name, found[name])
        elif name in attributes(target):
            object.__delattr__(target, name)


def _fill_array(target: Any, source: Any, final: Final) -> None:
    if target is not source:
        target[...] = source
    if target.dtype == object:
        for index in range(target.size):
            child = target.flat[index]
            kept = final(child)
            if kept is not child:
                target.flat[index] = kept


def _fill_tensor(target: Any, source: Any, final: Final) -> None:
    if not isinstance(target, loaded("torch").Tensor):
        return
    if target is not source:
        target.data.copy_(source.data)
    found = {name: final(child) for name, child in vars(source).items()}
    if target.is_leaf:
        target.grad = final(source.grad)
    vars(target).clear()
    vars(target).update(found)


def _fill_frame(target: Any, source: Any) -> None:
    if not hasattr(target, "_update_inplace"):
        return
    target._update_inplace(source)
    target.attrs = source.attrs
    if hasattr(source, "flags"):
        target.flags.allows_duplicate_labels = source.flags.allows_duplicate_labels
    if hasattr(source, "dtype"):  # a Series
        target.name = source.name
