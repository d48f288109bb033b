"""What is inside objects that can be filled anew: which types, their children, how to fill."""

from __future__ import annotations

from array import array
from collections import OrderedDict, defaultdict, deque
from collections.abc import Iterator
from typing import Any

from . import callables
from .libraries import library_of, loaded
from .stateful import is_stateful, takes

ATOMS = frozenset((type(None), bool, int, float, complex, str, bytes))
_MAPPINGS: tuple[Any, ...] = (OrderedDict, defaultdict, dict)
_SEQUENCES: tuple[Any, ...] = (list, deque)
_ATTRIBUTE = "\0attribute"
"""Marks the places of attributes of an object that is a container besides."""


def base_of(kind: type) -> Any:
    """The builtin container that holds the content of a class, or None.

    A class of one's own may add attributes, but no fields of C.
    """
    for base in (*_MAPPINGS, *_SEQUENCES, set, bytearray):
        if kind is base:
            return base
        if issubclass(kind, base):
            return base if kind.__basicsize__ <= _room(kind, base) else None
    return None


def _room(kind: type, base: type) -> int:
    """Bytes of an instance with __dict__, __weakref__ and slots, and nothing else of its own."""
    return base.__basicsize__ + 8 * (2 + len(slots(kind)))


def fits(old: Any, new: Any) -> bool:
    """Whether `old` can take the content of `new` and be the same as it then."""
    kind = type(old)
    if kind is not type(new):
        return False
    if kind is array:
        return bool(old.typecode == new.typecode)
    base = base_of(kind)
    if base is not None:
        return base is not deque or bool(old.maxlen == new.maxlen)
    if is_stateful(kind):
        return takes(old, new)
    if kind in callables.KINDS:
        return callables.fits(old, new)
    library = library_of(kind)
    if library == "numpy" and kind is loaded("numpy").ndarray:
        return _arrays_fit(old, new)
    if library == "pandas" and kind in (loaded("pandas").DataFrame, loaded("pandas").Series):
        return hasattr(old, "_update_inplace")
    if library == "torch" and isinstance(old, loaded("torch").Tensor):
        return _tensors_fit(old, new)
    return has_only_attributes(kind)


def _arrays_fit(old: Any, new: Any) -> bool:
    if old.shape != new.shape or old.dtype != new.dtype or old.dtype.char != new.dtype.char:
        return False
    # An array that shows one element at several places cannot take different ones.
    spread = all(stride or length < 2 for length, stride in zip(old.shape, old.strides))
    return bool(spread and old.flags.writeable and new.flags.writeable)


def _tensors_fit(old: Any, new: Any) -> bool:
    same = old.shape == new.shape and old.dtype == new.dtype and old.device == new.device
    if not same or old.layout != new.layout or old.requires_grad != new.requires_grad:
        return False
    return bool(old.is_leaf and new.is_leaf and not old.is_inference())


def has_only_attributes(kind: type) -> bool:
    """Whether instances are a Python class's own: all their state is in __dict__ and slots.

    A larger instance has fields of C, which no attribute shows.
    """
    if (
        kind.__itemsize__
        or kind.__module__ == "builtins"
        or issubclass(kind, (type, BaseException))
    ):
        return False
    if kind.__reduce__ is not object.__reduce__ or kind.__reduce_ex__ is not object.__reduce_ex__:
        return False
    if kind.__setattr__ is not object.__setattr__ and not _keeps_attributes(kind):
        return False
    if not kind.__flags__ & (1 << 9):  # Py_TPFLAGS_HEAPTYPE: made by a class statement
        return False
    return kind.__basicsize__ <= _room(kind, object)


def asks_for_attributes(kind: type) -> bool:
    """Whether a class answers for attributes that instances lack, and says nothing on pickle."""
    if getattr(kind, "__getattr__", None) is None or kind.__module__ != "__main__":
        return False
    for name in ("__reduce__", "__reduce_ex__", "__getstate__"):
        if getattr(kind, name, None) is not getattr(object, name, None):
            return False
    own = ("__setstate__", "__getnewargs__", "__getnewargs_ex__", "__new__")
    defined = [name for base in kind.__mro__[:-1] for name in own if name in vars(base)]
    return not defined and base_of(kind) is None and kind.__basicsize__ <= _room(kind, object)


def _keeps_attributes(kind: type) -> bool:
    """Whether attributes can be put past a `__setattr__` of the class's own, as pickle puts them.

    Some watch what is set (torch's modules, xarray's datasets, pydantic's models), some forbid it
    (frozen dataclasses); all find it in __dict__ and slots. pandas' objects change as a whole.
    """
    return all(library_of(base) != "pandas" for base in kind.__mro__)


def slots(kind: type) -> list[str]:
    """The names of slots of a class and its bases, as they are stored."""
    names: list[str] = []
    for base in kind.__mro__:
        own = base.__dict__.get("__slots__", ())
        for name in (own,) if isinstance(own, str) else own:
            if name in ("__dict__", "__weakref__"):
                continue
            hidden = name.startswith("__") and not name.endswith("__")
            names.append(f"_{base.__name__.lstrip('_')}{name}" if hidden else name)
    return names


def children(value: Any) -> Iterator[tuple[Any, Any]]:
    """Places in a value and what is there; the places are comparable between two values."""
    kind = type(value)
    base = base_of(kind)
    if base in _MAPPINGS:
        yield from base.items(value)
    elif base in _SEQUENCES or kind is tuple:
        yield from enumerate((base or tuple).__iter__(value))
    elif kind in callables.KINDS or kind in callables.BOUND:
        yield from callables.children(value)
    elif base is set:
        # A member has no place: it is never matched, but it may have a partner elsewhere.
        yield from ((None, member) for member in set.__iter__(value))
    elif library_of(kind) == "torch" and isinstance(value, loaded("torch").Tensor):
        if value.is_leaf and value.grad is not None:
            yield "grad", value.grad
        yield from vars(value).items()
    elif has_only_attributes(kind):
        yield from attributes(value).items()
    if base is not None and base is not kind:
        yield from (((_ATTRIBUTE, name), child) for name, child in attributes(value).items())


def is_optimizer(kind: type) -> bool:
    """Whether a class is one of torch's optimizers: hooks and wrappers of theirs are the process's
    own, and are no part of their state."""
    torch = loaded("torch")
    return torch is not None and issubclass(kind, torch.optim.Optimizer)


def attributes(value: Any) -> dict[str, Any]:
    """All that is in an instance: __dict__ and slots."""
    found = dict(getattr(value, "__dict__", ()))
    if is_optimizer(type(value)):
        state = ("defaults", "state", "param_groups", "_opt_called")
        return {name: found[name] for name in state if name in found}
    for name in slots(type(value)):
        try:
            found[name] = object.__getattribute__(value, name)
        except AttributeError:  # a slot that is empty
            continue
    return found


def same_slot(old: Any, place: Any) -> Any:
    """What is at a place of `children` in the old value, or None."""
    base = base_of(type(old))
    try:
        if type(place) is tuple and place[:1] == (_ATTRIBUTE,):
            return attributes(old).get(place[1])
        if base in _MAPPINGS:
            return base.get(old, place)
        if base in _SEQUENCES or type(old) is tuple:
            return (base or tuple).__getitem__(old, place)
        if type(old) in callables.KINDS or type(old) in callables.BOUND:
            return dict(callables.children(old)).get(place)
        if library_of(type(old)) == "torch" and place == "grad":
            return old.grad if old.is_leaf else None
        return attributes(old).get(place)
    except (AttributeError, IndexError, TypeError):
        return None
