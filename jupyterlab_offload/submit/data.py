"""Data in S3 that a job names, looked at before the job is paid for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..transfer.workers import parallel
from .connection import Connection
from .errors import SubmitError
from .planning import Plan

if TYPE_CHECKING:
    from ..spec import Json


def check_data(plan: Plan, connection: Connection) -> list[str]:
    """Raises SubmitError for a channel whose bucket is missing or whose folder is empty: the job
    would fail after its start. A sentence for each that these credentials may not list, since the
    job's role perhaps may. Raises what boto3 raises."""
    return [
        found
        for found in parallel(lambda one: _look(one, connection), plan.spec["data"])
        if found is not None
    ]


def _look(channel: Json, connection: Connection) -> str | None:
    from botocore.exceptions import ClientError

    uri = str(channel["uri"])
    bucket, _, prefix = uri.removeprefix("s3://").partition("/")
    option = f"--data {channel['name']}={uri}"
    try:
        answer = connection.client("s3").list_objects_v2(Bucket=bucket, Prefix=prefix, MaxKeys=1)
    except ClientError as error:
        code = error.response["Error"]["Code"]
        if code == "NoSuchBucket":
            where = "on the local engine" if connection.backend.local else "in AWS"
            raise SubmitError(
                "no-data",
                f"{option}: there is no bucket {bucket} {where}.",
                f"Files of this machine go with --data {channel['name']}=./folder.",
            ) from error
        if code in ("AccessDenied", "403", "AllAccessDisabled"):
            return (
                f"{option}: you may not list that bucket. If the role {connection.backend.role} may"
                " not either, the job fails."
            )
        raise
    if not answer.get("KeyCount"):
        raise SubmitError("no-data", f"{option}: nothing in the bucket begins with that.")
    return None
