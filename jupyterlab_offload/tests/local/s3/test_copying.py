"""Copies of objects and of parts."""

from __future__ import annotations

import hashlib
from datetime import datetime, timedelta, timezone
from typing import Any

import pytest

from .failures import failure
from .test_multipart import FIRST, SECOND, add, begin, finish


@pytest.fixture
def source(s3: Any, bucket: str) -> dict[str, Any]:
    s3.put_object(
        Bucket=bucket,
        Key="from/ü +%",
        Body=b"content",
        ContentType="a/b",
        Metadata={"k": "v"},
        StorageClass="STANDARD_IA",
    )
    return {"Bucket": bucket, "Key": "from/ü +%"}


def test_a_copy_has_the_source_s_bytes_and_headers(
    s3: Any, bucket: str, source: dict[str, Any]
) -> None:
    answer = s3.copy_object(Bucket=bucket, Key="to", CopySource=source)["CopyObjectResult"]
    found = s3.get_object(Bucket=bucket, Key="to", ChecksumMode="ENABLED")
    assert found["Body"].read() == b"content"
    assert (found["ContentType"], found["Metadata"]) == ("a/b", {"k": "v"})
    assert answer["ETag"] == found["ETag"] == f'"{hashlib.md5(b"content").hexdigest()}"'
    assert answer["ChecksumCRC32"] == found["ChecksumCRC32"]
    # The storage class is the request's affair.
    assert "StorageClass" not in found


def test_replaced_headers(s3: Any, bucket: str, source: dict[str, Any]) -> None:
    copy = {"Bucket": bucket, "Key": "to", "CopySource": source, "ContentType": "c/d"}
    s3.copy_object(**copy, Metadata={"new": "1"}, MetadataDirective="REPLACE")
    found = s3.head_object(Bucket=bucket, Key="to")
    assert (found["ContentType"], found["Metadata"]) == ("c/d", {"new": "1"})
    s3.copy_object(**copy, Metadata={"new": "1"})
    assert s3.head_object(Bucket=bucket, Key="to")["Metadata"] == {"k": "v"}


def test_onto_itself_something_must_change(s3: Any, source: dict[str, Any]) -> None:
    copy = {**source, "CopySource": source}
    assert failure(s3.copy_object, **copy) == ("InvalidRequest", 400)
    s3.copy_object(**copy, MetadataDirective="REPLACE", Metadata={"k": "2"})
    found = s3.get_object(**source)
    assert (found["Metadata"], found["Body"].read()) == ({"k": "2"}, b"content")


def test_another_checksum(s3: Any, bucket: str, source: dict[str, Any]) -> None:
    copy = {"Bucket": bucket, "Key": "to", "CopySource": source}
    answer = s3.copy_object(**copy, ChecksumAlgorithm="SHA256")["CopyObjectResult"]
    assert "ChecksumSHA256" in answer and "ChecksumCRC32" not in answer


def test_conditions_of_source_and_target(s3: Any, bucket: str, source: dict[str, Any]) -> None:
    copy = {"Bucket": bucket, "Key": "to", "CopySource": source}
    etag = s3.head_object(**source)["ETag"]
    later = datetime.now(timezone.utc) + timedelta(hours=1)
    for refused in (
        {"CopySourceIfMatch": '"x"'},
        {"CopySourceIfNoneMatch": etag},
        {"CopySourceIfModifiedSince": later},
    ):
        assert failure(s3.copy_object, **copy, **refused) == ("PreconditionFailed", 412)
    s3.copy_object(**copy, CopySourceIfMatch=etag, IfNoneMatch="*")
    assert failure(s3.copy_object, **copy, IfNoneMatch="*") == ("PreconditionFailed", 412)


def test_a_source_that_is_none(s3: Any, bucket: str) -> None:
    def refused(copied_from: Any) -> tuple[str, int]:
        return failure(s3.copy_object, Bucket=bucket, Key="to", CopySource=copied_from)

    assert refused({"Bucket": bucket, "Key": "missing"}) == ("NoSuchKey", 404)
    assert refused({"Bucket": "no-such-bucket", "Key": "k"}) == ("NoSuchBucket", 404)
    assert refused("nokey") == ("InvalidArgument", 400)


def test_a_copy_of_parts_is_one_piece(s3: Any, bucket: str) -> None:
    upload = begin(s3, bucket)
    finish(s3, upload, add(s3, upload, 1, FIRST), add(s3, upload, 2, SECOND))
    s3.copy_object(Bucket=bucket, Key="to", CopySource={"Bucket": bucket, "Key": "key"})
    found = s3.get_object(Bucket=bucket, Key="to")
    assert found["Body"].read() == FIRST + SECOND
    assert found["ETag"] == f'"{hashlib.md5(FIRST + SECOND).hexdigest()}"'


def test_parts_are_copied_from_ranges(s3: Any, bucket: str, source: dict[str, Any]) -> None:
    s3.put_object(Bucket=bucket, Key="big", Body=FIRST + SECOND)
    upload = begin(s3, bucket, "to", ChecksumAlgorithm="CRC32")
    big = {"Bucket": bucket, "Key": "big"}
    copied = s3.upload_part_copy(
        **upload, PartNumber=1, CopySource=big, CopySourceRange=f"bytes=10-{len(FIRST) + 9}"
    )["CopyPartResult"]
    whole = s3.upload_part_copy(**upload, PartNumber=2, CopySource=source)["CopyPartResult"]
    finish(
        s3,
        upload,
        *(
            {"PartNumber": n, "ETag": part["ETag"], "ChecksumCRC32": part["ChecksumCRC32"]}
            for n, part in ((1, copied), (2, whole))
        ),
    )
    expected = (FIRST + SECOND)[10 : len(FIRST) + 10] + b"content"
    assert s3.get_object(Bucket=bucket, Key="to")["Body"].read() == expected


@pytest.mark.parametrize("wanted", ["bytes=0-7", "bytes=-3", "bytes=5-", "5-6", "bytes=3-2"])
def test_a_bad_source_range(s3: Any, bucket: str, source: dict[str, Any], wanted: str) -> None:
    part = {**begin(s3, bucket, "to"), "PartNumber": 1, "CopySource": source}
    refused = failure(s3.upload_part_copy, **part, CopySourceRange=wanted)
    assert refused == ("InvalidArgument", 400)
