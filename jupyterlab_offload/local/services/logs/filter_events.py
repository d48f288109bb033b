"""FilterLogEvents: the matching events of many streams, in the order of time."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from typing import Any

from ...context import Call, Engine
from ...store import log_streams
from ...store.log_reader import EVENT_OVERHEAD
from ...store.log_streams import Stream
from . import tokens
from .errors import invalid
from .merge import Found, Place, Range, merged
from .pattern import Matcher, compile_pattern
from .view import PAGE_BYTES, PAGE_EVENTS, group_of, stream_of, visible_until

SEARCHED_EVENTS = 20_000
"""A request looks at no more than that, so that it holds up no other; the rest by nextToken."""
SEARCHED_BYTES = 8 << 20
SEARCHED_STREAMS = 1000

_NEWEST_FIRST_SINCE = 1_704_067_200_000
"""1 January 2024 (ms): AWS gives only later events newest first."""


def filter_log_events(call: Call, given: dict[str, Any]) -> Mapping[str, Any]:
    """A page, which may be empty; there may be more as long as it has a nextToken."""
    engine = call.engine
    until = visible_until(engine)
    group = group_of(engine, given, until)
    matches = compile_pattern(given.get("filterPattern", ""))
    names, prefix = given.get("logStreamNames"), given.get("logStreamNamePrefix")
    if names is not None and prefix is not None:
        raise invalid("logStreamNames and logStreamNamePrefix cannot be specified together.")
    scope = [group, names, prefix] + [
        given.get(name) for name in ("startTime", "endTime", "filterPattern")
    ]
    wanted = _range(given, until, scope)
    streams = _streams(engine, group, names, prefix or "", wanted, until)
    limit = given.get("limit", PAGE_EVENTS)
    page, last = _search(merged(engine, streams, wanted), matches, limit)
    answer: dict[str, Any] = {
        "events": [_event(found) for found in page],
        # AWS gives an empty list since 2020.
        "searchedLogStreams": [],
    }
    if last is not None:
        answer["nextToken"] = tokens.make(scope, [int(wanted.backward), *last])
    return answer


def _range(given: Mapping[str, Any], visible: int, scope: object) -> Range:
    since, until = given.get("startTime", 0), min(given.get("endTime", visible), visible)
    if "nextToken" in given:
        backward, *after = tokens.read(given["nextToken"], scope, int, int, str, int)
        place = Place(*after)
        if backward:
            return Range(since, min(until, place.time), place, True)
        return Range(max(since, place.time), until, place, False)
    backward = not given.get("startFromHead", True)
    if backward and since < _NEWEST_FIRST_SINCE:
        raise invalid(
            "startFromHead can be false only with a startTime on or after"
            " January 1, 2024 00:00:00 UTC."
        )
    return Range(since, until, None, backward)


def _streams(
    engine: Engine, group: str, names: list[str] | None, prefix: str, wanted: Range, visible: int
) -> list[Stream]:
    if names is None:
        return log_streams.touching(engine.db, group, wanted.since, wanted.until, prefix)
    return [stream_of(engine, group, name, visible) for name in sorted(set(names))]


def _search(
    events: Iterator[Found], matches: Matcher | None, limit: int
) -> tuple[list[Found], Place | None]:
    """The page, and the last place that was looked at when there is more behind it."""
    page: list[Found] = []
    last: Place | None = None
    size = used = 0
    streams: set[str] = set()
    for searched, found in enumerate(events):
        streams.add(found.place.stream)
        if (
            len(page) >= limit
            or searched >= SEARCHED_EVENTS
            or size >= SEARCHED_BYTES
            or len(streams) > SEARCHED_STREAMS
        ):
            return page, last
        size += len(found.message)
        if matches is None or matches(found.message):
            used += len(found.message.encode()) + EVENT_OVERHEAD
            if page and used > PAGE_BYTES:
                return page, last
            page.append(found)
        last = found.place
    return page, None


def _event(found: Found) -> Mapping[str, Any]:
    place = found.place
    return {
        "logStreamName": place.stream,
        "timestamp": place.time,
        "message": found.message,
        "ingestionTime": place.time,
        "eventId": _event_id(place),
    }


def _event_id(place: Place) -> str:
    """56 digits as in AWS: unique, and in the order of time."""
    stream = int.from_bytes(hashlib.blake2b(place.stream.encode(), digest_size=8).digest(), "big")
    return f"{place.time << 112 | stream << 48 | place.number:056d}"
