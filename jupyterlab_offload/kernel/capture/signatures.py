"""Defaults and annotations of a function's statement: kept where text says them exactly."""

from __future__ import annotations

import ast
import builtins
from types import FunctionType, ModuleType
from typing import Any

from .cells import Place
from .definitions import Definitions
from .edits import Edit, replacing
from .imports import import_object
from .literals import says
from .order import Node

_ANNOTATIONS_AS_TEXT = 0x1000000
_SIMPLE = (ast.Name, ast.Attribute, ast.Subscript, ast.Constant, ast.Tuple, ast.List, ast.BinOp)
_SIMPLE_PARTS = (*_SIMPLE, ast.BitOr, ast.Load)


def function_edits(
    into: Definitions, node: Node, place: Place, value: FunctionType, inner: Any = None
) -> tuple[list[Edit], set[str]]:
    """Edits after which defining the function evaluates only what text says exactly.

    The second result names what has to be put right afterwards: defaults, annotations.
    """
    found: list[Edit] = []
    patched: set[str] = set()
    tree: Any = inner if inner is not None else place.node
    for expression, default in _defaults(tree.args, value):
        if not says(expression, default):
            found.append(replacing(expression, "None"))
            patched.add("defaults")
    future = bool(value.__code__.co_flags & _ANNOTATIONS_AS_TEXT)
    for annotation in _annotations(tree):
        if future:
            found.append(as_text(annotation))
            continue
        names = _simple_names(into, annotation)
        if names is None:
            found.append(replacing(annotation, "None"))
            patched.add("annotations")
        else:
            wanted = [into.want(name) for name in names]
            node.needs += [other for other in wanted if other is not None and other is not node]
    return found, patched


def as_text(annotation: ast.expr) -> Edit:
    """An annotation as the string that the future import makes of it."""
    return replacing(annotation, repr(ast.unparse(annotation)))


def _defaults(args: ast.arguments, value: FunctionType) -> list[tuple[ast.expr, object]]:
    positional = value.__defaults__ or ()
    if len(positional) != len(args.defaults):
        positional = (object(),) * len(args.defaults)
    named = value.__kwdefaults__ or {}
    pairs = list(zip(args.defaults, positional, strict=True))
    for arg, expression in zip(args.kwonlyargs, args.kw_defaults, strict=True):
        if expression is not None:
            pairs.append((expression, named.get(arg.arg, object())))
    return pairs


def _annotations(node: Any) -> list[ast.expr]:
    args = node.args
    every = [*args.posonlyargs, *args.args, *args.kwonlyargs, args.vararg, args.kwarg]
    found = [arg.annotation for arg in every if arg is not None]
    return [part for part in [*found, getattr(node, "returns", None)] if part is not None]


def _simple_names(into: Definitions, annotation: ast.expr) -> list[str] | None:
    """Names of an annotation that can be evaluated again without effect; None for others."""
    names = []
    for part in ast.walk(annotation):
        if not isinstance(part, _SIMPLE_PARTS):
            return None
        if isinstance(part, ast.Name):
            value = into.namespace.get(part.id, getattr(builtins, part.id, into))
            fine = isinstance(value, (type, ModuleType)) or (
                type(value).__module__ == "typing" or import_object(part.id, value) is not None
            )
            if not fine:
                return None
            names.append(part.id)
    return names
