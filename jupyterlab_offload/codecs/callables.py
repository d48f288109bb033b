"""What functions, bound methods and partial objects hold: they share it with whoever made them.

A function that is found by its name is the same object on either side, and what it holds is told
apart from the values that it is in.
"""

from __future__ import annotations

import functools
import types
from typing import Any, Callable, Iterator

from .pickled.functions import is_found, known_name

Final = Callable[[Any], Any]

KINDS = frozenset((types.FunctionType, functools.partial))
"""What can take another one's content."""
BOUND = frozenset((types.MethodType, types.BuiltinMethodType))
"""What is made anew where the object that it is bound to is another one."""
_DEFAULTS = ("__defaults__", "__kwdefaults__")


def children(value: Any) -> Iterator[tuple[Any, Any]]:
    """Places in such an object and what is there, as `contents.children` has them."""
    kind = type(value)
    if kind is functools.partial:
        yield from (("func", value.func), ("args", value.args), ("keywords", value.keywords))
        yield "__dict__", vars(value)
    elif kind is types.MethodType:
        yield from (("__func__", value.__func__), ("__self__", value.__self__))
    elif kind is types.BuiltinMethodType:
        if is_bound(value):
            yield "__self__", value.__self__
    elif not _has_name(value):
        for number, cell in enumerate(value.__closure__ or ()):
            try:
                yield number, cell.cell_contents
            except ValueError:  # not bound yet
                continue
        yield from ((name, getattr(value, name)) for name in _DEFAULTS)
        yield "__dict__", vars(value)


def _has_name(value: types.FunctionType) -> bool:
    return is_found(value) or known_name(value) is not None


def is_bound(value: Any) -> bool:
    """Whether a builtin method belongs to an object, not to a module."""
    return not isinstance(value.__self__, (types.ModuleType, type, type(None)))


def fits(old: Any, new: Any) -> bool:
    """Whether one function can take what another of the same code holds."""
    if type(old) is functools.partial:
        return True
    if _has_name(old):
        return False
    return old.__code__ == new.__code__ and old.__globals__ is new.__globals__


def fill(target: Any, source: Any, final: Final) -> None:
    """Give `target` what `source` holds, each part as `final` says."""
    found = {place: final(child) for place, child in children(source)}
    if type(target) is functools.partial:
        names = ("func", "args", "keywords", "__dict__")
        restore: Any = target.__setstate__  # type: ignore[attr-defined]  # typeshed lacks it
        restore(tuple(found[name] for name in names))
        return
    for number, cell in enumerate(target.__closure__ or ()):
        if number in found:
            cell.cell_contents = found[number]
    for name in _DEFAULTS:
        setattr(target, name, found[name])
    if vars(target) is not found["__dict__"]:
        vars(target).clear()
        vars(target).update(found["__dict__"])


def bound_anew(value: Any, final: Final) -> Any:
    """The same method of the object that stands for its own, or the method itself."""
    if type(value) is types.MethodType:
        function, owner = final(value.__func__), final(value.__self__)
        same = function is value.__func__ and owner is value.__self__
        return value if same else types.MethodType(function, owner)
    if not is_bound(value):
        return value
    owner = final(value.__self__)
    return value if owner is value.__self__ else getattr(owner, value.__name__)
