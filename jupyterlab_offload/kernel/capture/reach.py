"""Which names running a cell may read, through the functions that it calls."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from types import FunctionType

from .classes import functions_in
from .code import global_names
from .inside import is_own_class, is_own_function, parts_of
from .usage import Usage

_MOST = 1_000
"""Parts of a value that are looked at: this runs before every cell."""


def may_read(usage: Usage, namespace: Mapping[str, object]) -> set[str]:
    """Names that a cell may take from the namespace, whether they are there yet or not.

    The time depends on the cell and on what it reaches, not on the namespace's size.
    """
    return reached(usage.reads | usage.mentions, namespace)


def reached(names: Iterable[str], namespace: Mapping[str, object]) -> set[str]:
    """The names themselves, and all that functions and classes under them read."""
    found: set[str] = set()
    pending = list(names)
    seen: set[int] = set()
    while pending:
        name = pending.pop()
        if name in found:
            continue
        found.add(name)
        for function in _functions(namespace.get(name), namespace, seen):
            pending += global_names(function.__code__)
    return found


def _functions(
    value: object, namespace: Mapping[str, object], seen: set[int]
) -> Iterator[FunctionType]:
    if id(value) in seen or _is_large(value):
        return
    seen.add(id(value))
    for part in parts_of(value, namespace, _MOST, all_classes=False).own:
        if is_own_class(part, namespace):
            for attribute in list(part.__dict__.values()):
                for function in functions_in(attribute):
                    if is_own_function(function, namespace):
                        yield function
        elif isinstance(part, FunctionType):
            yield part
            # What it closes over and carries is called by it.
            held = [part.__closure__, part.__dict__, part.__defaults__, part.__kwdefaults__]
            for attribute in held:
                yield from _functions(attribute, namespace, seen)


def _is_large(value: object) -> bool:
    return isinstance(value, (list, tuple, dict, set, frozenset)) and len(value) > _MOST
