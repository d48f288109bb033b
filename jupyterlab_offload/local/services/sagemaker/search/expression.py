"""A SearchExpression as one SQL condition, so that SQLite alone decides which jobs match."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ..errors import invalid
from .operators import Condition, both, condition
from .properties import find, find_in, find_list

MAX_CONDITIONS = 50
"""Filters, nested filters and subexpressions in one expression, all levels together."""


def compile_expression(given: Mapping[str, Any]) -> Condition:
    """The condition of an expression. Raises AWSError, before anything is read, if it is wrong."""
    total, contains = _count(given)
    if total > MAX_CONDITIONS:
        raise invalid(
            "The maximum number of recursive SubExpressions, NestedFilters, and Filters that can"
            f" be included in a SearchExpression object is {MAX_CONDITIONS}."
        )
    if contains > 1:
        raise invalid("'CONTAINS' operator usage limit of 1 exceeded.")
    return _expression(given)


def _count(given: Mapping[str, Any]) -> tuple[int, int]:
    """How many conditions there are, and how many of them use Contains; without recursion."""
    waiting, total, contains = [given], 0, 0
    while waiting:
        expression = waiting.pop()
        nested = expression.get("NestedFilters", ())
        inner = expression.get("SubExpressions", ())
        filters = [
            *expression.get("Filters", ()),
            *(one for group in nested for one in group["Filters"]),
        ]
        total += len(filters) + len(nested) + len(inner)
        contains += sum(one.get("Operator") == "Contains" for one in filters)
        waiting.extend(inner)
    return total, contains


def _expression(given: Mapping[str, Any]) -> Condition:
    conditions = [condition(one, find(one["Name"])) for one in given.get("Filters", ())]
    conditions += [_nested(one) for one in given.get("NestedFilters", ())]
    conditions += [_expression(one) for one in given.get("SubExpressions", ())]
    if not conditions:
        raise invalid("You must specify at least one subexpression, filter, or nested filter.")
    return both(*conditions, word=given.get("Operator", "And").upper())


def _nested(given: Mapping[str, Any]) -> Condition:
    """Satisfied when a single item of the list satisfies all filters."""
    of = find_list(given["NestedPropertyName"])
    wanted, values = both(*(condition(one, find_in(of, one["Name"])) for one in given["Filters"]))
    return f"EXISTS (SELECT 1 FROM {of.source} AS item WHERE {wanted})", values
