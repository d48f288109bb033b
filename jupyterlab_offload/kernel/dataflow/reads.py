"""Which names a cell may read, through the notebook's functions that it calls too."""

from __future__ import annotations

import ast
from collections.abc import Mapping
from dataclasses import dataclass

from ..capture.interactive import interactive
from ..capture.names import names_of
from ..capture.reach import may_read
from ..capture.setters import libraries
from ..capture.usage import Usage

_EVALUATE = frozenset(("eval", "exec"))


@dataclass(frozen=True)
class Reads:
    """`everything` when the cell reads names that cannot be known from its text; `libraries` are
    the top-level modules whose options matter to it."""

    names: frozenset[str]
    everything: bool = False
    libraries: frozenset[str] = frozenset()

    def __contains__(self, name: str) -> bool:
        return self.everything or name in self.names


def reads(tree: ast.Module, namespace: Mapping[str, object]) -> Reads:
    """The names that a parsed cell may read; the magic's own lines look after themselves."""
    kept = [statement for statement in tree.body if not is_ours(statement)]
    if not kept:
        return Reads(frozenset())
    usage = names_of([ast.Module(kept, tree.type_ignores)])
    return of_usage(usage, namespace)


def of_usage(usage: Usage, namespace: Mapping[str, object]) -> Reads:
    """The same for a cell that was analysed already."""
    names = may_read(usage, namespace)
    used = libraries(usage.imports, names, namespace)
    # What a function evaluates may come from anywhere; what the cell does, its usage knows.
    everything = bool(usage.unknown) or not _EVALUATE.isdisjoint(names - usage.reads)
    return Reads(frozenset(names), everything, frozenset(used))


def is_ours(statement: ast.stmt) -> bool:
    """Whether a statement is ``%%offload`` or ``%offload``."""
    if not isinstance(statement, (ast.Expr, ast.Assign)) or not isinstance(
        statement.value, ast.Call
    ):
        return False
    found = interactive(statement.value)
    return found is not None and found.kind in ("line", "cell") and found.name == "offload"
