"""Notebook classes: their statement from source, then what has changed on them since."""

from __future__ import annotations

import abc
import ast
import inspect
from collections.abc import Iterator
from types import FunctionType
from typing import Any, ForwardRef

from .cells import Place
from .code import global_names, names_in_strings, uses_strings
from .definitions import Definitions
from .edits import Edit, blank_decorators, blank_statement, cut, replacing
from .inside import is_own_class, is_own_function
from .literals import says
from .names import names_of
from .order import Node
from .signatures import as_text, function_edits
from .statements import bound
from .wrappers import is_library

_PLAIN_METACLASSES = (type, abc.ABCMeta)
_MACHINERY = frozenset(
    """__module__ __qualname__ __doc__ __dict__ __weakref__ __annotations__ __annotate__
    __annotate_func__ __annotations_cache__ __firstlineno__ __static_attributes__ __orig_bases__
    __parameters__ __abstractmethods__ _abc_impl __slots__ __match_args__ __hash__ __classcell__
    __type_params__ __non_callable_proto_members__ __protocol_attrs__ _is_protocol
    _is_runtime_protocol __init_subclass__
    """.split()  # noqa: SIM905  # a table of names reads better as words
)
"""What class statements leave in a class beside what their body binds."""


class Classes:
    """Makes nodes of classes; one for each capture."""

    def __call__(self, into: Definitions, value: Any, expression: str) -> Node | None:
        if not is_own_class(value, into.namespace):
            return None
        outer, _, name = value.__qualname__.rpartition(".")
        if outer and "<locals>" not in outer:
            node = _nested(into, value, outer, name)
            if node is not None:
                return node
        codes = [found.__code__ for found in own_methods(into, value)]
        place = into.cells.of_class(value, codes)
        if place is None or any(not isinstance(scope, ast.ClassDef) for scope in place.scopes):
            return None
        node = into.begin(value, Node(expression))
        _define(into, node, value, place)
        into.later(lambda: _follow(into, node, value, place))
        return node


def functions_in(attribute: Any) -> Iterator[FunctionType]:
    """The functions that an attribute of a class is made of."""
    if isinstance(attribute, FunctionType):
        yield attribute
        inner = attribute.__dict__.get("__wrapped__")
        if inner is not None:
            yield from functions_in(inner)
    elif isinstance(attribute, (staticmethod, classmethod)):
        yield from functions_in(attribute.__func__)
    elif isinstance(attribute, property):
        for part in (attribute.fget, attribute.fset, attribute.fdel):
            yield from functions_in(part)
    elif not isinstance(attribute, type):
        own = getattr(attribute, "__dict__", {})
        for name in ("func", "fget", "__wrapped__", "__func__"):
            if name in own:
                yield from functions_in(own[name])


def own_methods(into: Definitions, kind: type) -> list[FunctionType]:
    """Functions that the class statement itself defined."""
    prefix = kind.__qualname__ + "."
    return [
        function
        for attribute in kind.__dict__.values()
        for function in functions_in(attribute)
        if is_own_function(function, into.namespace)
        and getattr(function.__code__, "co_qualname", function.__qualname__).startswith(prefix)
        and function.__code__.co_name != "<lambda>"
        and not function.__code__.co_filename.startswith("<string>")
    ]


def _nested(into: Definitions, value: type, outer: str, name: str) -> Node | None:
    found: Any = into.namespace.get(outer.partition(".")[0])
    for part in outer.split(".")[1:]:
        found = getattr(found, part, None)
    if not isinstance(found, type) or found.__dict__.get(name) is not value:
        return None
    text, needs = into.refer(found)
    return Node(f"{text}.{name}", needs=needs)


def _define(into: Definitions, node: Node, kind: type, place: Place) -> None:
    statement = place.node
    assert isinstance(statement, ast.ClassDef)
    decorators = statement.decorator_list
    kept = {index for index, part in enumerate(decorators) if is_library(into, part)}
    built = bool(kept) or type(kind) not in _PLAIN_METACLASSES or _is_built(kind)
    edits = blank_decorators(statement, kept)
    for part in statement.body:
        edits += _body_edits(into, node, kind, place, part, built)
    text = cut(place.cell.lines, statement, place.first_line, edits)
    label = into.cells.label(place.cell)
    node.steps += bound(text, statement, place.first_line, label, node.expression, into)
    edited = ast.parse(f"if 1:\n{text}" if statement.col_offset else text)
    for name in sorted(names_of([edited]).reads):
        found = into.want(name)
        if found is not None and found is not node:
            node.needs.append(found)
    body = names_of([ast.Module(statement.body, [])]).binds
    into.later(lambda: _patch_extra(into, node, kind, body, built))


def _is_built(kind: type) -> bool:
    """Whether a base class makes more of the body than attributes."""
    return any("__init_subclass__" in base.__dict__ for base in kind.__mro__[1:-1]) or (
        issubclass(kind, tuple)
    )


def _body_edits(
    into: Definitions, node: Node, kind: type, place: Place, part: ast.stmt, built: bool
) -> list[Edit]:
    if isinstance(part, (ast.FunctionDef, ast.AsyncFunctionDef)):
        return _method_edits(into, node, kind, place, part)
    if isinstance(part, ast.Expr) and not isinstance(part.value, ast.Constant):
        return [blank_statement(part)]
    edits = []
    if isinstance(part, ast.AnnAssign) and has_text_annotations(kind):
        edits.append(as_text(part.annotation))
    if not isinstance(part, (ast.Assign, ast.AnnAssign)) or part.value is None:
        return edits
    return edits + _value_edits(into, node, kind, part, part.value, built)


def _value_edits(
    into: Definitions,
    node: Node,
    kind: type,
    part: ast.Assign | ast.AnnAssign,
    expression: ast.expr,
    built: bool,
) -> list[Edit]:
    """What an attribute is given: the text where it says it exactly, else its value now."""
    targets = part.targets if isinstance(part, ast.Assign) else [part.target]
    if len(targets) != 1 or not isinstance(targets[0], ast.Name):
        return []
    name = targets[0].id
    if name not in kind.__dict__ or not _is_data(into, kind, kind.__dict__[name]):
        return []
    value = kind.__dict__[name]
    if says(expression, value):
        return []
    if not built:
        makes_others = "__init_subclass__" in kind.__dict__ or issubclass(kind, type)
        _patch(into, node, name, value, makes_others)
        return [replacing(expression, "None")]
    if isinstance(expression, ast.Constant):
        # The machinery was given the text's value, and the class was changed afterwards.
        _patch(into, node, name, value)
        return []
    text, needs = into.refer(value, node.expression)
    node.needs += needs
    return [replacing(expression, text)]


def has_text_annotations(kind: type) -> bool:
    """Whether `from __future__ import annotations` was in force."""
    try:
        found = list(inspect.get_annotations(kind).values())
    except Exception:  # Python 3.14 evaluates them now, and they may name anything
        return False
    return bool(found) and all(isinstance(value, (str, ForwardRef)) for value in found)


def _is_data(into: Definitions, kind: type, value: Any) -> bool:
    """Whether an attribute is a value, not something that the class itself is made of."""
    if name_of := getattr(value, "__name__", None):
        return not isinstance(name_of, str)
    made_of = any(hasattr(type(value), name) for name in ("__get__", "__set_name__"))
    return not made_of and not isinstance(value, kind)


def _patch(into: Definitions, node: Node, name: str, value: object, twice: bool = False) -> None:
    """Give a class an attribute; `twice` where defining its subclasses changes it on the way."""

    def work() -> None:
        text, uses = into.refer(value, node.expression)
        node.uses += uses
        target = f"{node.expression}.{name}"
        if twice:
            node.patches.append(f"{target} = __import__('copy').copy({text})")
            node.last.append(f"{target} = {text}")
        else:
            node.patches.append(f"{target} = {text}")

    into.later(work)


def _method_edits(into: Definitions, node: Node, kind: type, place: Place, part: Any) -> list[Edit]:
    """Defaults of a method that text does not say are put in afterwards."""
    found = [
        function
        for function in functions_in(kind.__dict__.get(part.name))
        if function.__code__.co_name == part.name
        and is_own_function(function, into.namespace)
        and _first(part) == function.__code__.co_firstlineno
    ]
    if len(found) != 1 or part.decorator_list:
        return []
    edits, patched = function_edits(into, node, place, found[0], part)
    if "annotations" in patched:
        return []
    if "defaults" in patched:
        method = Node(f"{node.expression}.__dict__[{part.name!r}]")
        _defaults_later(into, node, method, found[0])
    return edits


def _defaults_later(into: Definitions, node: Node, method: Node, value: FunctionType) -> None:
    def work() -> None:
        for name in ("__defaults__", "__kwdefaults__"):
            found = getattr(value, name)
            if not found:
                continue
            parts = found.items() if isinstance(found, dict) else enumerate(found)
            texts = []
            for key, part in parts:
                text, uses = into.refer(part, node.expression)
                node.uses += uses
                texts.append(f"{key!r}: {text}" if isinstance(found, dict) else text)
            inner = ", ".join(texts)
            shown = f"{{{inner}}}" if isinstance(found, dict) else f"({inner},)"
            node.patches.append(f"{method.expression}.{name} = {shown}")

    into.later(work)


def _first(part: Any) -> int:
    return int(min([part.lineno, *(found.lineno for found in part.decorator_list)]))


def _patch_extra(into: Definitions, node: Node, kind: type, body: set[str], built: bool) -> None:
    """Attributes that the class has now and its statement did not give it."""
    own = {id(function) for function in own_methods(into, kind)}
    fields = getattr(kind, "__dataclass_fields__", {})
    for name, value in list(kind.__dict__.items()):
        functions = list(functions_in(value))
        if name in body:
            # A method under its own name may be another function by now.
            if not functions or any(id(function) in own for function in functions):
                continue
            if not all(is_own_function(function, into.namespace) for function in functions):
                continue
            if any(_is_body_lambda(function, kind) for function in functions):
                continue
        elif name in _MACHINERY or name in fields or _is_made(name, value, functions, built):
            continue
        text, uses = _wrapped(into, value, node.expression)
        node.uses += uses
        node.patches.append(f"setattr({node.expression}, {name!r}, {text})")
    for name in sorted(body - set(kind.__dict__) - set(fields)):
        if not built and not name.startswith("__"):
            node.patches.append(
                f"delattr({node.expression}, {name!r}) "
                f"if {name!r} in {node.expression}.__dict__ else None"
            )


def _is_body_lambda(function: FunctionType, kind: type) -> bool:
    """Whether the class statement itself may have made a lambda."""
    prefix = kind.__qualname__ + "."
    return function.__code__.co_name == "<lambda>" and function.__qualname__.startswith(prefix)


def _is_made(name: str, value: Any, functions: list[FunctionType], built: bool) -> bool:
    """Whether Python or the class's machinery put an attribute there."""
    kind = type(value).__name__
    if kind in ("member_descriptor", "getset_descriptor"):
        return True
    generated = any(function.__code__.co_filename.startswith("<") for function in functions) and (
        name.startswith("__")
    )
    return generated or (built and (name.startswith("_") or not functions))


def _wrapped(into: Definitions, value: Any, owner: str) -> tuple[str, list[Node]]:
    if isinstance(value, (staticmethod, classmethod)):
        text, uses = into.refer(value.__func__)
        return f"{type(value).__name__}({text})", uses
    if isinstance(value, property):
        pairs = [into.refer(part) for part in (value.fget, value.fset, value.fdel)]
        return f"property({', '.join(text for text, _ in pairs)})", [
            node for _, uses in pairs for node in uses
        ]
    return into.refer(value, owner)


def _follow(into: Definitions, node: Node, kind: type, place: Place) -> None:
    """Everything that the methods read when they run."""
    names: set[str] = set()
    for attribute in list(kind.__dict__.values()):
        for function in functions_in(attribute):
            if is_own_function(function, into.namespace):
                names |= global_names(function.__code__)
                into.used_names |= set(function.__code__.co_names)
                if uses_strings(function.__code__):
                    names |= names_in_strings(place.node)
    into.follow(node, names)
    into.sources.append(place.node)
