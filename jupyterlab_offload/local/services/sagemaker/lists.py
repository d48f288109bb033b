"""ListTrainingJobs."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from typing import Any

from ...context import Call
from . import pages
from .order import Order

DEFAULT_PAGE = 10
_COLUMNS = {"CreationTime": "jobs.created", "Name": "jobs.name", "Status": "jobs.status"}
_TIMES = {
    "CreationTimeAfter": "jobs.created > ?",
    "CreationTimeBefore": "jobs.created < ?",
    "LastModifiedTimeAfter": "jobs.modified > ?",
    "LastModifiedTimeBefore": "jobs.modified < ?",
}


def list_training_jobs(call: Call, request: dict[str, Any]) -> Mapping[str, Any]:
    """A page of summaries.

    As AWS documents it, StatusEquals picks from a page that was made without it: a page may be
    short or empty and still have a NextToken.
    """
    limit = request.get("MaxResults", DEFAULT_PAGE)
    order = _order(request)
    conditions, values = _conditions(call, request)
    start = pages.position(call, request)
    if start is not None:
        condition, bound = order.behind(*start)
        conditions.append(condition)
        values.extend(bound)
    clause, bound = order.clause()
    rows = call.engine.db.all(
        "SELECT seq, name, arn, created, modified, status, secondary,"
        f" json_extract(state, '$.ended') AS ended, {order.sql} AS place FROM jobs"
        f" WHERE {' AND '.join(conditions)} {clause} LIMIT ?",
        *values,
        *bound,
        limit + 1,
    )
    page, rest = rows[:limit], rows[limit:]
    status = request.get("StatusEquals")
    answer: dict[str, Any] = {
        "TrainingJobSummaries": [
            _summary(row) for row in page if status is None or row["status"] == status
        ]
    }
    if rest:
        last = page[-1]
        answer["NextToken"] = pages.next_token(call, request, [last["place"], last["seq"]])
    return answer


def _order(request: Mapping[str, Any]) -> Order:
    """The documented default is ascending, yet the documented example lists the newest first.

    Both hold when a request that sorts by nothing gets the newest first.
    """
    default = "Ascending" if "SortBy" in request else "Descending"
    descending = request.get("SortOrder", default) == "Descending"
    return Order(_COLUMNS[request.get("SortBy", "CreationTime")], descending, nullable=False)


def _conditions(call: Call, request: Mapping[str, Any]) -> tuple[list[str], list[Any]]:
    engine = call.engine
    conditions, values = ["TRUE"], list[Any]()
    if engine.scenario.search_delay:
        conditions.append("jobs.created <= ?")
        values.append(engine.clock() - engine.scenario.search_delay)
    for member, condition in _TIMES.items():
        if member in request:
            conditions.append(condition)
            values.append(request[member])
    if request.get("NameContains"):
        conditions.append("instr(jobs.name, ?) > 0")
        values.append(request["NameContains"])
    if "WarmPoolStatusEquals" in request or "TrainingPlanArnEquals" in request:
        # The engine keeps no warm pools and has no training plans, so no job matches.
        conditions.append("FALSE")
    return conditions, values


def _summary(row: sqlite3.Row) -> dict[str, Any]:
    summary = {
        "TrainingJobName": row["name"],
        "TrainingJobArn": row["arn"],
        "CreationTime": row["created"],
        "LastModifiedTime": row["modified"],
        "TrainingJobStatus": row["status"],
        "SecondaryStatus": row["secondary"],
    }
    if row["ended"] is not None:
        summary["TrainingEndTime"] = row["ended"]
    return summary
