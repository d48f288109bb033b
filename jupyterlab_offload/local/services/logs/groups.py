"""DescribeLogGroups."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ...context import Call, Engine
from ...store import log_streams
from ...store.log_streams import Group
from . import tokens
from .errors import invalid
from .view import group_arn, group_name, visible_until

_PAGE = 50


def describe_log_groups(call: Call, given: dict[str, Any]) -> Mapping[str, Any]:
    """Groups by name. There is one account, so linked accounts add nothing."""
    engine = call.engine
    prefix, pattern = given.get("logGroupNamePrefix"), given.get("logGroupNamePattern")
    if prefix is not None and pattern is not None:
        raise invalid("LogGroup name prefix and LogGroup name pattern are mutually exclusive.")
    names = given.get("logGroupIdentifiers")
    if names is not None and (prefix is not None or pattern is not None):
        raise invalid("logGroupIdentifiers cannot be combined with another filter.")
    groups = log_streams.groups(engine.db, visible_until(engine))
    if given.get("logGroupClass", "STANDARD") != "STANDARD":
        groups = []
    if names is not None:
        wanted = {group_name(engine, name) for name in names}
        groups = [group for group in groups if group.name in wanted]
    groups = [
        group
        for group in groups
        if group.name.startswith(prefix or "") and (pattern or "") in group.name
    ]
    return _page(engine, groups, given, bare=pattern is not None)


def _page(
    engine: Engine, groups: list[Group], given: Mapping[str, Any], bare: bool
) -> Mapping[str, Any]:
    filters = ("logGroupNamePrefix", "logGroupNamePattern", "logGroupIdentifiers", "logGroupClass")
    scope = [given.get(name) for name in filters]
    if "nextToken" in given:
        (after,) = tokens.read(given["nextToken"], scope, str)
        groups = [group for group in groups if group.name > after]
    page = groups[: given.get("limit", _PAGE)]
    answer: dict[str, Any] = {"logGroups": [_described(engine, group, bare) for group in page]}
    if len(page) < len(groups):
        answer["nextToken"] = tokens.make(scope, [page[-1].name])
    return answer


def _described(engine: Engine, group: Group, bare: bool) -> Mapping[str, Any]:
    arn = group_arn(engine, group.name)
    described = {"logGroupName": group.name, "creationTime": group.first, "arn": arn + ":*"}
    if bare:
        return described
    return described | {
        "logGroupArn": arn,
        "metricFilterCount": 0,
        "storedBytes": group.size,
        "logGroupClass": "STANDARD",
    }
