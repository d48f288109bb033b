"""FinalMetricDataList: the last value that each of a job's MetricDefinitions finds in its log.

Reads the log backwards once it is complete, in a process of its own: a regular expression can
take for ever, and nothing but the end of its process can stop it.
"""

from __future__ import annotations

import json
import math
import os
import re
import select
import signal
import time
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, NoReturn

from ..store.log_reader import LogReader
from .init import close_others

SECONDS = 3.0
"""What the search may take; metrics that it has not found by then are left out."""
_PAGE_EVENTS = 2000
_PAGE_BYTES = 1 << 20
_MAX_LINE = 16384
"""Characters of a line in which metrics are looked for."""


class MetricSearch:
    """A search that runs beside other work from its creation to ``result``."""

    def __init__(self, log: Path, definitions: Sequence[Mapping[str, str]]) -> None:
        self._end = time.monotonic() + SECONDS
        self._order = [definition["Name"] for definition in definitions]
        self._pid = 0
        if not definitions or not log.exists():
            return
        self._read, write = os.pipe()
        self._pid = os.fork()
        if self._pid == 0:
            _search_and_exit(log, definitions, write)
        os.close(write)

    def result(self) -> list[dict[str, Any]]:
        """The metrics in the order of their definitions: MetricName, Value, Timestamp."""
        if not self._pid:
            return []
        told = b""
        while select.select([self._read], [], [], max(self._end - time.monotonic(), 0.0))[0]:
            block = os.read(self._read, 65536)
            if not block:
                break
            told += block
        os.close(self._read)
        os.kill(self._pid, signal.SIGKILL)
        os.waitpid(self._pid, 0)
        self._pid = 0
        whole = told.rpartition(b"\n")[0].splitlines()
        found = {item["MetricName"]: item for item in map(json.loads, whole)}
        return [found[name] for name in self._order if name in found]


def last_values(log: Path, definitions: Sequence[Mapping[str, str]]) -> Iterator[dict[str, Any]]:
    """The last value of each metric, the latest first."""
    missing = {definition["Name"]: re.compile(definition["Regex"]) for definition in definitions}
    with LogReader(log) as reader:
        stop = reader.count
        while stop and missing:
            page = reader.events_before(stop, _PAGE_EVENTS, _PAGE_BYTES)
            stop -= len(page)
            for timestamp, line in reversed(page):
                for name, pattern in list(missing.items()):
                    value = _value(pattern, line[:_MAX_LINE])
                    if value is not None:
                        del missing[name]
                        yield {"MetricName": name, "Value": value, "Timestamp": timestamp / 1000}


def _value(pattern: re.Pattern[str], line: str) -> float | None:
    match = pattern.search(line)
    if match is None or not pattern.groups:
        return None
    try:
        value = float(match[1] or "")
    except ValueError:
        return None
    return value if math.isfinite(value) else None


def _search_and_exit(log: Path, definitions: Sequence[Mapping[str, str]], write: int) -> NoReturn:
    status = 1
    try:
        # The job's lock among them, which must not outlive the supervisor.
        close_others(write)
        signal.set_wakeup_fd(-1)
        signal.signal(signal.SIGTERM, signal.SIG_DFL)
        signal.alarm(int(SECONDS) + 1)
        for item in last_values(log, definitions):
            os.write(write, json.dumps(item).encode() + b"\n")
        status = 0
    finally:
        os._exit(status)
