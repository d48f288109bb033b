"""What Search is documented to find, evaluated in plain Python over whole records."""

from __future__ import annotations

import json
import operator
import re
from datetime import datetime, timezone
from typing import Any

_COMPARE = {
    "Equals": operator.eq,
    "GreaterThan": operator.gt,
    "GreaterThanOrEqualTo": operator.ge,
    "LessThan": operator.lt,
    "LessThanOrEqualTo": operator.le,
}
TIMES = ("CreationTime", "LastModifiedTime", "TrainingStartTime")
NUMBERS = ("TrainingTimeInSeconds", "ResourceConfig.VolumeSizeInGB")


def matches(record: dict[str, Any], expression: dict[str, Any]) -> bool:
    results = [_filter(one, value_of(record, one["Name"])) for one in expression.get("Filters", [])]
    results += [_nested(record, one) for one in expression.get("NestedFilters", [])]
    results += [matches(record, one) for one in expression.get("SubExpressions", [])]
    return any(results) if expression.get("Operator") == "Or" else all(results)


def value_of(record: Any, name: str) -> Any:
    """The value of a property, None when the record has none."""
    head, _, rest = name.partition(".")
    if head == "Tags":
        return {tag["Key"]: tag["Value"] for tag in record.get("Tags", [])}.get(rest)
    if head == "Metrics":
        found = record.get("FinalMetricDataList", [])
        return {metric["MetricName"]: metric["Value"] for metric in found}.get(rest)
    if head in ("HyperParameters", "Environment") and rest:
        return record.get(head, {}).get(rest)
    value = record.get(head)
    return value if not rest or value is None else value_of(value, rest)


def _nested(record: dict[str, Any], given: dict[str, Any]) -> bool:
    prefix = f"{given['NestedPropertyName']}."
    items = value_of_list(record, given["NestedPropertyName"])
    return any(
        all(_filter(one, value_of(item, one["Name"][len(prefix) :])) for one in given["Filters"])
        for item in items
    )


def value_of_list(record: dict[str, Any], name: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = record.get(name, [])
    return found


def _filter(given: dict[str, Any], value: Any) -> bool:
    how, wanted = given.get("Operator", "Equals"), given.get("Value")
    if how in ("Exists", "NotExists"):
        return (value is not None) == (how == "Exists")
    if value is None:
        return how == "NotEquals"
    assert wanted is not None
    if how == "Contains":
        return wanted in value
    if how == "In":
        return value in [item.strip() for item in wanted.split(",")]
    value, compared = _as_documented(given["Name"], value, wanted)
    if how == "NotEquals":
        return bool(value != compared)
    if isinstance(value, str):
        return how == "Equals" and bool(value == compared)
    return bool(_COMPARE[how](value, compared))


def _as_documented(name: str, value: Any, wanted: str) -> tuple[Any, Any]:
    if isinstance(value, bool):
        return value, wanted == "true"
    if name in TIMES:
        return value, datetime.fromisoformat(wanted).replace(tzinfo=timezone.utc).timestamp()
    if name.startswith("HyperParameters."):
        return _hyperparameter(value, wanted)
    return value, wanted if isinstance(value, str) else float(wanted)


def _hyperparameter(value: str, wanted: str) -> tuple[Any, Any]:
    if not re.fullmatch(r"-?\d+(\.\d+)?", wanted):
        return value, wanted
    try:
        number = json.loads(value)
    except ValueError:
        number = None
    if isinstance(number, bool) or not isinstance(number, (int, float)):
        return value, wanted
    return (number, float(wanted)) if "." in wanted else (int(number), int(wanted))
