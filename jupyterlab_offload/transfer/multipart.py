"""Send a large blob in parts, a few at a time: memory stays bounded, whatever its size."""

from __future__ import annotations

import contextlib
import hashlib
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, wait
from typing import TYPE_CHECKING

from .blob import Blob, Chunk, changed
from .place import Place
from .workers import cancel, pool

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client
    from mypy_boto3_s3.type_defs import CompletedPartTypeDef

PART = 8 * 1024 * 1024
"""Bytes of one part, and the largest blob that goes in one request."""
WINDOW = 32 * 1024 * 1024
"""Bytes of parts under way at once; one more part is made meanwhile."""
MAX_PARTS = 10_000
"""S3's limit on the parts of one object."""


def send_in_parts(client: S3Client, place: Place, blob: Blob, count: Callable[[int], None]) -> None:
    """Send one blob; `count` is told of each part's bytes. Leaves nothing behind on failure."""
    key = place.blob(blob.sha256)
    owner = place.account
    upload_id = client.create_multipart_upload(
        Bucket=place.bucket, Key=key, ExpectedBucketOwner=owner
    )["UploadId"]

    def send(number: int, body: bytes) -> CompletedPartTypeDef:
        answer = client.upload_part(
            Bucket=place.bucket,
            Key=key,
            UploadId=upload_id,
            PartNumber=number,
            Body=body,
            ExpectedBucketOwner=owner,
        )
        count(len(body))
        part: CompletedPartTypeDef = {"ETag": answer["ETag"], "PartNumber": number}
        if "ChecksumCRC32" in answer:
            part["ChecksumCRC32"] = answer["ChecksumCRC32"]
        return part

    try:
        parts = _send_all(send, blob)
        client.complete_multipart_upload(
            Bucket=place.bucket,
            Key=key,
            UploadId=upload_id,
            MultipartUpload={"Parts": parts},
            ExpectedBucketOwner=owner,
        )
    except BaseException:
        with contextlib.suppress(Exception):  # the first error is the one to tell
            client.abort_multipart_upload(
                Bucket=place.bucket, Key=key, UploadId=upload_id, ExpectedBucketOwner=owner
            )
        raise


def part_size(size: int) -> int:
    """Bytes of each part of a blob of `size` bytes."""
    return max(PART, -(-size // MAX_PARTS))


def _send_all(
    send: Callable[[int, bytes], CompletedPartTypeDef], blob: Blob
) -> list[CompletedPartTypeDef]:
    each = part_size(blob.size)
    at_once = max(1, WINDOW // each)
    futures: list[Future[CompletedPartTypeDef]] = []
    running: set[Future[CompletedPartTypeDef]] = set()
    try:
        for number, body in enumerate(_parts(blob, each), 1):
            future = pool().submit(send, number, body)
            futures.append(future)
            running.add(future)
            if len(running) >= at_once:
                done, running = wait(running, return_when=FIRST_COMPLETED)
                for finished in done:
                    finished.result()
        return [future.result() for future in futures]
    finally:
        cancel(list(running))


def _parts(blob: Blob, each: int) -> Iterator[bytes]:
    """The blob in parts. Raises TransferError before the last if it is not what it was.

    What is hashed is what is sent: a variable may change at any time.
    """
    digest, left = hashlib.sha256(), blob.size
    for body in _cut(blob.chunks(), each):
        digest.update(body)
        left -= len(body)
        if left < 0 or (left == 0 and digest.hexdigest() != blob.sha256):
            raise changed(blob)
        yield body
    if left:
        raise changed(blob)


def _cut(chunks: Iterable[Chunk], each: int) -> Iterator[bytes]:
    """Chunks as pieces of `each` bytes, the last one shorter; every byte is copied once.

    As bytes, since botocore copies the body of a request that is anything else.
    """
    held: list[memoryview] = []
    room = each
    for chunk in chunks:
        view = memoryview(chunk)
        while len(view) >= room:
            held.append(view[:room])
            view = view[room:]
            piece, held, room = b"".join(held), [], each
            yield piece
        if len(view):
            held.append(view)
            room -= len(view)
    if held:
        yield b"".join(held)
