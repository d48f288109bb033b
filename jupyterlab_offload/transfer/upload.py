"""Send blobs that the bucket lacks: look first, all at once, then send."""

from __future__ import annotations

import base64
import math
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING

from .blob import Blob, joined, verified
from .multipart import PART, send_in_parts
from .place import Place
from .workers import parallel

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client

Progress = Callable[[int, int], None]
"""Called with bytes sent and bytes to send, from any thread, one call at a time."""

REWRITE_AFTER = timedelta(days=3)
"""An older blob is sent again, so that clean-up, which spares a week, cannot take it away."""


CONFIRMED_SECONDS = 300.0
"""How long what was found in the bucket is taken to be there still. Clean-up spares a week."""


class Confirmed:
    """Blobs that this process has just seen in one place: a cell run again need not ask again."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._seen: dict[str, float] = {}

    def add(self, blobs: Sequence[Blob]) -> None:
        now = self._clock()
        self._seen.update((blob.sha256, now) for blob in blobs)

    def has(self, blob: Blob) -> bool:
        return self._clock() - self._seen.get(blob.sha256, -math.inf) < CONFIRMED_SECONDS

    def forget(self) -> None:
        self._seen.clear()


@dataclass(frozen=True)
class Sent:
    """What an upload had to do. Sizes in bytes."""

    new: int
    new_bytes: int
    reused: int
    reused_bytes: int


def upload(
    client: S3Client,
    place: Place,
    blobs: Sequence[Blob],
    progress: Progress | None = None,
    confirmed: Confirmed | None = None,
) -> Sent:
    """Bring blobs into the bucket, each once. Raises TransferError, and what boto3 raises.

    `confirmed` has the blobs that need not be looked for, and afterwards all of these.
    """
    confirmed = confirmed or Confirmed()
    distinct = list({blob.sha256: blob for blob in blobs}.values())
    absent = lacking(client, place, distinct, confirmed)
    names = {blob.sha256 for blob in absent}
    reused = [blob for blob in distinct if blob.sha256 not in names]
    count = _Counter(joined(absent), progress)

    def put_one(blob: Blob) -> None:
        put(client, place, blob)
        count(blob.size)

    # Large ones go one after the other, for their parts already go side by side.
    parallel(put_one, [blob for blob in absent if blob.size <= PART])
    for blob in absent:
        if blob.size > PART:
            send_in_parts(client, place, blob, count)
    confirmed.add(absent)
    return Sent(len(absent), joined(absent), len(reused), joined(reused))


def lacking(
    client: S3Client, place: Place, blobs: Sequence[Blob], confirmed: Confirmed
) -> list[Blob]:
    """Those of distinct blobs that the bucket lacks; the others are confirmed. Raises what boto3
    raises."""
    asked = [blob for blob in blobs if not confirmed.has(blob)]
    there = parallel(lambda blob: is_there(client, place, blob), asked)
    confirmed.add([blob for blob, found in zip(asked, there, strict=True) if found])
    return [blob for blob, found in zip(asked, there, strict=True) if not found]


def is_there(client: S3Client, place: Place, blob: Blob) -> bool:
    """Whether the bucket has the blob, whole and young enough to be relied upon."""
    from botocore.exceptions import ClientError

    try:
        found = client.head_object(
            Bucket=place.bucket,
            Key=place.blob(blob.sha256),
            ChecksumMode="ENABLED",
            ExpectedBucketOwner=place.account,
        )
    except ClientError as error:
        # Without the right to list, S3 answers 403 for what is missing: sending will tell.
        if error.response["ResponseMetadata"]["HTTPStatusCode"] in (403, 404):
            return False
        raise
    now = _server_time(found["ResponseMetadata"]["HTTPHeaders"].get("date"))
    young = now is None or now - found["LastModified"] < REWRITE_AFTER
    # S3 has compared a small blob's digest; what lacks it, somebody else has put there.
    honest = blob.size > PART or found.get("ChecksumSHA256") == _base64(blob.sha256)
    return found["ContentLength"] == blob.size and young and honest


def put(client: S3Client, place: Place, blob: Blob) -> None:
    """Send a small blob in one request; S3 itself compares the digest."""
    client.put_object(
        Bucket=place.bucket,
        Key=place.blob(blob.sha256),
        Body=b"".join(verified(blob)),
        ChecksumSHA256=_base64(blob.sha256),
        ExpectedBucketOwner=place.account,
    )


def _base64(sha256: str) -> str:
    return base64.b64encode(bytes.fromhex(sha256)).decode()


def _server_time(text: str | None) -> datetime | None:
    """The time by S3's own clock, which this machine's need not agree with."""
    return parsedate_to_datetime(text) if text else None


class _Counter:
    def __init__(self, total: int, progress: Progress | None) -> None:
        self._total = total
        self._progress = progress
        self._done = 0
        self._lock = threading.Lock()

    def __call__(self, nbytes: int) -> None:
        with self._lock:
            self._done += nbytes
            if self._progress is not None:
                self._progress(self._done, self._total)
