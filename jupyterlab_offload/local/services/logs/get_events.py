"""GetLogEvents: one stream, forwards or backwards, by tokens that never end."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from ...context import Call
from ...store.log_reader import Event, LogReader
from .errors import invalid
from .tokens import bad_token
from .view import PAGE_BYTES, PAGE_EVENTS, group_of, open_stream, stream_of, visible_until

_TOKEN = re.compile(r"([fb])/([0-9]{56})")


def get_log_events(call: Call, given: dict[str, Any]) -> Mapping[str, Any]:
    """A page in the order of time. A token stands between two events of the stream.

    At either end the answer's token is the one sent, and the page is empty.
    """
    engine = call.engine
    until = visible_until(engine)
    group = group_of(engine, given, until)
    stream = stream_of(engine, group, given["logStreamName"], until)
    with open_stream(engine, stream, until) as reader:
        first, events = _page(reader, given)
    return {
        "events": [
            {"timestamp": time, "message": message, "ingestionTime": time}
            for time, message in events
        ],
        "nextForwardToken": f"f/{first + len(events):056d}",
        "nextBackwardToken": f"b/{first:056d}",
    }


def _page(reader: LogReader, given: Mapping[str, Any]) -> tuple[int, list[Event]]:
    """The number of the page's first event (or where it would be) and the page."""
    low, high = _window(reader, given)
    limit = given.get("limit", PAGE_EVENTS)
    forward, place = _start(given, low, high)
    if forward:
        start = max(place, low)
        events = reader.events(start, limit, PAGE_BYTES, stop=high)
        return (start if events else place), events
    stop = min(place, high)
    events = reader.events_before(stop, limit, PAGE_BYTES, first=low)
    return (stop - len(events) if events else place), events


def _window(reader: LogReader, given: Mapping[str, Any]) -> tuple[int, int]:
    """The events from startTime on and before endTime: first number, and that after the last."""
    low = reader.find_time(given["startTime"]) if "startTime" in given else 0
    high = reader.find_time(given["endTime"]) if "endTime" in given else reader.count
    return low, high


def _start(given: Mapping[str, Any], low: int, high: int) -> tuple[bool, int]:
    """Whether to go forward, and from which event."""
    from_head = given.get("startFromHead", False)
    if "nextToken" not in given:
        return (True, low) if from_head else (False, high)
    token = _TOKEN.fullmatch(given["nextToken"])
    if token is None:
        raise bad_token()
    forward = token[1] == "f"
    if forward and not from_head:
        # The service model says so; without it AWS promises nothing.
        raise invalid("startFromHead must be true when nextToken is a nextForwardToken.")
    return forward, int(token[2])
