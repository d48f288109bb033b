"""What the user of a backend must be allowed to do, tried one by one; `policies` has it as text."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from .connection import Connection
from .describing import describe
from .errors import SubmitError
from .explain import explained
from .logs import lines
from .send import check_bucket


@dataclass(frozen=True)
class Finding:
    """One right: whether it is there, and if not, why (a SubmitError's kind), and what to do."""

    what: str
    fine: bool
    problem: str = ""
    kind: str = ""


def findings(connection: Connection) -> Iterator[Finding]:
    """Try each right that a cell needs, but for starting a job, which costs money.

    Leaves nothing behind. What cannot be tried without another one is left out.
    """
    known = _tried(connection, "Credentials", _credentials)
    yield known
    if not known.fine:
        return
    bucket = _tried(connection, "The bucket is there, yours, and in this region", check_bucket)
    yield bucket
    if bucket.fine:
        yield _tried(connection, "Objects can be written, read, listed and deleted", _objects)
    yield _tried(connection, "Jobs can be listed", _list_jobs)
    yield _tried(connection, "Jobs can be described", _describe)
    yield _tried(connection, "Logs can be read, which vouch for results", _logs)


def _tried(connection: Connection, what: str, trial: Callable[[Connection], None]) -> Finding:
    try:
        with explained(connection.backend):
            trial(connection)
    except SubmitError as error:
        return Finding(what, False, str(error), error.kind)
    return Finding(what, True)


def _credentials(connection: Connection) -> None:
    connection.client("sts").get_caller_identity()
    # Also compares the account with the one that the backend names.
    _ = connection.account


def _objects(connection: Connection) -> None:
    place, s3 = connection.place, connection.client("s3")
    key = f"{place.prefix}check/{secrets.token_hex(8)}"
    there: Any = {"Bucket": place.bucket, "Key": key, "ExpectedBucketOwner": place.account}
    s3.put_object(Body=b"", **there)
    try:
        s3.get_object(**there)["Body"].read()
        s3.list_objects_v2(
            Bucket=place.bucket, Prefix=key, MaxKeys=1, ExpectedBucketOwner=place.account
        )
    finally:
        s3.delete_object(**there)


def _list_jobs(connection: Connection) -> None:
    connection.client("sagemaker").list_training_jobs(MaxResults=1)


def _describe(connection: Connection) -> None:
    describe(connection, f"offload-check-{secrets.token_hex(8)}")


def _logs(connection: Connection) -> None:
    # A job that is not there: what matters is whether its log may be looked for.
    list(lines(connection, f"offload-check-{secrets.token_hex(8)}"))
