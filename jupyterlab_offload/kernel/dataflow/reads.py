"""Which names a cell may read, through the notebook's functions that it calls too."""

from __future__ import annotations

import ast
import dis
import types
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

from ..capture.interactive import interactive
from ..capture.names import names_of


@dataclass(frozen=True)
class Reads:
    """`everything` when the cell reads names that cannot be known from its text."""

    names: frozenset[str]
    everything: bool = False

    def __contains__(self, name: str) -> bool:
        return self.everything or name in self.names


def reads(tree: ast.Module, namespace: Mapping[str, object]) -> Reads:
    """The names that a parsed cell may read; the magic's own lines look after themselves."""
    kept = [statement for statement in tree.body if not is_ours(statement)]
    if not kept:
        return Reads(frozenset())
    usage = names_of([ast.Module(kept, tree.type_ignores)])
    names = through_functions(usage.reads | usage.mentions, namespace)
    return Reads(names, bool(usage.unknown))


def is_ours(statement: ast.stmt) -> bool:
    """Whether a statement is ``%%offload`` or ``%offload``."""
    if not isinstance(statement, (ast.Expr, ast.Assign)) or not isinstance(
        statement.value, ast.Call
    ):
        return False
    found = interactive(statement.value)
    return found is not None and found.kind in ("line", "cell") and found.name == "offload"


def through_functions(names: set[str], namespace: Mapping[str, object]) -> frozenset[str]:
    """The names, and those that the functions and classes behind them read when they run."""
    found = set(names)
    left = list(names)
    while left:
        for code in _codes(namespace.get(left.pop())):
            new = _globals(code) - found
            found |= new
            left += new
    return frozenset(found)


def _codes(value: object) -> Iterator[types.CodeType]:
    """The code of a notebook's function, method or class, and of an object of such a class."""
    function = getattr(value, "__func__", value)
    function = getattr(function, "__wrapped__", function)
    if isinstance(function, types.FunctionType):
        if function.__module__ == "__main__":
            yield function.__code__
        return
    kind = value if isinstance(value, type) else type(value)
    for base in kind.__mro__:
        if base.__module__ == "__main__":
            for member in vars(base).values():
                inner = getattr(member, "__func__", getattr(member, "fget", member))
                if isinstance(inner, types.FunctionType):
                    yield inner.__code__


@lru_cache(maxsize=512)
def _globals(code: types.CodeType) -> frozenset[str]:
    names = {
        step.argval
        for step in dis.get_instructions(code)
        if step.opname in ("LOAD_GLOBAL", "LOAD_NAME")
    }
    for constant in code.co_consts:
        if isinstance(constant, types.CodeType):
            names |= _globals(constant)
    return frozenset(names)
