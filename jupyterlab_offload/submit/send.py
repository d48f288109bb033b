"""Send a plan, once: blobs, then manifest and driver, then the request itself.

Each step's requests go side by side; there are at most four steps.
"""

from __future__ import annotations

import contextlib
import json
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ..driver.boot import DRIVER_FILE, MANIFEST_FILE, NONCE
from ..transfer import Sent, TransferError, lacking, upload
from ..transfer.upload import Progress, put
from ..transfer.workers import parallel
from .bundle import driver
from .connection import Connection
from .data import check_data
from .describing import describe
from .errors import SubmitError
from .explain import explained
from .explain.answers import bucket_elsewhere
from .hints import job_line
from .journal import SENT, Entry, Journal
from .planning import Plan
from .twins import best_effort, one_at_a_time, refuse_twin

if TYPE_CHECKING:
    from botocore.exceptions import ClientError


@dataclass(frozen=True)
class Submitted:
    """A job that AWS has accepted."""

    name: str
    arn: str
    nonce: str
    digest: str
    sent: Sent


def submit(
    plan: Plan,
    connection: Connection,
    progress: Progress | None = None,
    journal: Journal | None = None,
    again: bool = False,
) -> Submitted:
    """Upload what the bucket lacks, then create the job; doing so twice creates one job.

    Without `again` the same job of the same cell is refused (StillRunning) that another kernel has
    sent meanwhile. Raises SubmitError. If the answer is lost and cannot be found out, the error's
    kind is ``unknown``: the job may run.
    """
    with explained(connection.backend), _transfers():
        sent = _deliver(plan, connection, progress)
        with one_at_a_time(plan.digest):
            journal = journal or Journal()
            if not again:
                refuse_twin(connection, _entry(plan, connection), journal)
            arn = _create(plan, connection, journal)
    return Submitted(plan.name, arn, plan.nonce, plan.digest, sent)


def look_at_data(plan: Plan, connection: Connection) -> list[str]:
    """What is doubtful about the channels in S3, a sentence each. Raises SubmitError for what the
    job could not begin with."""
    with explained(connection.backend):
        return check_data(plan, connection)


def to_upload(plan: Plan, connection: Connection) -> set[str]:
    """The digests of the blobs that the bucket lacks. Raises SubmitError."""
    blobs = list({blob.sha256: blob for blob in plan.blobs}.values())
    with explained(connection.backend):
        absent = lacking(connection.client("s3"), plan.place, blobs, connection.confirmed)
    return {blob.sha256 for blob in absent}


def _deliver(plan: Plan, connection: Connection, progress: Progress | None) -> Sent:
    """Everything that the job will read. A local bucket that is not there is made."""
    from botocore.exceptions import ClientError

    key = f"{connection.identity}/{plan.place.bucket}"
    if connection.known.get("bucket", key) is None:
        check_bucket(connection)
        connection.known.put("bucket", key, "there")
    try:
        return _upload(plan, connection, progress)
    except ClientError as error:
        if _code(error) != "NoSuchBucket":
            raise
        # It was there once: somebody has removed it, or the engine was reset.
        connection.known.forget("bucket", key)
        connection.confirmed.forget()
        if not connection.backend.local:
            raise
    check_bucket(connection)
    return _upload(plan, connection, progress)


def check_bucket(connection: Connection) -> None:
    """See that the bucket is there, and in the backend's region; a local one is made.

    Raises SubmitError, and what botocore raises.
    """
    s3, place = connection.client("s3"), connection.place
    if not connection.backend.local:
        refuse_elsewhere(connection)
    elif connection.region == "us-east-1":
        s3.create_bucket(Bucket=place.bucket)
    else:
        _create_elsewhere(s3, place.bucket, connection.region)


def refuse_elsewhere(connection: Connection) -> None:
    """Raises SubmitError for a bucket of another region, else what botocore raises.

    botocore follows S3 to the bucket's own region, so that all would go well until SageMaker
    refuses the job.
    """
    place = connection.place
    found = connection.client("s3").head_bucket(
        Bucket=place.bucket, ExpectedBucketOwner=place.account
    )
    region = found.get("BucketRegion") or connection.region
    if region != connection.region:
        raise bucket_elsewhere(connection.backend, region)


def _create_elsewhere(s3: Any, bucket: str, region: str) -> None:
    """Outside us-east-1 a bucket that one owns already is an error, which is none here."""
    from botocore.exceptions import ClientError

    try:
        s3.create_bucket(Bucket=bucket, CreateBucketConfiguration={"LocationConstraint": region})
    except ClientError as error:
        if _code(error) != "BucketAlreadyOwnedByYou":
            raise


def _upload(plan: Plan, connection: Connection, progress: Progress | None) -> Sent:
    s3 = connection.client("s3")
    sent = upload(s3, plan.place, plan.blobs, progress, connection.confirmed)
    steps: list[Callable[[], None]] = [
        lambda: _put(plan, connection, plan.place.driver(plan.name, MANIFEST_FILE), plan.manifest),
        lambda: _place_driver(plan, connection),
    ]
    if plan.blobs:
        # A list of one prefix and the names below it: the job finds each as a file of that name.
        names = sorted({blob.sha256 for blob in plan.blobs})
        listed = [{"prefix": plan.place.uri(plan.place.blobs)}, *names]
        data = json.dumps(listed).encode()
        steps.append(lambda: _put(plan, connection, plan.place.inputs(plan.name), data))
    parallel(lambda step: step(), steps)
    return sent


def _put(plan: Plan, connection: Connection, key: str, data: bytes) -> None:
    connection.client("s3").put_object(
        Bucket=plan.place.bucket, Key=key, Body=data, ExpectedBucketOwner=plan.place.account
    )


def _place_driver(plan: Plan, connection: Connection) -> None:
    """The driver is copied within the bucket; only its first use there sends it."""
    from botocore.exceptions import ClientError

    place, s3 = plan.place, connection.client("s3")
    key = place.driver(plan.name, DRIVER_FILE)
    try:
        s3.copy_object(
            Bucket=place.bucket,
            Key=key,
            CopySource={"Bucket": place.bucket, "Key": place.blob(plan.driver.sha256)},
            ExpectedBucketOwner=place.account,
            ExpectedSourceBucketOwner=place.account,
        )
    except ClientError as error:
        # Without the right to list, what is missing is denied.
        if _code(error) not in ("NoSuchKey", "AccessDenied"):
            raise
        put(s3, place, plan.driver)
        _put(plan, connection, key, driver().data)


def _create(plan: Plan, connection: Connection, journal: Journal) -> str:
    from botocore.exceptions import ClientError, ConnectionError, HTTPClientError

    identity = connection.identity
    with best_effort():
        journal.begin(_entry(plan, connection))
    try:
        answer = connection.client("sagemaker").create_training_job(**plan.request)
        arn = answer["TrainingJobArn"]
    except ClientError as error:
        refused = error.response["ResponseMetadata"]["HTTPStatusCode"] < 500
        if refused and _code(error) != "ResourceInUse":
            with best_effort():
                journal.forget(identity, plan.name)
            raise
        # Ours, when an earlier answer was lost and boto3 has asked again.
        arn = _ours(plan, connection, error)
    except (ConnectionError, HTTPClientError) as error:
        arn = _ours(plan, connection, error)
    with best_effort():
        journal.mark(identity, plan.name, SENT)
    return arn


def _ours(plan: Plan, connection: Connection, cause: Exception) -> str:
    """The ARN of the job that is there, if it is this plan's: nobody else knows its nonce."""
    from botocore.exceptions import BotoCoreError, ClientError

    try:
        found = describe(connection, plan.name)
    except (BotoCoreError, ClientError) as error:
        raise SubmitError(
            "unknown",
            f"The connection was lost while {plan.name} was being created: it may run.",
            f"`{job_line('status', plan.name, plan.backend.name)}` tells as soon as there is a"
            " connection again.",
        ) from error
    if found is None:
        raise cause
    if found.get("Environment", {}).get(NONCE) != plan.nonce:
        raise SubmitError(
            "name-taken", f"There is another job with the name {plan.name}.", "Run the cell again."
        ) from cause
    return str(found["TrainingJobArn"])


def _entry(plan: Plan, connection: Connection) -> Entry:
    return Entry(
        identity=connection.identity,
        name=plan.name,
        backend=plan.backend.name,
        notebook=plan.spec.get("notebook") or "",
        cell=plan.spec.get("cell") or "",
        digest=plan.digest,
        nonce=plan.nonce,
        created=time.time(),
    )


def _code(error: ClientError) -> str:
    return str(error.response.get("Error", {}).get("Code", ""))


@contextlib.contextmanager
def _transfers() -> Iterator[None]:
    try:
        yield
    except TransferError as error:
        raise SubmitError("changed", str(error), "Run the cell again.") from error
