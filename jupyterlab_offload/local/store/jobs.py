"""Training jobs in the index: accepted, advanced through their life, asked to stop.

Engine and supervisors both write here; each change is one transaction, so a reader in any
process always sees a whole record. Standard library only.
"""

from __future__ import annotations

import json
import math
import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from .db import Database

TERMINAL = frozenset({"Completed", "Failed", "Stopped"})
"""Values of TrainingJobStatus that never change again."""


class JobExists(Exception):
    """A job of that name was accepted before; names are used once, for ever.

    ``arn`` is the older job's. ARNs are in lower case, so "Job" and "job" are one name here.
    """

    def __init__(self, arn: str) -> None:
        super().__init__(arn)
        self.arn = arn


@dataclass(frozen=True)
class Job:
    """One training job. ``request`` is the accepted CreateTrainingJob input, without Tags and
    with the members that AWS fills in. Times are in whole milliseconds, as clients see them.

    ``state`` holds what came after, all members optional but ``transitions``:
    transitions      [{Status, StartTime, EndTime?, StatusMessage}], in order
    started, ended   TrainingStartTime, TrainingEndTime (epoch seconds)
    failure          FailureReason, at most 1,024 characters
    artifacts        S3 URI of the model artifacts
    output           S3 URI of the output artifacts
    metrics          [{MetricName, Value, Timestamp}], FinalMetricDataList
    training, billable  TrainingTimeInSeconds and BillableTimeInSeconds, set by ``advance``
                     once a started job has ended; a ``billable`` that is given counts
    exit_code        the algorithm's exit status
    stop_requested   epoch seconds of the first StopTrainingJob
    """

    name: str
    arn: str
    status: str
    secondary: str
    created: float
    modified: float
    request: dict[str, Any]
    state: dict[str, Any]

    @property
    def is_terminal(self) -> bool:
        return self.status in TERMINAL


def from_row(row: sqlite3.Row) -> Job:
    """A job from a row of ``SELECT * FROM jobs``."""
    return Job(
        name=row["name"],
        arn=row["arn"],
        status=row["status"],
        secondary=row["secondary"],
        created=row["created"],
        modified=row["modified"],
        request=json.loads(row["request"]),
        state=json.loads(row["state"]),
    )


def create(
    db: Database,
    request: Mapping[str, Any],
    arn: str,
    tags: Mapping[str, str],
    now: float,
    message: str,
) -> Job:
    """Records an accepted job as InProgress/Starting, with its tags. Raises JobExists."""
    name = request["TrainingJobName"]
    resources = request["ResourceConfig"]
    now = round(now, 3)
    state = {"transitions": [{"Status": "Starting", "StartTime": now, "StatusMessage": message}]}
    with db.write():
        if db.one("SELECT 1 FROM jobs WHERE arn = ?", arn):
            raise JobExists(arn)
        db.run(
            "INSERT INTO jobs (name, arn, status, secondary, created, modified, instance_type,"
            " instances, request, state) VALUES (?, ?, 'InProgress', 'Starting', ?, ?, ?, ?, ?, ?)",
            name,
            arn,
            now,
            now,
            resources.get("InstanceType", ""),
            resources.get("InstanceCount", 1),
            _search_text(request),
            json.dumps(state),
        )
        for key, value in tags.items():
            db.run("INSERT INTO tags (arn, key, value) VALUES (?, ?, ?)", arn, key, value)
    job = get(db, name)
    assert job is not None
    return job


def get(db: Database, name: str) -> Job | None:
    row = db.one("SELECT * FROM jobs WHERE name = ?", name)
    return from_row(row) if row else None


def get_by_arn(db: Database, arn: str) -> Job | None:
    row = db.one("SELECT * FROM jobs WHERE arn = ?", arn)
    return from_row(row) if row else None


def instances_in_use(db: Database, instance_type: str, spot: bool) -> int:
    """How many instances of a type unfinished jobs hold or wait for; spot ones count apart."""
    row = db.one(
        "SELECT COALESCE(SUM(instances), 0) AS used FROM jobs"
        " WHERE status IN ('InProgress', 'Stopping') AND instance_type = ?"
        " AND COALESCE(json_extract(request, '$.EnableManagedSpotTraining'), 0) = ?",
        instance_type,
        int(spot),
    )
    assert row is not None
    return int(row["used"])


def unfinished(db: Database) -> list[Job]:
    """Jobs that are not terminal, in the order in which they were accepted."""
    rows = db.all("SELECT * FROM jobs WHERE status IN ('InProgress', 'Stopping') ORDER BY seq")
    return [from_row(row) for row in rows]


def advance(
    db: Database,
    name: str,
    secondary: str,
    now: float,
    message: str,
    status: str | None = None,
    **facts: Any,
) -> Job:
    """Moves a job to a secondary status and, where given, to a new TrainingJobStatus.

    The same secondary status again only changes its message. ``facts`` are merged into the
    state. A terminal job is returned as it is: the first end counts.
    """
    now = round(now, 3)
    with db.write():
        row = db.one("SELECT * FROM jobs WHERE name = ?", name)
        if row is None:
            raise KeyError(name)
        job = from_row(row)
        if job.is_terminal:
            return job
        _move(job.state, secondary, now, message, ended=status in TERMINAL)
        job.state.update(facts)
        if status in TERMINAL:
            _close(job.state)
        db.run(
            "UPDATE jobs SET status = ?, secondary = ?, modified = ?, state = ? WHERE name = ?",
            status or job.status,
            secondary,
            now,
            json.dumps(job.state),
            name,
        )
    moved = get(db, name)
    assert moved is not None
    return moved


def request_stop(db: Database, name: str, now: float, message: str) -> Job | None:
    """Turns a running job to Stopping, once; None when there is no such job.

    A terminal or already stopping job is returned unchanged.
    """
    job = get(db, name)
    if job is None or job.is_terminal or job.status == "Stopping":
        return job
    return advance(db, name, "Stopping", now, message, status="Stopping", stop_requested=now)


def _move(state: dict[str, Any], secondary: str, now: float, message: str, ended: bool) -> None:
    transitions = state["transitions"]
    if transitions[-1]["Status"] == secondary:
        transitions[-1]["StatusMessage"] = message
    else:
        transitions[-1]["EndTime"] = now
        transitions.append({"Status": secondary, "StartTime": now, "StatusMessage": message})
    if ended:
        transitions[-1]["EndTime"] = now


def _close(state: dict[str, Any]) -> None:
    """What can be said of a job only at its end: how long it took, and its usable metrics."""
    if "started" in state and "ended" in state:
        for moment in ("started", "ended"):
            state[moment] = round(state[moment], 3)
        state["training"] = max(1, round(state["ended"] - state["started"]))
        state.setdefault("billable", state["training"])
    if "metrics" in state:
        # JSON has no infinity and no NaN; one such value would make the index unreadable.
        state["metrics"] = [each for each in state["metrics"] if math.isfinite(each["Value"])]


def _search_text(request: Mapping[str, Any]) -> str:
    """A request as SQLite's JSON functions can search it: keys are compared as they stand."""
    return json.dumps(dict(request), ensure_ascii=False)
