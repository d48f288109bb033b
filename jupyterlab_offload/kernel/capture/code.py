"""What compiled functions take from their module's namespace."""

from __future__ import annotations

import ast
import dis
from collections.abc import Iterator
from functools import lru_cache
from types import CodeType

from . import scopes

_GLOBAL = frozenset(("LOAD_GLOBAL", "LOAD_NAME", "LOAD_FROM_DICT_OR_GLOBALS", "DELETE_GLOBAL"))
_STRINGS = frozenset(("eval", "exec", "globals", "query", "evaluate", "sql", "user_ns"))


@lru_cache(maxsize=4096)
def global_names(code: CodeType) -> frozenset[str]:
    """Names that the code, with the code inside it, reads from its module."""
    found: set[str] = set()
    for part in every_code(code):
        if part.co_names:
            found.update(
                step.argval for step in dis.get_instructions(part) if step.opname in _GLOBAL
            )
    return frozenset(found)


def every_code(code: CodeType) -> Iterator[CodeType]:
    """A code object and all that are inside it."""
    yield code
    for constant in code.co_consts:
        if isinstance(constant, CodeType):
            yield from every_code(constant)


def uses_strings(code: CodeType) -> bool:
    """Whether names may be reached through strings, so that the source has to be looked at."""
    return any(
        _STRINGS & set(part.co_names) or any(_is_formula(one) for one in part.co_consts)
        for part in every_code(code)
    )


def _is_formula(constant: object) -> bool:
    return isinstance(constant, str) and "~" in constant


def names_in_strings(node: ast.AST) -> set[str]:
    """Names that a function's or class's source reaches, strings included."""
    if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda)):
        return scopes.of_function(node).reads
    if isinstance(node, ast.ClassDef):
        return scopes.of_class(node).reads
    return set()
