"""What an engine is doing, told without asking it: from its record, its index and its folder."""

from __future__ import annotations

import json
import sqlite3
import time
from dataclasses import dataclass

from ..home import Home
from .errors import IndexDamaged
from .health import HOST
from .record import running


@dataclass(frozen=True)
class EngineStatus:
    """A running engine. Times are epoch seconds, sizes are bytes; nothing here is secret."""

    url: str
    port: int
    pid: int
    version: str
    region: str
    started: float
    python: str
    home: str
    scenario: str | None
    contents: Contents


@dataclass(frozen=True)
class Contents:
    """What a home holds. ``jobs_by_status`` counts by TrainingJobStatus."""

    jobs_by_status: dict[str, int]
    jobs_waiting: int
    buckets: int
    objects: int
    object_bytes: int

    @property
    def jobs_unfinished(self) -> int:
        """Jobs that are running, stopping or waiting."""
        return sum(self.jobs_by_status.get(name, 0) for name in ("InProgress", "Stopping"))


NOTHING = Contents({}, 0, 0, 0, 0)


def status(home: Home) -> EngineStatus | None:
    """The running engine's status; None when none is running."""
    record = running(home)
    if record is None or record.pid is None:
        return None
    return EngineStatus(
        url=f"http://{HOST}:{record.port}",
        port=record.port,
        pid=record.pid,
        version=record.version,
        region=record.region,
        started=record.started,
        python=record.python,
        home=str(home.root),
        scenario=_scenario_name(home),
        contents=contents(home),
    )


def contents(home: Home, wait_seconds: float = 2.0) -> Contents:
    """What the index counts; all zero for a home that was never used. Raises IndexDamaged."""
    if not home.index_file.exists():
        return NOTHING
    connection = sqlite3.connect(
        f"{home.index_file.as_uri()}?mode=ro", uri=True, timeout=wait_seconds
    )
    try:
        jobs = dict(connection.execute("SELECT status, count(*) FROM jobs GROUP BY status"))
        waiting = connection.execute(
            "SELECT count(*) FROM jobs WHERE status = 'InProgress' AND secondary = 'Starting'"
        ).fetchone()[0]
        buckets = connection.execute("SELECT count(*) FROM buckets").fetchone()[0]
        objects, size = connection.execute(
            "SELECT count(*), coalesce(sum(size), 0) FROM objects"
        ).fetchone()
    except sqlite3.OperationalError:
        # The very first start is creating the tables just now.
        return NOTHING
    except sqlite3.DatabaseError as error:
        raise IndexDamaged(home.index_file, error) from error
    finally:
        connection.close()
    return Contents(jobs, waiting, buckets, objects, size)


def uptime(status: EngineStatus, now: float | None = None) -> str:
    """How long an engine has been running, in words."""
    minutes = int(((time.time() if now is None else now) - status.started) // 60)
    if minutes < 1:
        return "less than a minute"
    hours, minutes = divmod(minutes, 60)
    return f"{hours} h {minutes} min" if hours else f"{minutes} min"


def _scenario_name(home: Home) -> str | None:
    try:
        return str(json.loads(home.scenario_file.read_text("utf-8")).get("name", "unnamed"))
    except (OSError, ValueError, AttributeError):
        return None
