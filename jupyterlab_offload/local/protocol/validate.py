"""Checks an input against its service model, in AWS's words.

What the model says of each shape is worked out once, into a function for each shape. A value of
the wrong type ends the check (SerializationException); broken constraints are collected.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NoReturn

from botocore.model import ListShape, MapShape, Shape, StructureShape

from .constraints import Constraint, constraints, shown
from .errors import AWSError
from .wiretypes import reader

_CODES = {"logs": "InvalidParameterException", "sts": "ValidationError"}
_DEFAULT_CODE = "ValidationException"

Check = Callable[[Any, str, "Problems"], Any]
"""Takes a value and where it stands, notes what is wrong, gives the value as operations get it."""


class Problems:
    """What is wrong with one input."""

    def __init__(self) -> None:
        self.found: list[str] = []

    def add(self, value: str, path: str, constraint: str) -> None:
        self.found.append(f"{value} at '{path}' failed to satisfy constraint: {constraint}")


class Validator:
    """Checks inputs of one service's operations."""

    def __init__(self, service: str) -> None:
        self._code = _CODES.get(service, _DEFAULT_CODE)
        self._checks: dict[str, Check] = {}

    def validate(self, shape: Shape | None, value: dict[str, Any]) -> dict[str, Any]:
        """The checked input: no members that are null, blobs decoded. Raises AWSError."""
        if shape is None:
            if value:
                self._fail([f"Value {shown(value)} is not expected: the operation has no input"])
            return {}
        problems = Problems()
        checked: dict[str, Any] = self._check(shape)(value, "", problems)
        if problems.found:
            self._fail(problems.found)
        return checked

    def _fail(self, found: list[str]) -> NoReturn:
        errors = "error" if len(found) == 1 else "errors"
        raise AWSError(self._code, f"{len(found)} validation {errors} detected: {'; '.join(found)}")

    def _check(self, shape: Shape) -> Check:
        """The shape's check; shapes may contain themselves, so it is made when first needed."""
        known = self._checks.get(shape.name)
        if known is None:
            known = self._checks[shape.name] = self._make(shape)
        return known

    def _make(self, shape: Shape) -> Check:
        if isinstance(shape, StructureShape):
            return self._structure(shape)
        if isinstance(shape, ListShape):
            return self._list(shape)
        if isinstance(shape, MapShape):
            return self._map(shape)
        return _scalar(shape)

    def _structure(self, shape: StructureShape) -> Check:
        members, required = shape.members, shape.required_members
        paths = {name: name[:1].lower() + name[1:] for name in members}
        union = shape.is_tagged_union

        def check(value: Any, path: str, problems: Problems) -> dict[str, Any]:
            if not isinstance(value, dict):
                raise _unexpected(value, path)
            prefix = f"{path}." if path else ""
            checked = {}
            for name, part in value.items():
                if name not in members:
                    problems.add(
                        f"Value {shown(part)}",
                        prefix + name,
                        "Member is not known to the service model",
                    )
                elif part is not None:
                    checked[name] = self._check(members[name])(part, prefix + paths[name], problems)
            for name in required:
                if value.get(name) is None:
                    problems.add("Value null", prefix + paths[name], "Member must not be null")
            if union and len(checked) != 1:
                raise AWSError("SerializationException", f"{path} must have exactly one member.")
            return checked

        return check

    def _list(self, shape: ListShape) -> Check:
        member, limits = shape.member, constraints(shape)
        nested = isinstance(member, (StructureShape, ListShape, MapShape))
        member_limits = [] if nested else constraints(member)

        def check(value: Any, path: str, problems: Problems) -> list[Any]:
            if not isinstance(value, list):
                raise _unexpected(value, path)
            _apply(limits, value, path, problems)
            checked = []
            for number, part in enumerate(value, 1):
                place = f"{path}.{number}.member"
                if part is None:
                    problems.add("Value null", place, "Member must not be null")
                else:
                    item = self._check(member) if nested else reader(member)
                    checked.append(item(part, place, problems))
            if not all(limit.holds(part) for part in checked for limit in member_limits):
                problems.add(f"Value {shown(value)}", path, _all(member_limits, "Member"))
            return checked

        return check

    def _map(self, shape: MapShape) -> Check:
        of_keys, of_values = constraints(shape.key), []
        nested = isinstance(shape.value, (StructureShape, ListShape, MapShape))
        if not nested:
            of_values = constraints(shape.value)
        limits, value_shape = constraints(shape), shape.value

        def check(value: Any, path: str, problems: Problems) -> dict[str, Any]:
            if not isinstance(value, dict):
                raise _unexpected(value, path)
            _apply(limits, value, path, problems)
            checked = {}
            for key, part in value.items():
                place = f"{path}.{key}.member"
                if part is None:
                    problems.add("Value null", place, "Member must not be null")
                else:
                    item = self._check(value_shape) if nested else reader(value_shape)
                    checked[key] = item(part, place, problems)
            if not all(limit.holds(key) for key in checked for limit in of_keys):
                problems.add(f"Value {shown(value)}", path, _all(of_keys, "Map keys"))
            if not all(limit.holds(part) for part in checked.values() for limit in of_values):
                problems.add(f"Value {shown(value)}", path, _all(of_values, "Map value"))
            return checked

        return check


def validator(service: str) -> Validator:
    """The validator of a service, which keeps what it has worked out of the model."""
    found = _validators.get(service)
    if found is None:
        found = _validators[service] = Validator(service)
    return found


_validators: dict[str, Validator] = {}


def _scalar(shape: Shape) -> Check:
    read, limits = reader(shape), constraints(shape)

    def check(value: Any, path: str, problems: Problems) -> Any:
        checked = read(value, path, problems)
        _apply(limits, checked, path, problems)
        return checked

    return check


def _apply(limits: list[Constraint], value: Any, path: str, problems: Problems) -> None:
    for limit in limits:
        if not limit.holds(value):
            problems.add(limit.shown(value), path, limit.text)


def _all(limits: list[Constraint], of: str) -> str:
    return f"{of} must satisfy constraint: [{', '.join(limit.text for limit in limits)}]"


def _unexpected(value: Any, path: str) -> AWSError:
    what = "A single value"
    if isinstance(value, (list, dict)):
        what = f"Start of {'list' if isinstance(value, list) else 'structure or map'}"
    return AWSError("SerializationException", f"{what} found where not expected, at '{path}'.")
