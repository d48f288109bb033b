"""One filter as an SQL condition: the operator, and the value as the property's type reads it."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timezone
from typing import Any

from ..errors import invalid
from .properties import Property

Condition = tuple[str, Sequence[Any]]

_SIGNS = {
    "Equals": "=",
    "NotEquals": "IS NOT",
    "GreaterThan": ">",
    "GreaterThanOrEqualTo": ">=",
    "LessThan": "<",
    "LessThanOrEqualTo": "<=",
}
_ORDERING = frozenset(_SIGNS) - {"Equals", "NotEquals"}
_TEXT_ONLY = frozenset({"In", "Contains"})
_EXISTENCE = {"Exists": "IS NOT NULL", "NotExists": "IS NULL"}
_INTEGER = re.compile(r"[+-]?\d{1,18}", re.ASCII)
_NUMBER = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?", re.ASCII)
_TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,6})?(Z|[+-]\d\d:\d\d)?", re.ASCII)


def condition(given: Mapping[str, Any], of: Property) -> Condition:
    """The condition that a property satisfies a filter. Raises AWSError.

    A missing property is equal to nothing, so NotEquals holds for it and every other comparison
    does not. Text compares exactly, case included.
    """
    operator, value = given.get("Operator", "Equals"), given.get("Value")
    if operator in _EXISTENCE:
        if value is not None:
            raise invalid(f"Value must not be specified for operator {operator} ({of.name}).")
        return f"{of.sql} {_EXISTENCE[operator]}", of.values
    if value is None:
        raise invalid(f"Value is required for operator {operator} ({of.name}).")
    if of.kind in ("group", "list"):
        raise invalid(f"Operator {operator} is not supported for {of.name}, which holds others.")
    textual = of.kind in ("text", "hyperparameter")
    if operator in _TEXT_ONLY:
        if not textual:
            raise invalid(f"Operator {operator} is only supported for text properties ({of.name}).")
        return _text_only(operator, value, of)
    if operator in _ORDERING and of.kind in ("text", "boolean"):
        raise invalid(f"Operator {operator} is not supported for {of.kind} properties ({of.name}).")
    if of.kind == "hyperparameter":
        return _hyperparameter(operator, value, of)
    return f"{of.sql} {_SIGNS[operator]} ?", (*of.values, _READ[of.kind](value, of.name))


def both(*conditions: Condition, word: str = "AND") -> Condition:
    """Conditions joined into one, in brackets."""
    sql = f" {word} ".join(clause for clause, _ in conditions)
    return f"({sql})", [value for _, values in conditions for value in values]


def _text_only(operator: str, value: str, of: Property) -> Condition:
    if operator == "Contains":
        return f"instr({of.sql}, ?) > 0", (*of.values, value)
    items = json.dumps([item.strip() for item in value.split(",")])
    return f"{of.sql} IN (SELECT value FROM json_each(?))", (*of.values, items)


def _hyperparameter(operator: str, value: str, of: Property) -> Condition:
    """Hyperparameters are text. Against a number, those that are numbers compare as numbers.

    As documented: decimals when the filter's value is one, cut to integers when it is an integer.
    """
    if not _NUMBER.fullmatch(value):
        if operator in _ORDERING:
            raise invalid(f"Operator {operator} needs a number as Value ({of.name}).")
        return f"{of.sql} {_SIGNS[operator]} ?", (*of.values, value)
    number = f"json_extract({of.sql}, '$')"
    if _INTEGER.fullmatch(value):
        number = f"CAST({number} AS INTEGER)"
    sign = _SIGNS[operator]
    is_number = (
        f"CASE WHEN json_valid({of.sql}) THEN json_type({of.sql}) IN ('integer', 'real')"
        " ELSE FALSE END"
    )
    otherwise = "NULL" if operator in _ORDERING else f"{of.sql} {sign} ?"
    bound = [*of.values, *of.values, *of.values, _number(value, of.name)]
    if operator not in _ORDERING:
        bound += [*of.values, value]
    return f"CASE WHEN {is_number} THEN {number} {sign} ? ELSE {otherwise} END", bound


def _number(value: str, name: str) -> float | int:
    if _INTEGER.fullmatch(value):
        return int(value)
    number = float(value) if _NUMBER.fullmatch(value) else math.inf
    if not math.isfinite(number):
        raise invalid(f"Invalid value '{value}' for {name}: it must be a number.")
    return number


def _boolean(value: str, name: str) -> int:
    if value.lower() not in ("true", "false"):
        raise invalid(f"Invalid value '{value}' for {name}: it must be true or false.")
    return int(value.lower() == "true")


def _timestamp(value: str, name: str) -> float:
    """Epoch seconds of an ISO 8601 time, UTC unless it says otherwise."""
    try:
        if not _TIME.fullmatch(value):
            raise ValueError(value)
        moment = datetime.fromisoformat(_six_digits(value).replace("Z", "+00:00"))
        return (moment if moment.tzinfo else moment.replace(tzinfo=timezone.utc)).timestamp()
    except (ValueError, OverflowError) as error:
        raise invalid(
            f"Invalid value '{value}' for {name}: it must be an ISO 8601 date-time of the form"
            " YYYY-mm-ddTHH:MM:SS."
        ) from error


def _six_digits(value: str) -> str:
    """Python 3.10 reads fractions of three or six digits only."""
    return re.sub(r"\.(\d+)", lambda found: f".{found[1]:0<6}", value)


def _text(value: str, name: str) -> str:
    return value


_READ: dict[str, Callable[[str, str], Any]] = {
    "text": _text,
    "number": _number,
    "boolean": _boolean,
    "timestamp": _timestamp,
}
