"""Jobs of this user, whichever kernel or machine has sent them."""

from __future__ import annotations

import contextlib
import re
import sqlite3
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from .connection import Connection
from .describing import describe, state_of
from .explain import explained
from .journal import ENDED, Entry, Journal
from .names import tag_text, tag_value
from .request import TAG

MOST = 100
"""Of a list: one page, the newest."""
_ASKED = 10
"""Jobs of the journal that no list has yet, which are asked for one by one."""
_NAME = re.compile(r"[a-z0-9-]+-\d{6}-\d{6}-[a-z0-9]{4}")


@dataclass(frozen=True)
class Found:
    """A job. `created` in epoch seconds; `notebook` and `owner` are what its tags say, perhaps
    nothing; `here`: this machine has sent it."""

    name: str
    status: str
    created: float
    notebook: str = ""
    owner: str = ""
    here: bool = False


def find_jobs(connection: Connection, journal: Journal | None = None) -> list[Found]:
    """The user's newest jobs by their tags, and those that this machine has sent; newest first.

    Where Search is not allowed, names of our form are listed instead. Lists are late: what the
    journal has beyond them is asked for. Raises SubmitError.
    """
    entries = {entry.name: entry for entry in _entries(connection, journal or Journal())}
    with explained(connection.backend):
        found = {one.name: one for one in _listed(connection, entries)}
        missing = [
            entry for name, entry in entries.items() if name not in found and entry.state != ENDED
        ]
        for entry in missing[:_ASKED]:
            described = describe(connection, entry.name)
            if described is not None:
                found[entry.name] = _found(described, {}, entry)
    return sorted(found.values(), key=lambda one: one.created, reverse=True)


@dataclass(frozen=True)
class Tagged:
    """A job that has not ended, as its tags tell; `notebook` and `cell` as they were sent."""

    name: str
    created: float
    notebook: str
    cell: str


def unfinished_by_tags(connection: Connection) -> list[Tagged]:
    """The user's newest jobs that have not ended, from any machine. Raises what boto3 raises."""
    unfinished = {"Name": "TrainingJobStatus", "Operator": "In", "Value": "InProgress,Stopping"}
    found = []
    for job in _search(connection, [unfinished]):
        tags = _tags(job)
        found.append(
            Tagged(
                name=job["TrainingJobName"],
                created=job["CreationTime"].timestamp(),
                notebook=tags.get(f"{TAG}notebook", ""),
                cell=tags.get(f"{TAG}cell", ""),
            )
        )
    return found


def sent_here(connection: Connection, name: str, nonce: str) -> bool:
    """Whether this machine has sent the job, by its nonce too, which nobody else knew before."""
    with contextlib.suppress(sqlite3.Error, OSError):
        entry = Journal().get(connection.identity, name)
        return entry is not None and bool(nonce) and entry.nonce == nonce
    return False


def _listed(connection: Connection, entries: Mapping[str, Entry]) -> Iterator[Found]:
    from botocore.exceptions import ClientError

    try:
        found = _search(connection, [])
    except ClientError as error:
        if error.response["Error"]["Code"] not in ("AccessDeniedException", "ValidationException"):
            raise
        listed = connection.client("sagemaker").list_training_jobs(
            SortBy="CreationTime", SortOrder="Descending", MaxResults=MOST
        )
        for one in listed["TrainingJobSummaries"]:
            if _NAME.fullmatch(one["TrainingJobName"]):
                yield _found(one, {}, entries.get(one["TrainingJobName"]))
        return
    for job in found:
        yield _found(job, _tags(job), entries.get(job["TrainingJobName"]))


def _search(connection: Connection, filters: list[dict[str, str]]) -> list[Mapping[str, Any]]:
    """The user's newest jobs that our tags mark. Raises what boto3 raises."""
    owner = {"Name": f"Tags.{TAG}owner", "Operator": "Equals", "Value": tag_value(connection.owner)}
    ours = {"Name": f"Tags.{TAG}kind", "Operator": "Exists"}
    answer = connection.client("sagemaker").search(
        Resource="TrainingJob",
        SearchExpression={"Filters": [owner, ours, *filters]},  # type: ignore[list-item]  # plain dicts
        SortBy="CreationTime",
        SortOrder="Descending",
        MaxResults=MOST,
    )
    return [one["TrainingJob"] for one in answer["Results"] if "TrainingJob" in one]


def _tags(job: Mapping[str, Any]) -> dict[str, str]:
    return {tag["Key"]: tag_text(tag["Value"]) for tag in job.get("Tags", ())}


def _found(answer: Mapping[str, Any], tags: Mapping[str, str], entry: Entry | None) -> Found:
    return Found(
        name=answer["TrainingJobName"],
        status=state_of(answer)[0],
        created=answer["CreationTime"].timestamp(),
        notebook=tags.get(f"{TAG}notebook") or (entry.notebook if entry else ""),
        owner=tags.get(f"{TAG}owner", ""),
        # Without a nonce it was learnt from its tags: another machine may have sent it.
        here=entry is not None and bool(entry.nonce),
    )


def _entries(connection: Connection, journal: Journal) -> list[Entry]:
    """The journal is a cache: without it, lists have all but the newest jobs."""
    with contextlib.suppress(sqlite3.Error, OSError):
        return journal.of(connection.identity)
    return []
