"""Search, on training jobs."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ....context import Call
from ....store import jobs, tags
from .. import pages
from ..describe import COLUMNS, record
from ..errors import invalid, not_served
from ..order import Order
from ..shapes import structure
from ..tagging import tag_list
from .expression import compile_expression
from .operators import Condition, both
from .properties import find

DEFAULT_PAGE = 10
_DEFAULT_SORT = "LastModifiedTime"


def search(call: Call, request: dict[str, Any]) -> Mapping[str, Any]:
    """A page of whole job records, with their tags."""
    if request["Resource"] != "TrainingJob":
        raise not_served(f"Search on {request['Resource']}")
    limit = request.get("MaxResults", DEFAULT_PAGE)
    order = _order(request)
    matching = both(*_conditions(call, request))
    start = pages.position(call, request)
    where, values = both(matching, order.behind(*start)) if start else matching
    clause, bound = order.clause()
    rows = call.engine.db.all(
        f"SELECT jobs.*, {order.sql} AS place FROM jobs WHERE {where} {clause} LIMIT ?",
        *order.values,
        *values,
        *bound,
        limit + 1,
    )
    page = rows[:limit]
    found = [jobs.from_row(row) for row in page]
    tagged = tags.of_many(call.engine.db, (job.arn for job in found))
    answer: dict[str, Any] = {
        "Results": [{"TrainingJob": _search_record(job, tagged)} for job in found],
    }
    if "TotalHits" in structure("SearchResponse").members:
        # A first page that is also the last has counted them.
        total = len(page) if not start and len(rows) <= limit else _total(call, matching)
        answer["TotalHits"] = {"Value": total, "Relation": "EqualTo"}
    if len(rows) > limit:
        answer["NextToken"] = pages.next_token(call, request, [page[-1]["place"], page[-1]["seq"]])
    return answer


def _search_record(job: jobs.Job, tagged: Mapping[str, dict[str, str]]) -> dict[str, Any]:
    whole = record(job, "TrainingJob")
    if job.arn in tagged:
        whole["Tags"] = tag_list(tagged[job.arn])
    return whole


def _total(call: Call, matching: Condition) -> int:
    row = call.engine.db.one(f"SELECT COUNT(*) FROM jobs WHERE {matching[0]}", *matching[1])
    assert row is not None
    return int(row[0])


def _order(request: Mapping[str, Any]) -> Order:
    by = find(request.get("SortBy", _DEFAULT_SORT))
    if by.kind in ("group", "list"):
        raise invalid(f"Results cannot be sorted by {by.name}, which holds other properties.")
    descending = request.get("SortOrder", "Descending") == "Descending"
    return Order(by.sql, descending, by.values, nullable=by.name not in COLUMNS)


def _conditions(call: Call, request: Mapping[str, Any]) -> list[Condition]:
    conditions: list[Condition] = [("TRUE", ())]
    if "SearchExpression" in request:
        conditions.append(compile_expression(request["SearchExpression"]))
    for visible in request.get("VisibilityConditions", ()):
        conditions.append(_visible(visible))
    if request.get("CrossAccountFilterOption") == "CrossAccount":
        # Nobody else shares anything with this account.
        conditions.append(("FALSE", ()))
    delay = call.engine.scenario.search_delay
    if delay:
        conditions.append(("jobs.created <= ?", (call.engine.clock() - delay,)))
    return conditions


def _visible(given: Mapping[str, str]) -> Condition:
    name = given.get("Key", "")
    if not name.startswith("Tags."):
        raise invalid("The Key of a visibility condition must be of the form Tags.<key>.")
    tag = find(name)
    return f"{tag.sql} = ?", (*tag.values, given.get("Value", ""))
