"""Definitions as steps that run them line for line where they stood."""

from __future__ import annotations

import ast
from types import FunctionType
from typing import Any

from .definitions import Definitions
from .order import Step, step


def factory(
    make: str, text: str, line: int, label: str, value: FunctionType, node: ast.AST
) -> Step:
    """A function around a definition, which gives its free variables a place."""
    names = ", ".join(value.__code__.co_freevars)
    if isinstance(node, ast.Lambda):
        return step("source", f"def {make}({names}): return ({text})", label, line)
    indent = text[: len(text) - len(text.lstrip(" \t\n"))].rpartition("\n")[2] or "    "
    end = f"{indent}return {value.__code__.co_name}"
    return step("source", f"def {make}({names}):\n{text}{end}", label, line - 1)


def bound(
    text: str, node: Any, line: int, label: str, expression: str, into: Definitions
) -> list[Step]:
    """Steps that run a definition and leave it under `expression` alone."""
    indented = node.col_offset > 0
    source = f"if 1:\n{text}" if indented else text
    made = step("source", source, label, line - 1 if indented else line)
    if expression == node.name:
        return [made]
    # Another object may have the name that the statement binds, before or after it.
    saved = into.fresh()
    before = f"{saved} = [globals()[{node.name!r}]] if {node.name!r} in globals() else []"
    after = (
        f"{expression} = globals().pop({node.name!r})\n"
        f"globals().update(zip([{node.name!r}], {saved}))"
    )
    return [step("assign", before), made, step("assign", after)]
