"""Notebook functions: their code from source, or compiled; their state from what they have now."""

from __future__ import annotations

import ast
import functools
import inspect
import marshal
from types import FunctionType
from typing import Any

from .cells import Place
from .definitions import CellsOf, Definitions
from .edits import blank_decorators, cut
from .inside import is_own_function
from .order import Node, step
from .signatures import function_edits
from .statements import bound, factory
from .wrappers import cached, decorated, dispatched

_BUILD = """def {name}(make, wanted, cells):
    import types
    codes = [make] if isinstance(make, types.CodeType) else make.__code__.co_consts
    code = next(c for c in codes if isinstance(c, types.CodeType) and c.co_name == wanted)
    closure = tuple(cells[free] for free in code.co_freevars)
    return types.FunctionType(code, globals(), wanted, None, closure)
"""
"""Makes a function out of the code inside another, with the cells that it shares."""


class Functions:
    """Makes nodes of functions; one for each capture."""

    def __init__(self) -> None:
        self._cells: CellsOf | None = None
        self._build: Node | None = None

    def __call__(self, into: Definitions, value: Any, expression: str) -> Node | None:
        if isinstance(value, functools._lru_cache_wrapper):
            return cached(into, value, expression)
        if not is_own_function(value, into.namespace):
            return dispatched(into, value, expression) or decorated(into, value, expression)
        place = into.cells.of_code(value.__code__)
        node = into.begin(value, Node(expression))
        if place is None:
            into.same_python_minor = True
            into.remarks[expression] = f"{value.__name__} has no source: it travels compiled"
            self._compiled(into, node, value)
        elif any(isinstance(scope, ast.ClassDef) for scope in place.scopes):
            self._method(into, node, value)
        else:
            self._from_source(into, node, value, place)
        into.later(lambda: _follow(into, node, value, place))
        return node

    def _method(self, into: Definitions, node: Node, value: FunctionType) -> None:
        """A class's function met on its own, such as one that was put into another class."""
        owner, _, name = value.__qualname__.rpartition(".")
        kind = into.namespace.get(owner)
        if isinstance(kind, type) and kind.__dict__.get(name) is value:
            found = into.want(owner)
            if found is not None:
                text = f"{node.expression} = {found.expression}.__dict__[{name!r}]"
                node.needs.append(found)
                node.steps.append(step("assign", text))
                return
        into.same_python_minor = True
        self._compiled(into, node, value)

    def _compiled(self, into: Definitions, node: Node, value: FunctionType) -> None:
        code = f"__import__('marshal').loads({marshal.dumps(value.__code__)!r})"
        self._built(into, node, value, code)
        node.patches += _state(into, node, value, None)
        _patch_defaults(into, node, value)
        _patch_annotations(into, node, value)

    def _built(self, into: Definitions, node: Node, value: FunctionType, made: str) -> None:
        if self._build is None:
            name = into.fresh()
            self._build = Node(name, [step("assign", _BUILD.format(name=name))])
        self._cells = self._cells or CellsOf(into)
        node.needs.append(self._build)
        names = value.__code__.co_freevars
        cells = [self._cells.nodes(cell, node.expression) for cell in value.__closure__ or ()]
        node.needs += [cell for cell, _ in cells]
        node.uses += [filled for _, filled in cells]
        pairs = ", ".join(
            f"{name!r}: {cell.expression}" for name, (cell, _) in zip(names, cells, strict=True)
        )
        call = f"{self._build.expression}({made}, {value.__code__.co_name!r}, {{{pairs}}})"
        node.steps.append(step("assign", f"{node.expression} = {call}"))

    def _from_source(
        self, into: Definitions, node: Node, value: FunctionType, place: Place
    ) -> None:
        edits, patched = function_edits(into, node, place, value)
        edits += blank_decorators(place.node, set())
        text = cut(place.cell.lines, place.node, place.first_line, edits)
        label = into.cells.label(place.cell)
        line = place.first_line
        if value.__code__.co_freevars:
            make = into.fresh()
            node.steps.append(factory(make, text, line, label, value, place.node))
            self._built(into, node, value, make)
        elif isinstance(place.node, ast.Lambda):
            node.steps.append(step("source", f"{node.expression} = ({text})", label, line))
        else:
            assert isinstance(place.node, (ast.FunctionDef, ast.AsyncFunctionDef))
            node.steps += bound(text, place.node, line, label, node.expression, into)
        node.patches += _state(into, node, value, place)
        if "defaults" in patched:
            _patch_defaults(into, node, value)
        if "annotations" in patched:
            _patch_annotations(into, node, value)


def _state(into: Definitions, node: Node, value: FunctionType, place: Place | None) -> list[str]:
    """Names and attributes that a function has beside its code."""
    code_name = value.__code__.co_name
    expected = getattr(value.__code__, "co_qualname", code_name)
    lines = []
    if value.__name__ != code_name:
        lines.append(f"{node.expression}.__name__ = {value.__name__!r}")
    if value.__qualname__ != code_name or expected != code_name:
        lines.append(f"{node.expression}.__qualname__ = {value.__qualname__!r}")
    if value.__module__ != into.namespace.get("__name__"):
        lines.append(f"{node.expression}.__module__ = {value.__module__!r}")
    if not _says_doc(place, value.__doc__):
        lines.append(f"{node.expression}.__doc__ = {value.__doc__!r}")
    return lines


def _says_doc(place: Place | None, doc: str | None) -> bool:
    """Whether the source alone gives the function this docstring."""
    node = place.node if place is not None else None
    if not isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
        return doc is None
    # Python 3.13 takes the indentation out.
    said = ast.get_docstring(node)
    return said == (doc if doc is None else inspect.cleandoc(doc))


def _patch_defaults(into: Definitions, node: Node, value: FunctionType) -> None:
    def work() -> None:
        for name in ("__defaults__", "__kwdefaults__"):
            found = getattr(value, name)
            if found:
                text, uses = _display(into, node, found)
                node.uses += uses
                node.patches.append(f"{node.expression}.{name} = {text}")

    into.later(work)


def _patch_annotations(into: Definitions, node: Node, value: FunctionType) -> None:
    def work() -> None:
        try:
            found = dict(value.__annotations__)
        except Exception:  # Python 3.14 evaluates them now, and they may name anything
            return
        text, uses = _display(into, node, found)
        node.uses += uses
        node.patches.append(f"{node.expression}.__annotations__ = {text}")

    into.later(work)


def _display(
    into: Definitions, node: Node, found: tuple[Any, ...] | dict[str, Any]
) -> tuple[str, list[Node]]:
    """Text for a tuple or a dict whose parts are referred to one by one."""
    uses: list[Node] = []

    def text(value: object) -> str:
        said, nodes = into.refer(value, node.expression)
        uses.extend(nodes)
        return said

    if isinstance(found, dict):
        return "{" + ", ".join(f"{key!r}: {text(part)}" for key, part in found.items()) + "}", uses
    return "(" + "".join(f"{text(part)}, " for part in found) + ")", uses


def _follow(into: Definitions, node: Node, value: FunctionType, place: Place | None) -> None:
    """Everything that the function reads when it runs, and what hangs on it."""
    into.follow_code(node, value, place)
    for key, attribute in value.__dict__.items():
        text, uses = into.refer(attribute, node.expression)
        node.uses += uses
        node.patches.append(f"{node.expression}.{key} = {text}")
