"""The properties of a training job that Search knows, and where the index has each.

Names and types come from the service model's TrainingJob shape; beside them stand the two kinds
that its documentation adds, ``Tags.<key>`` and ``Metrics.<name>``.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import Any

from botocore.model import ListShape, Shape, StructureShape

from ....protocol.errors import AWSError
from ..describe import COLUMNS, REQUESTED, STATE
from ..errors import invalid
from ..shapes import structure

_KINDS = {
    "string": "text",
    "integer": "number",
    "long": "number",
    "float": "number",
    "double": "number",
    "boolean": "boolean",
    "timestamp": "timestamp",
    "structure": "group",
    "map": "group",
    "list": "list",
}
_RECORD = "TrainingJob"
_PLAIN_KEY = re.compile(r'[^"\\\x00-\x1f]+')
_ARTIFACTS = {"ModelArtifacts": "group", "ModelArtifacts.S3ModelArtifacts": "text"}
"""The state has the URI alone."""


@dataclass(frozen=True)
class Property:
    """An SQL expression over a row of ``jobs`` (or an item of a list) and what it binds.

    ``kind``: text, number, boolean, timestamp, hyperparameter (text that may hold a number);
    group and list can only be asked whether they exist.
    """

    name: str
    sql: str
    kind: str
    values: tuple[Any, ...] = ()


@dataclass(frozen=True)
class ListProperty:
    """A list of structures: the FROM clause that gives its items, and the item's shape."""

    name: str
    source: str
    item: Shape


def _unknown(name: str) -> AWSError:
    return invalid(f"Unknown property name: {name}")


def find(name: str) -> Property:
    """The property of that name. Raises AWSError when there is none, or only in lists."""
    head, _, rest = name.partition(".")
    if head == "Tags" and rest:
        sql = "(SELECT value FROM tags WHERE tags.arn = jobs.arn AND tags.key = ?)"
        return Property(name, sql, "text", (rest,))
    if head == "Metrics" and rest:
        sql = (
            "(SELECT json_extract(value, '$.Value') FROM json_each(jobs.state, '$.metrics')"
            " WHERE json_extract(value, '$.MetricName') = ?)"
        )
        return Property(name, sql, "number", (rest,))
    if head == "Tags":
        raise invalid(f"{name} is a list: name a tag as Tags.<key>, or use NestedFilters.")
    if name in _ARTIFACTS:
        return Property(name, "json_extract(jobs.state, '$.artifacts')", _ARTIFACTS[name])
    shape = structure(_RECORD).members.get(head)
    if shape is None:
        raise _unknown(name)
    return _walk(name, _base(head), shape, rest)


def find_list(name: str) -> ListProperty:
    """The list of that name, for NestedFilters. Raises AWSError when it is not one."""
    if name == "Tags":
        source = "(SELECT json_object('Key', key, 'Value', value) AS value FROM tags"
        return ListProperty(name, f"{source} WHERE tags.arn = jobs.arn)", structure("Tag"))
    head, *path = name.split(".")
    shape: Shape | None = structure(_RECORD).members.get(head)
    for part in path:
        shape = shape.members.get(part) if isinstance(shape, StructureShape) else None
    if shape is None:
        raise _unknown(name)
    if not isinstance(shape, ListShape) or shape.member.type_name != "structure":
        raise invalid(f"{name} cannot be used as NestedPropertyName: it is not a list of objects.")
    base = _base(head)
    place = ".".join([base.path, *path])
    return ListProperty(name, f"json_each({base.column}, '{place}')", shape.member)


def find_in(of: ListProperty, name: str) -> Property:
    """A property of a list's items, by its whole name. Raises AWSError."""
    prefix = f"{of.name}."
    if not name.startswith(prefix):
        raise invalid(f"{name} is not a property of {of.name}.")
    return _walk(name, _Base("item.value", "$"), of.item, name[len(prefix) :])


@dataclass(frozen=True)
class _Base:
    """Where a member begins: a column that holds it, or JSON and a path in it."""

    column: str
    path: str = ""


def _base(member: str) -> _Base:
    if member in COLUMNS:
        return _Base(f"jobs.{COLUMNS[member]}")
    if member in STATE:
        return _Base("jobs.state", f"$.{STATE[member]}")
    if member in REQUESTED:
        return _Base("jobs.request", f"$.{member}")
    # In AWS's model, but no job of this engine ever has it.
    return _Base("NULL", "$")


def _walk(name: str, base: _Base, shape: Shape, rest: str) -> Property:
    """Follows ``rest`` through structures to its end or into a map, whose keys may have dots."""
    path = base.path
    while rest:
        if shape.type_name == "list":
            raise invalid(f"{name} is in a list: use NestedFilters.")
        if shape.type_name == "map":
            return _map_entry(name, _Base(base.column, path), rest)
        part, _, rest = rest.partition(".")
        if not isinstance(shape, StructureShape) or part not in shape.members:
            raise _unknown(name)
        shape = shape.members[part]
        path = f"{path}.{part}"
    sql = f"json_extract({base.column}, '{path}')" if path else base.column
    return Property(name, sql, _KINDS[shape.type_name])


def _map_entry(name: str, base: _Base, key: str) -> Property:
    kind = "hyperparameter" if name.startswith("HyperParameters.") else "text"
    if _PLAIN_KEY.fullmatch(key):
        sql = f"json_extract({base.column}, ?)"
        return Property(name, sql, kind, (f'{base.path}."{key}"',))
    # A JSON path cannot quote such a key, and SQLite's releases differ in how json_each shows it.
    sql = f"(SELECT value FROM json_each({base.column}, '{base.path}') WHERE key IN (?, ?))"
    return Property(name, sql, kind, (key, json.dumps(key, ensure_ascii=False)[1:-1]))
