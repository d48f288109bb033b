"""What decorators of libraries made of notebook functions: made again there."""

from __future__ import annotations

import ast
import builtins
import functools
from types import FunctionType, ModuleType
from typing import Any

from .code import global_names
from .definitions import Definitions
from .edits import cut
from .imports import import_object
from .inside import is_own_class, is_own_function
from .literals import literal
from .order import Node, step
from .signatures import function_edits
from .statements import bound


def cached(into: Definitions, value: Any, expression: str) -> Node | None:
    """The node of a function under `functools.lru_cache`; its cache starts empty."""
    inner = value.__wrapped__
    if not is_own_function(inner, into.namespace):
        return None
    node = into.begin(value, Node(expression))
    text, uses = into.refer(inner)
    node.needs += uses
    words = ", ".join(f"{key}={part!r}" for key, part in value.cache_parameters().items())
    call = f"__import__('functools').lru_cache({words})({text})"
    node.steps.append(step("assign", f"{expression} = {call}"))
    return node


def dispatched(into: Definitions, value: Any, expression: str) -> Node | None:
    """The node of a `functools.singledispatch` function, with what is registered by now."""
    registry = getattr(value, "registry", None)
    if not isinstance(value, FunctionType) or value.__module__ is None or registry is None:
        return None
    if value.__globals__ is not vars(functools) or not hasattr(value, "dispatch"):
        return None
    node = into.begin(value, Node(expression))
    base, needs = into.refer(registry[object])
    node.needs += needs
    node.steps.append(
        step("assign", f"{expression} = __import__('functools').singledispatch({base})")
    )

    def register() -> None:
        for kind, function in registry.items():
            if kind is not object:
                pair = [into.refer(kind), into.refer(function)]
                node.uses += [other for _, uses in pair for other in uses]
                node.patches.append(f"{expression}.register({pair[0][0]}, {pair[1][0]})")

    into.later(register)
    return node


def decorated(into: Definitions, value: Any, expression: str) -> Node | None:
    """The node of what a library's decorators made, or None where it is none or has no source."""
    inner = value
    while not isinstance(inner, type) and getattr(inner, "__wrapped__", None) is not None:
        inner = inner.__wrapped__
    if inner is value or not is_own_function(inner, into.namespace):
        return None
    place = into.cells.of_code(inner.__code__)
    if place is None or place.scopes or inner.__name__ != expression:
        return None
    decorators = getattr(place.node, "decorator_list", [])
    if not decorators or not all(is_library(into, part) for part in decorators):
        return None
    node = Node(expression)
    edits, patched = function_edits(into, node, place, inner)
    if "defaults" in patched:
        return None
    text = cut(place.cell.lines, place.node, place.first_line, edits)
    label = into.cells.label(place.cell)
    node.steps += bound(text, place.node, place.first_line, label, expression, into)
    needs_of(into, node, decorators)
    into.sources.append(place.node)
    into.later(lambda: into.follow(node, set(global_names(inner.__code__))))
    return node


def needs_of(into: Definitions, node: Node, expressions: list[ast.expr]) -> None:
    """Take what expressions name into what a node needs when it is defined."""
    for expression in expressions:
        for part in ast.walk(expression):
            if isinstance(part, ast.Name):
                found = into.want(part.id)
                if found is not None and found is not node:
                    node.needs.append(found)


def is_library(into: Definitions, expression: ast.expr) -> bool:
    """Whether a decorator comes from an importable library and takes only plain arguments."""
    for part in ast.walk(expression):
        if isinstance(part, ast.Name):
            value = into.namespace.get(part.id, getattr(builtins, part.id, None))
            if is_own_function(value, into.namespace) or is_own_class(value, into.namespace):
                return False
            if isinstance(value, ModuleType) or import_object(part.id, value) is not None:
                continue
            if literal(value) is None:
                return False
    return True
