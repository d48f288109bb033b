"""Notebook functions: their code from source, or compiled; their state from what they have now."""

from __future__ import annotations

import ast
import builtins
import functools
import inspect
import marshal
from types import FunctionType, ModuleType
from typing import Any

from .cells import Place
from .code import global_names, names_in_strings, uses_strings
from .definitions import CellsOf, Definitions
from .edits import Edit, blank_decorators, cut, replacing
from .imports import import_object
from .inside import is_own_class, is_own_function
from .literals import literal, says
from .order import Node, Step, step

_BUILD = """def {name}(make, wanted, cells):
    import types
    codes = [make] if isinstance(make, types.CodeType) else make.__code__.co_consts
    code = next(c for c in codes if isinstance(c, types.CodeType) and c.co_name == wanted)
    closure = tuple(cells[free] for free in code.co_freevars)
    return types.FunctionType(code, globals(), wanted, None, closure)
"""
"""Makes a function out of the code inside another, with the cells that it shares."""

_ANNOTATIONS_AS_TEXT = 0x1000000
_SIMPLE = (ast.Name, ast.Attribute, ast.Subscript, ast.Constant, ast.Tuple, ast.List, ast.BinOp)
_SIMPLE_PARTS = (*_SIMPLE, ast.BitOr, ast.Load)


class Functions:
    """Makes nodes of functions; one for each capture."""

    def __init__(self) -> None:
        self._cells: CellsOf | None = None
        self._build: Node | None = None

    def __call__(self, into: Definitions, value: Any, expression: str) -> Node | None:
        if isinstance(value, functools._lru_cache_wrapper):
            return _cached(into, value, expression)
        if not is_own_function(value, into.namespace):
            return _decorated(into, value, expression)
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
            node.steps.append(_factory(make, text, line, label, value, place.node))
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


def _factory(
    make: str, text: str, line: int, label: str, value: FunctionType, node: ast.AST
) -> Step:
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
    names = set(global_names(value.__code__))
    if place is not None and uses_strings(value.__code__):
        names |= names_in_strings(place.node)
    into.used_names |= set(value.__code__.co_names)
    into.follow(node, names)
    if place is not None:
        into.sources.append(place.node)
    for key, attribute in value.__dict__.items():
        text, uses = into.refer(attribute, node.expression)
        node.uses += uses
        node.patches.append(f"{node.expression}.{key} = {text}")


def _cached(into: Definitions, value: Any, expression: str) -> Node | None:
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


def _decorated(into: Definitions, value: Any, expression: str) -> Node | None:
    """What decorators of a library made of a notebook function: decorated again there."""
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
