"""Definitions without a source: by value, for the same minor version of Python only."""

from __future__ import annotations

import importlib
import typing
from typing import Any

from .definitions import Definitions
from .inside import is_own_class
from .order import Node, step

_TYPE_VARIABLES = (typing.TypeVar, typing.ParamSpec)
_OF_TYPE_VARIABLES = {
    "bound": None,
    "covariant": False,
    "contravariant": False,
    "infer_variance": False,  # since Python 3.12
    "default": getattr(typing, "NoDefault", None),  # since Python 3.13
}
"""Their options, each with the value that says nothing."""


def by_value(into: Definitions, value: Any, expression: str) -> Node | None:
    """The node of a notebook object that pickle would only name, not hold.

    Such are classes made by calls, type variables, and functions that a library made of the
    notebook's. Where cloudpickle is missing or fails, a remark says so.
    """
    if not _is_only_named(into, value):
        return None
    if isinstance(value, type) and issubclass(value, tuple) and hasattr(value, "_fields"):
        return _named_tuple(into, value, expression)
    if isinstance(value, typing.NewType):
        return _new_type(into, value, expression)
    if isinstance(value, _TYPE_VARIABLES):
        return _type_variable(into, value, expression)
    try:
        data = importlib.import_module("cloudpickle").dumps(value)
    except ImportError:
        into.refused[expression] = (
            f"{expression} has no source that can be sent, and cloudpickle is not installed"
        )
        return Node(expression)
    except Exception as error:  # whatever a value's own methods raise
        into.refused[expression] = f"{expression} cannot be sent: {error}"
        return Node(expression)
    into.same_python_minor = True
    into.packages.add("cloudpickle")
    into.remarks.setdefault(expression, f"{expression} has no source: it travels as a pickle")
    source = f"{expression} = __import__('cloudpickle').loads({data!r})"
    return Node(expression, [step("assign", source)])


def _is_only_named(into: Definitions, value: Any) -> bool:
    if is_own_class(value, into.namespace):
        return True
    home = getattr(value, "__module__", None)
    own = getattr(value, "__qualname__", None) or getattr(value, "__name__", None)
    if home != into.namespace.get("__name__") or not isinstance(own, str):
        return False
    if type(value).__module__ == into.namespace.get("__name__"):
        return False
    if isinstance(value, (typing.NewType, *_TYPE_VARIABLES)):
        return True
    return callable(value) and into.namespace.get(own) is value


def _named_tuple(into: Definitions, value: Any, expression: str) -> Node | None:
    fields = list(value._fields)
    texts = []
    node = Node(expression)
    for default in value._field_defaults.values():
        text, needs = into.refer(default)
        node.needs += needs
        texts.append(text)
    made = (
        f"__import__('collections').namedtuple({value.__name__!r}, {fields!r}, "
        f"defaults=[{', '.join(texts)}], module=__name__)"
    )
    node.steps.append(step("assign", f"{expression} = {made}"))
    return node


def _type_variable(
    into: Definitions, value: typing.TypeVar | typing.ParamSpec, expression: str
) -> Node:
    """Made anew from what it was made of: a pickle would be of this minor version only."""
    node = into.begin(value, Node(expression))
    texts = [repr(value.__name__)]
    for constraint in getattr(value, "__constraints__", ()):
        text, needs = into.refer(constraint)
        node.needs += needs
        texts.append(text)
    for name, default in _OF_TYPE_VARIABLES.items():
        option = getattr(value, f"__{name}__", default)
        if option is default:
            continue
        if isinstance(option, typing.ForwardRef):  # it was a name in quotes, of a later class
            option = option.__forward_arg__
        text, needs = into.refer(option)
        node.needs += needs
        texts.append(f"{name}={text}")
    made = f"__import__('typing').{type(value).__name__}({', '.join(texts)})"
    node.steps.append(step("assign", f"{expression} = {made}"))
    return node


def _new_type(into: Definitions, value: Any, expression: str) -> Node:
    base, needs = into.refer(value.__supertype__)
    made = f"__import__('typing').NewType({value.__name__!r}, {base})"
    return Node(expression, [step("assign", f"{expression} = {made}")], needs)
