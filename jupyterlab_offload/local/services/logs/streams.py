"""DescribeLogStreams."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ...context import Call, Engine
from ...store import log_streams
from ...store.log_streams import Stream
from . import tokens
from .errors import invalid
from .view import group_arn, group_of, open_stream, visible_until

_PAGE = 50
_BY_TIME = "LastEventTime"


def describe_log_streams(call: Call, given: dict[str, Any]) -> Mapping[str, Any]:
    engine = call.engine
    until = visible_until(engine)
    group = group_of(engine, given, until)
    prefix = given.get("logStreamNamePrefix", "")
    by_time = given.get("orderBy") == _BY_TIME
    if by_time and prefix:
        raise invalid("Cannot order by LastEventTime with a logStreamNamePrefix.")
    descending = given.get("descending", False)
    limit = given.get("limit", _PAGE)
    scope = [group, prefix, by_time, descending]
    token = given.get("nextToken")
    if by_time:
        after = tokens.read(token, scope, int, str) if token else None
        found = _by_time(engine, group, until, after, descending)
        position = [[last, stream.name] for last, stream in found[:limit]]
        streams = [stream for _, stream in found[: limit + 1]]
    else:
        last_name = tokens.read(token, scope, str)[0] if token else None
        streams = log_streams.by_name(
            engine.db, group, until, prefix, last_name, limit + 1, descending
        )
        position = [[stream.name] for stream in streams[:limit]]
    answer: dict[str, Any] = {
        "logStreams": [_described(engine, group, stream, until) for stream in streams[:limit]]
    }
    if len(streams) > limit:
        answer["nextToken"] = tokens.make(scope, position[-1])
    return answer


def _by_time(
    engine: Engine, group: str, until: int, after: list[Any] | None, descending: bool
) -> list[tuple[int, Stream]]:
    """A group's streams with their last visible event's time, ordered by it, behind ``after``."""
    streams = log_streams.by_name(engine.db, group, until)
    timed = [(_last_time(engine, stream, until), stream) for stream in streams]
    timed.sort(key=lambda item: (item[0], item[1].name), reverse=descending)
    if after is None:
        return timed
    bound = (after[0], after[1])
    return [
        (last, stream)
        for last, stream in timed
        if ((last, stream.name) < bound if descending else (last, stream.name) > bound)
    ]


def _last_time(engine: Engine, stream: Stream, until: int) -> int:
    if stream.last is not None and stream.last <= until:
        return stream.last
    with open_stream(engine, stream, until) as reader:
        return reader.last_time or stream.first


def _described(engine: Engine, group: str, stream: Stream, until: int) -> Mapping[str, Any]:
    last = _last_time(engine, stream, until)
    return {
        "logStreamName": stream.name,
        "creationTime": stream.first,
        "firstEventTimestamp": stream.first,
        "lastEventTimestamp": last,
        "lastIngestionTime": last,
        "arn": f"{group_arn(engine, group)}:log-stream:{stream.name}",
        # CloudWatch reports zero for every stream since 2019.
        "storedBytes": 0,
    }
