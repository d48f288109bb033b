"""What a caller can see now: groups, streams and events old enough for the scenario's delay."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from ...context import Engine
from ...store import log_streams
from ...store.log_reader import LogReader
from ...store.log_streams import Stream
from .errors import invalid, no_group, no_stream

PAGE_BYTES = 1 << 20
"""The most that a page of events holds, counted as PutLogEvents counts."""
PAGE_EVENTS = 10_000

_ARN = re.compile(r"arn:aws[\w-]*:logs:([\w-]*):(\d*):log-group:([^:]+)")


def visible_until(engine: Engine) -> int:
    """The time (ms) of the latest event that may be seen."""
    return int((engine.clock() - engine.scenario.log_delay) * 1000)


def group_of(engine: Engine, given: Mapping[str, Any], until: int) -> str:
    """The existing group that a request names, by name or by identifier. Raises AWSError."""
    name, identifier = given.get("logGroupName"), given.get("logGroupIdentifier")
    if (name is None) == (identifier is None):
        raise invalid("Specify either logGroupName or logGroupIdentifier, but not both.")
    group = name or group_name(engine, identifier or "")
    if not log_streams.has_group(engine.db, group, until):
        raise no_group()
    return group


def group_name(engine: Engine, identifier: str) -> str:
    """The name that a group's name or ARN stands for. Raises AWSError for a foreign ARN."""
    if not identifier.startswith("arn:"):
        return identifier
    arn = _ARN.fullmatch(identifier)
    if arn is None:
        raise invalid(f"Invalid log group identifier: {identifier}")
    if engine.arn("logs", f"log-group:{arn[3]}").split(":")[3:5] != [arn[1], arn[2]]:
        raise no_group()
    return arn[3]


def stream_of(engine: Engine, group: str, name: str, until: int) -> Stream:
    stream = log_streams.get(engine.db, group, name, until)
    if stream is None:
        raise no_stream()
    return stream


def open_stream(engine: Engine, stream: Stream, until: int) -> LogReader:
    """The stream's events up to ``until`` (ms)."""
    return LogReader(text_of(engine, stream), until)


def text_of(engine: Engine, stream: Stream) -> Path:
    return engine.home.logs / stream.path


def group_arn(engine: Engine, group: str) -> str:
    return engine.arn("logs", f"log-group:{group}")
