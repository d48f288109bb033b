"""What is inside objects that can be filled anew: which types, their children, how to fill."""

from __future__ import annotations

from array import array
from collections import Counter, OrderedDict, defaultdict, deque
from collections.abc import Iterator
from typing import Any, Callable

from .libraries import library_of, loaded

Final = Callable[[Any], Any]
"""Which object stands for a new one in the end: an old one, or itself."""

ATOMS = frozenset((type(None), bool, int, float, complex, str, bytes))
MAPPINGS = (dict, OrderedDict, defaultdict, Counter)
_SEQUENCES = (list, deque)


def fits(old: Any, new: Any) -> bool:
    """Whether `old` can take the content of `new` and be the same as it then."""
    kind = type(old)
    if kind is not type(new):
        return False
    if kind is deque:
        return bool(old.maxlen == new.maxlen)
    if kind is array:
        return bool(old.typecode == new.typecode)
    if kind in MAPPINGS or kind in (list, set, bytearray):
        return True
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
    if kind.__setattr__ is not object.__setattr__ and not _plain_setattr(kind):
        return False
    if not kind.__flags__ & (1 << 9):  # Py_TPFLAGS_HEAPTYPE: made by a class statement
        return False
    room = object.__basicsize__ + 8 * (2 + len(slots(kind)))
    return kind.__basicsize__ <= room


def _plain_setattr(kind: type) -> bool:
    """torch's modules watch attributes being set; they keep them in __dict__ all the same."""
    torch = loaded("torch")
    return torch is not None and issubclass(kind, torch.nn.Module)


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
    if kind in MAPPINGS:
        yield from value.items()
    elif kind in (list, deque, tuple):
        yield from enumerate(value)
    elif kind is set:
        # A member has no place: it is never matched, but it may have a partner elsewhere.
        yield from ((None, member) for member in value)
    elif library_of(kind) == "torch" and isinstance(value, loaded("torch").Tensor):
        if value.is_leaf and value.grad is not None:
            yield "grad", value.grad
        yield from vars(value).items()
    elif has_only_attributes(kind):
        yield from attributes(value).items()


def attributes(value: Any) -> dict[str, Any]:
    """All that is in an instance: __dict__ and slots."""
    found = dict(getattr(value, "__dict__", ()))
    for name in slots(type(value)):
        try:
            found[name] = object.__getattribute__(value, name)
        except AttributeError:  # a slot that is empty
            continue
    return found


def same_slot(old: Any, place: Any) -> Any:
    """What is at a place of `children` in the old value, or None."""
    kind = type(old)
    try:
        if kind in MAPPINGS:
            return old.get(place)
        if kind in (list, deque, tuple):
            return old[place]
        if library_of(kind) == "torch" and place == "grad":
            return old.grad if old.is_leaf else None
        return attributes(old).get(place)
    except (IndexError, TypeError):
        return None


def fill(target: Any, source: Any, final: Final) -> None:
    """Give `target` the content of `source`, each part as `final` says."""
    kind = type(target)
    if kind in MAPPINGS:
        pairs = [(final(key), final(child)) for key, child in source.items()]
        if kind is defaultdict:
            target.default_factory = source.default_factory
        target.clear()
        # Not update(): a Counter's would add.
        for key, child in pairs:
            target[key] = child
    elif kind in _SEQUENCES:
        plain = ATOMS.issuperset(map(type, source))
        parts = list(source) if plain else [final(child) for child in source]
        target.clear()
        target.extend(parts)
    elif kind is set:
        members = {final(child) for child in source}
        target.clear()
        target.update(members)
    elif target is not source and kind in (bytearray, array):
        target[:] = source
    elif library_of(kind) in ("numpy", "pandas", "torch") and not has_only_attributes(kind):
        _fill_foreign(target, source, final)
    elif has_only_attributes(kind):
        _fill_attributes(target, source, final)


def _fill_attributes(target: Any, source: Any, final: Final) -> None:
    found = {name: final(child) for name, child in attributes(source).items()}
    hidden = set(slots(type(target)))
    own = getattr(target, "__dict__", None)
    if own is not None:
        own.clear()
        own.update({name: child for name, child in found.items() if name not in hidden})
    for name in hidden:
        if name in found:
            object.__setattr__(target, name, found[name])
        elif name in attributes(target):
            object.__delattr__(target, name)


def _fill_foreign(target: Any, source: Any, final: Final) -> None:
    library = library_of(type(target))
    if library == "numpy":
        _fill_array(target, source, final)
    elif library == "torch" and isinstance(target, loaded("torch").Tensor):
        if target is not source:
            target.data.copy_(source.data)
        found = dict(vars(source))
        if target.is_leaf:
            target.grad = final(source.grad)
        vars(target).clear()
        vars(target).update({name: final(child) for name, child in found.items()})
    elif target is not source and library == "pandas" and hasattr(target, "_update_inplace"):
        target._update_inplace(source)
        target.attrs = source.attrs
        if hasattr(source, "flags"):
            target.flags.allows_duplicate_labels = source.flags.allows_duplicate_labels
        if hasattr(source, "name") and hasattr(source, "dtype"):
            target.name = source.name


def _fill_array(target: Any, source: Any, final: Final) -> None:
    if target is not source:
        target[...] = source
    if target.dtype == object:
        for index in range(target.size):
            child = target.flat[index]
            kept = final(child)
            if kept is not child:
                target.flat[index] = kept
