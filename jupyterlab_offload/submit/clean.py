"""What lies in a backend's bucket and nothing needs any more: shown first, then removed."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta, timezone
from typing import TYPE_CHECKING

from ..transfer import Place
from .connection import Connection
from .errors import SubmitError
from .explain import explained

if TYPE_CHECKING:
    from mypy_boto3_s3.type_defs import ObjectTypeDef

SPARED = timedelta(days=7)
"""Younger things stay: another kernel may be about to use them, and lists are late."""
_BATCH = 1000
"""Keys of one DeleteObjects."""


@dataclass
class Leftovers:
    """What may go. `jobs` has bytes by job, `blobs` bytes by digest; `keys` are all objects.

    `uploads` are the keys and ids of uploads in parts that were cut off: S3 keeps and bills their
    parts, and lists them nowhere else. `blind` where they may not be listed.
    """

    jobs: dict[str, int] = field(default_factory=dict)
    blobs: dict[str, int] = field(default_factory=dict)
    keys: list[str] = field(default_factory=list)
    uploads: list[tuple[str, str]] = field(default_factory=list)
    blind: bool = False

    @property
    def size(self) -> int:
        return sum(self.jobs.values()) + sum(self.blobs.values())


def leftovers(connection: Connection, now: datetime | None = None) -> Leftovers:
    """Blobs and jobs' folders that are a week old and that no running job needs.

    With a job's folder go its results. Raises SubmitError.
    """
    before = (now or datetime.now(timezone.utc)) - SPARED
    with explained(connection.backend):
        place = connection.place
        running = set(_running(connection))
        needed = set()
        for name in running:
            needed.update(_inputs_of(connection, name))
        found = Leftovers()
        _old_jobs(connection, place, running, before, found)
        for one in _objects(connection, place.blobs):
            digest = one["Key"].removeprefix(place.blobs)
            if one["LastModified"] < before and digest not in needed:
                found.blobs[digest] = one["Size"]
                found.keys.append(one["Key"])
        _cut_off(connection, before, found)
    return found


def remove(connection: Connection, found: Leftovers) -> None:
    """Delete what `leftovers` has found. Raises SubmitError."""
    place = connection.place
    with explained(connection.backend):
        for start in range(0, len(found.keys), _BATCH):
            batch = found.keys[start : start + _BATCH]
            answer = connection.client("s3").delete_objects(
                Bucket=place.bucket,
                Delete={"Objects": [{"Key": key} for key in batch], "Quiet": True},
                ExpectedBucketOwner=place.account,
            )
            for error in answer.get("Errors", []):
                raise SubmitError("denied", f"S3 does not delete {error.get('Key')}.")
        for key, upload_id in found.uploads:
            connection.client("s3").abort_multipart_upload(
                Bucket=place.bucket,
                Key=key,
                UploadId=upload_id,
                ExpectedBucketOwner=place.account,
            )
    connection.confirmed.forget()


def _old_jobs(
    connection: Connection, place: Place, running: set[str], before: datetime, found: Leftovers
) -> None:
    """Folders whose newest object is old, of jobs that do not run."""
    objects: dict[str, list[ObjectTypeDef]] = {}
    for one in _objects(connection, place.jobs):
        objects.setdefault(one["Key"].removeprefix(place.jobs).partition("/")[0], []).append(one)
    for name, ones in objects.items():
        if name not in running and all(one["LastModified"] < before for one in ones):
            found.jobs[name] = sum(one["Size"] for one in ones)
            found.keys += [one["Key"] for one in ones]


def _cut_off(connection: Connection, before: datetime, found: Leftovers) -> None:
    """Uploads that nobody goes on with, after a kernel or a network that died in the middle."""
    from botocore.exceptions import ClientError

    place = connection.place
    pages = connection.client("s3").get_paginator("list_multipart_uploads")
    listed = pages.paginate(
        Bucket=place.bucket, Prefix=place.prefix, ExpectedBucketOwner=place.account
    )
    try:
        for page in listed:
            for one in page.get("Uploads", []):
                if one["Initiated"] < before:
                    found.uploads.append((one["Key"], one["UploadId"]))
    except ClientError as error:
        if error.response["ResponseMetadata"]["HTTPStatusCode"] != 403:
            raise
        found.blind = True


def _objects(connection: Connection, prefix: str) -> Iterator[ObjectTypeDef]:
    place = connection.place
    pages = connection.client("s3").get_paginator("list_objects_v2")
    for page in pages.paginate(
        Bucket=place.bucket, Prefix=prefix, ExpectedBucketOwner=place.account
    ):
        yield from page.get("Contents", [])


def _running(connection: Connection) -> Iterator[str]:
    pages = connection.client("sagemaker").get_paginator("list_training_jobs")
    for status in ("InProgress", "Stopping"):
        for page in pages.paginate(StatusEquals=status):
            for one in page["TrainingJobSummaries"]:
                yield one["TrainingJobName"]


def _inputs_of(connection: Connection, name: str) -> list[str]:
    """The digests that a job's list of inputs names; other people's jobs have none here."""
    from botocore.exceptions import ClientError

    place = connection.place
    try:
        answer = connection.client("s3").get_object(
            Bucket=place.bucket, Key=place.inputs(name), ExpectedBucketOwner=place.account
        )
    except ClientError as error:
        if error.response["ResponseMetadata"]["HTTPStatusCode"] == 404:
            return []
        raise
    listed = json.loads(answer["Body"].read())
    return [one for one in listed if isinstance(one, str)]
