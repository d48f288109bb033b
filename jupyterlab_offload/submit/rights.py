"""What the user of a backend must be allowed to do: tried one by one, and as a policy."""

from __future__ import annotations

import json
import secrets
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from ..spec import Json
from .connection import Connection
from .errors import SubmitError
from .explain import explained
from .results import LOG_GROUP
from .send import describe


@dataclass(frozen=True)
class Finding:
    """One right: whether it is there, and if not, why and what to do."""

    what: str
    fine: bool
    problem: str = ""


def findings(connection: Connection) -> Iterator[Finding]:
    """Try each right that a cell needs, but for starting a job, which costs money.

    Leaves nothing behind. What cannot be tried without the first ones is not tried.
    """
    trials: list[tuple[str, Callable[[Connection], None]]] = [
        ("Credentials", _credentials),
        ("The bucket is there and yours", _bucket),
        ("Objects can be written, read, listed and deleted", _objects),
        ("Jobs can be listed", _list_jobs),
        ("Jobs can be described", _describe),
        ("Logs can be read, which vouch for results", _logs),
    ]
    for number, (what, trial) in enumerate(trials):
        try:
            with explained(connection.backend):
                trial(connection)
        except SubmitError as error:
            yield Finding(what, False, str(error))
            if number == 0:
                return
            continue
        yield Finding(what, True)


def policy(connection: Connection) -> str:
    """The IAM policy of a user of this backend, to paste."""
    backend, place, region = connection.backend, connection.place, connection.region
    partition = backend.role.split(":")[1]
    jobs = f"arn:{partition}:sagemaker:{region}:{place.account}:training-job/*"
    group = f"arn:{partition}:logs:{region}:{place.account}:log-group:{LOG_GROUP}:*"
    bucket = f"arn:{partition}:s3:::{place.bucket}"
    statements: list[Json] = [
        _allow(
            ["CreateTrainingJob", "DescribeTrainingJob", "StopTrainingJob", "AddTags", "ListTags"],
            "sagemaker",
            jobs,
        ),
        _allow(["ListTrainingJobs", "Search"], "sagemaker", "*"),
        _allow(["GetObject", "PutObject", "DeleteObject"], "s3", f"{bucket}/{place.prefix}*"),
        _allow(["AbortMultipartUpload"], "s3", f"{bucket}/{place.prefix}*"),
        _allow(["ListBucket"], "s3", bucket),
        _allow(["FilterLogEvents", "GetLogEvents", "DescribeLogStreams"], "logs", group),
        {
            **_allow(["PassRole"], "iam", backend.role),
            "Condition": {"StringEquals": {"iam:PassedToService": "sagemaker.amazonaws.com"}},
        },
    ]
    return json.dumps({"Version": "2012-10-17", "Statement": statements}, indent=2)


def _allow(actions: list[str], service: str, resource: str) -> Json:
    return {
        "Effect": "Allow",
        "Action": [f"{service}:{action}" for action in actions],
        "Resource": resource,
    }


def _credentials(connection: Connection) -> None:
    connection.client("sts").get_caller_identity()
    # Also compares the account with the one that the backend names.
    _ = connection.account


def _bucket(connection: Connection) -> None:
    place = connection.place
    connection.client("s3").head_bucket(Bucket=place.bucket, ExpectedBucketOwner=place.account)


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
    logs = connection.client("logs")
    try:
        logs.filter_log_events(logGroupName=LOG_GROUP, logStreamNamePrefix="offload-check/")
    except logs.exceptions.ResourceNotFoundException:
        # No job of the account has logged yet: the right is there.
        return
