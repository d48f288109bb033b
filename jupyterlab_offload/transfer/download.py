"""Bring an object back, and hand it over only if it is what was announced."""

from __future__ import annotations

import hashlib
from collections import deque
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from dataclasses import dataclass
from io import BytesIO
from tempfile import TemporaryFile
from typing import TYPE_CHECKING, BinaryIO, cast

from .arriving import Arriving
from .errors import TransferError
from .multipart import PART
from .place import Place
from .workers import cancel, pool

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client

_TRIES = 4
"""How often a range is asked for whose bytes stop coming: botocore repeats a request, but does not
notice what becomes of the answer's body."""
AT_ONCE = 4
"""Ranges of PART bytes that are fetched at once."""

Count = Callable[[int], None]
"""Told of bytes as they arrive."""


@dataclass(frozen=True)
class Expected:
    """An object and what its bytes have to be. `label` says to users what it is."""

    key: str
    sha256: str
    size: int
    label: str


def download(
    client: S3Client, place: Place, wanted: Expected, target: BinaryIO, count: Count | None = None
) -> None:
    """Write an object's bytes to `target`, from its position on.

    Raises TransferError when they are not those expected; `target` then holds rubbish, at most
    `wanted.size` bytes of it. Also raises what boto3 raises.
    """
    digest = hashlib.sha256()
    for body in _bodies(client, place, wanted):
        digest.update(body)
        target.write(body)
        if count is not None:
            count(len(body))
    if digest.hexdigest() != wanted.sha256:
        raise _wrong(wanted)


def open_verified(
    client: S3Client, place: Place, wanted: Expected, count: Count | None = None
) -> BinaryIO:
    """The object as a file to read from its beginning: small ones in memory, others on disk.

    The file on disk has no name and goes when it is closed.
    """
    file: BinaryIO = BytesIO() if wanted.size <= PART else TemporaryFile()  # noqa: SIM115  # the caller closes it
    try:
        download(client, place, wanted, file, count)
        file.seek(0)
    except BaseException:
        file.close()
        raise
    return file


def open_arriving(
    client: S3Client, place: Place, wanted: Expected, count: Count | None = None
) -> BinaryIO:
    """The object as a file that is fetched while it is read: verified only by its last byte.

    For readers that read to the end before they give anything out, and that run nothing of it.
    Small objects are here, and verified, already. See Arriving.
    """
    if wanted.size <= PART:
        return open_verified(client, place, wanted, count)

    def counted() -> Iterator[bytes]:
        for body in _bodies(client, place, wanted):
            if count is not None:
                count(len(body))
            yield body

    return cast(
        "BinaryIO",
        Arriving(
            counted(),
            wanted.size,
            wanted.sha256,
            lambda: _wrong(wanted),
            lambda: open_verified(client, place, wanted),
        ),
    )


def _bodies(client: S3Client, place: Place, wanted: Expected) -> Iterator[bytes]:
    """The object in ranges, in order; several are under way at a time."""
    if wanted.size == 0:
        return
    ranges = deque(range(0, wanted.size, PART))
    if len(ranges) == 1:
        yield _get(client, place, wanted, 0)
        return
    running: deque[Future[bytes]] = deque()
    try:
        while ranges or running:
            while ranges and len(running) < AT_ONCE:
                running.append(pool().submit(_get, client, place, wanted, ranges.popleft()))
            yield running.popleft().result()
    finally:
        cancel(list(running))


def _get(client: S3Client, place: Place, wanted: Expected, start: int) -> bytes:
    from botocore.exceptions import HTTPClientError, IncompleteReadError

    end = min(start + PART, wanted.size)
    for last in (False,) * (_TRIES - 1) + (True,):
        answer = client.get_object(
            Bucket=place.bucket,
            Key=wanted.key,
            Range=f"bytes={start}-{end - 1}",
            ExpectedBucketOwner=place.account,
        )
        total = int(answer.get("ContentRange", "/0").rpartition("/")[2])
        try:
            body: bytes = answer["Body"].read()
        except (HTTPClientError, IncompleteReadError):
            if last:
                raise
            continue
        if total == wanted.size and len(body) == end - start:
            return body
        break
    raise _wrong(wanted)


def _wrong(wanted: Expected) -> TransferError:
    return TransferError(
        f"{wanted.label} in {wanted.key} is not what the job announced: nothing of it is loaded."
    )
