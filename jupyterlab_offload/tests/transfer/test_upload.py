"""Uploads to a real engine: what is sent, what is not, what is refused."""

from __future__ import annotations

import hashlib
import itertools
import tracemalloc
from base64 import b64encode
from datetime import datetime, timedelta, timezone
from typing import Any

import pytest
from botocore.exceptions import ClientError

from jupyterlab_offload.transfer import (
    Confirmed,
    Place,
    TransferError,
    bytes_blob,
    hashed,
    upload,
)
from jupyterlab_offload.transfer.blob import Blob
from jupyterlab_offload.transfer.multipart import MAX_PARTS, PART, part_size


def large(count: int, label: str = "x") -> Blob:
    """A blob of `count` MiB that exists nowhere as a whole."""
    block = bytes(range(256)) * 4096
    return hashed([(label, lambda: itertools.repeat(block, count))])[0]


def body(live_engine: Any, place: Place, blob: Blob) -> bytes:
    got = live_engine.s3.get_object(Bucket=place.bucket, Key=place.blob(blob.sha256))
    data: bytes = got["Body"].read()
    return data


def test_blobs_lie_under_their_digest(live_engine: Any, place: Place) -> None:
    blob = bytes_blob(b"hello")
    sent = upload(live_engine.s3, place, [blob])
    assert (sent.new, sent.new_bytes, sent.reused) == (1, 5, 0)
    assert blob.sha256 == hashlib.sha256(b"hello").hexdigest()
    assert body(live_engine, place, blob) == b"hello"


def test_what_is_there_is_not_sent_again(live_engine: Any, place: Place) -> None:
    blobs = [bytes_blob(b"one"), bytes_blob(b"two"), bytes_blob(b"")]
    upload(live_engine.s3, place, blobs[:2])
    sent = upload(live_engine.s3, place, blobs)
    assert (sent.new, sent.new_bytes, sent.reused, sent.reused_bytes) == (1, 0, 2, 6)


def test_equal_blobs_are_sent_once(live_engine: Any, place: Place) -> None:
    assert upload(live_engine.s3, place, [bytes_blob(b"same")] * 3).new == 1


def test_a_large_blob_arrives_whole(live_engine: Any, place: Place) -> None:
    blob = large(19)
    seen: list[tuple[int, int]] = []
    upload(live_engine.s3, place, [blob], lambda done, total: seen.append((done, total)))
    assert hashlib.sha256(body(live_engine, place, blob)).hexdigest() == blob.sha256
    assert seen[-1] == (blob.size, blob.size)
    assert [done for done, _ in seen] == sorted(done for done, _ in seen)


def test_a_large_blob_is_never_in_memory_whole(live_engine: Any, place: Place) -> None:
    blob = large(160)
    upload(live_engine.s3, place, [bytes_blob(b"warm")])
    tracemalloc.start()
    try:
        upload(live_engine.s3, place, [blob])
        assert tracemalloc.get_traced_memory()[1] < 64 * 2**20
    finally:
        tracemalloc.stop()


@pytest.mark.parametrize("size", [10, PART + 10])
def test_a_value_that_changes_meanwhile_is_not_stored(
    live_engine: Any, place: Place, size: int
) -> None:
    data = bytearray(size)
    [blob] = hashed([("x", lambda: iter((memoryview(data),)))])
    data[-1] = 1
    with pytest.raises(TransferError, match="x changed while it was being sent"):
        upload(live_engine.s3, place, [blob])
    assert "Contents" not in live_engine.s3.list_objects_v2(Bucket=place.bucket)
    assert "Uploads" not in live_engine.s3.list_multipart_uploads(Bucket=place.bucket)


@pytest.mark.parametrize("change", [-1, 1, 3 * PART])
def test_a_value_that_shrinks_or_grows_meanwhile_is_not_stored(
    live_engine: Any, place: Place, change: int
) -> None:
    sizes = [PART, 10]
    block = bytes(PART + 1)
    [blob] = hashed([("x", lambda: iter([block[:size] for size in sizes]))])
    sizes[:] = [PART, 10 + change] if change < PART else [PART] * 4
    with pytest.raises(TransferError, match="x changed"):
        upload(live_engine.s3, place, [blob])
    assert "Contents" not in live_engine.s3.list_objects_v2(Bucket=place.bucket)


def test_an_object_of_another_size_is_replaced(live_engine: Any, place: Place) -> None:
    blob = bytes_blob(b"whole")
    live_engine.s3.put_object(Bucket=place.bucket, Key=place.blob(blob.sha256), Body=b"wh")
    assert upload(live_engine.s3, place, [blob]).new == 1
    assert body(live_engine, place, blob) == b"whole"


@pytest.mark.parametrize("data", [b"forge", b"whole"])
def test_an_object_that_somebody_else_put_there_is_replaced(
    live_engine: Any, place: Place, data: bytes
) -> None:
    blob = bytes_blob(b"whole")
    live_engine.s3.put_object(Bucket=place.bucket, Key=place.blob(blob.sha256), Body=data)
    assert upload(live_engine.s3, place, [blob]).new == 1
    assert upload(live_engine.s3, place, [blob]).new == 0
    assert body(live_engine, place, blob) == b"whole"


@pytest.mark.parametrize(("age", "new"), [(timedelta(days=2), 0), (timedelta(days=4), 1)])
def test_an_old_object_is_sent_again(place: Place, age: timedelta, new: int) -> None:
    blob = bytes_blob(b"old")
    now = datetime(2026, 5, 1, tzinfo=timezone.utc)
    s3 = FakeS3(now, {place.blob(blob.sha256): (3, now - age)})
    assert upload(s3, place, [blob]).new == new  # type: ignore[arg-type]  # a stand-in
    assert len(s3.puts) == new


def test_every_request_names_the_owner(place: Place) -> None:
    s3 = FakeS3(datetime(2026, 5, 1, tzinfo=timezone.utc), {})
    upload(s3, place, [bytes_blob(b"a")])  # type: ignore[arg-type]  # a stand-in
    assert s3.owners == ["000000000000"] * 2


def test_somebody_elses_bucket_is_refused(live_engine: Any, bucket: str) -> None:
    with pytest.raises(ClientError) as caught:
        upload(live_engine.s3, Place(bucket, "offload/", "111111111111"), [bytes_blob(b"a")])
    assert caught.value.response["Error"]["Code"] == "AccessDenied"


@pytest.mark.parametrize("size", [1, PART, PART * MAX_PARTS, PART * MAX_PARTS + 1, 5 * 2**40])
def test_parts_are_never_too_many(size: int) -> None:
    assert -(-size // part_size(size)) <= MAX_PARTS


class FakeS3:
    """HEAD and PUT under a clock of the test's."""

    def __init__(self, now: datetime, objects: dict[str, tuple[int, datetime]]) -> None:
        self.now, self.objects = now, objects
        self.puts: list[str] = []
        self.owners: list[str] = []

    def head_object(self, *, Key: str, ExpectedBucketOwner: str, **_: Any) -> dict[str, Any]:
        self.owners.append(ExpectedBucketOwner)
        if Key not in self.objects:
            raise ClientError({"ResponseMetadata": {"HTTPStatusCode": 404}}, "HeadObject")  # type: ignore[typeddict-item]  # enough of it
        size, modified = self.objects[Key]
        date = self.now.strftime("%a, %d %b %Y %H:%M:%S GMT")
        headers = {"date": date}
        return {
            "ContentLength": size,
            "LastModified": modified,
            "ChecksumSHA256": b64encode(bytes.fromhex(Key.rpartition("/")[2])).decode(),
            "ResponseMetadata": {"HTTPHeaders": headers},
        }

    def put_object(self, *, Key: str, ExpectedBucketOwner: str, **_: Any) -> None:
        self.owners.append(ExpectedBucketOwner)
        self.puts.append(Key)


def test_what_was_just_seen_is_not_asked_for_again(place: Place) -> None:
    now = [0.0]
    blob = bytes_blob(b"a")
    s3 = FakeS3(datetime(2026, 5, 1, tzinfo=timezone.utc), {})
    confirmed = Confirmed(lambda: now[0])
    requests = []
    for now[0] in (0.0, 299.0, 300.0, 600.0):
        s3.owners.clear()
        upload(s3, place, [blob], confirmed=confirmed)  # type: ignore[arg-type]  # a stand-in
        requests.append(len(s3.owners))
    assert requests == [2, 0, 2, 2]
