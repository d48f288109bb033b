"""Multipart uploads through boto3."""

from __future__ import annotations

import base64
import hashlib
import zlib
from typing import Any

import pytest

from jupyterlab_offload.local.services.s3.checksums import ALGORITHMS

from .failures import failure

MIB = 1 << 20
FIRST, SECOND = b"1" * (5 * MIB), b"2" * 100


def begin(s3: Any, bucket: str, key: str = "key", **more: Any) -> dict[str, Any]:
    upload = s3.create_multipart_upload(Bucket=bucket, Key=key, **more)["UploadId"]
    return {"Bucket": bucket, "Key": key, "UploadId": upload}


def add(s3: Any, upload: dict[str, Any], number: int, data: bytes, **more: Any) -> dict[str, Any]:
    part = s3.upload_part(**upload, PartNumber=number, Body=data, **more)
    sums = {name: value for name, value in part.items() if name.startswith("Checksum")}
    return {"PartNumber": number, "ETag": part["ETag"], **sums}


def finish(s3: Any, upload: dict[str, Any], *parts: dict[str, Any], **more: Any) -> dict[str, Any]:
    answer: dict[str, Any] = s3.complete_multipart_upload(
        **upload, MultipartUpload={"Parts": list(parts)}, **more
    )
    return answer


def crc32(data: bytes) -> bytes:
    return zlib.crc32(data).to_bytes(4, "big")


def text(data: bytes) -> str:
    return base64.b64encode(data).decode()


def test_two_parts_become_one_object(s3: Any, bucket: str) -> None:
    upload = begin(s3, bucket, ContentType="a/b", Metadata={"k": "v"})
    parts = [add(s3, upload, 3, FIRST), add(s3, upload, 10_000, SECOND)]
    answer = finish(s3, upload, *parts)
    hashes = b"".join(hashlib.md5(data).digest() for data in (FIRST, SECOND))
    assert answer["ETag"] == f'"{hashlib.md5(hashes).hexdigest()}-2"'
    assert (answer["Bucket"], answer["Key"]) == (bucket, "key")
    found = s3.get_object(Bucket=bucket, Key="key")
    assert found["Body"].read() == FIRST + SECOND
    assert (found["ETag"], found["ContentType"]) == (answer["ETag"], "a/b")
    assert found["Metadata"] == {"k": "v"}
    edge = s3.get_object(Bucket=bucket, Key="key", Range=f"bytes={5 * MIB - 2}-{5 * MIB + 1}")
    assert edge["Body"].read() == b"1122"


def test_a_part_can_be_read_alone(s3: Any, bucket: str) -> None:
    upload = begin(s3, bucket, ChecksumAlgorithm="SHA256")
    parts = [
        add(s3, upload, n, data, ChecksumAlgorithm="SHA256")
        for n, data in ((1, FIRST), (2, SECOND))
    ]
    finish(s3, upload, *parts)
    asked = {"Bucket": bucket, "Key": "key", "PartNumber": 2}
    found = s3.get_object(**asked, ChecksumMode="ENABLED")
    assert found["Body"].read() == SECOND
    assert (found["PartsCount"], found["ContentLength"]) == (2, 100)
    assert found["ChecksumSHA256"] == text(hashlib.sha256(SECOND).digest())
    assert (
        s3.head_object(**asked)["ContentRange"] == f"bytes {5 * MIB}-{5 * MIB + 99}/{5 * MIB + 100}"
    )
    asked["PartNumber"] = 3
    assert failure(s3.get_object, **asked) == ("InvalidPartNumber", 416)


def test_an_object_put_whole_is_its_own_part_1(s3: Any, bucket: str) -> None:
    s3.put_object(Bucket=bucket, Key="key", Body=b"whole")
    found = s3.get_object(Bucket=bucket, Key="key", PartNumber=1)
    assert found["Body"].read() == b"whole" and "PartsCount" not in found
    assert failure(s3.get_object, Bucket=bucket, Key="key", PartNumber=2)[0] == "InvalidPartNumber"


def computed(name: str, data: bytes) -> bytes:
    digest = ALGORITHMS[name].start()
    digest.update(data)
    return digest.digest()


@pytest.mark.parametrize(
    ("name", "kind"),
    [(name, kind) for name, algorithm in ALGORITHMS.items() for kind in algorithm.types],
)
def test_checksums_of_the_whole(s3: Any, bucket: str, name: str, kind: str) -> None:
    upload = begin(s3, bucket, ChecksumAlgorithm=name, ChecksumType=kind)
    pieces = ((1, FIRST), (2, SECOND))
    parts = [
        add(s3, upload, number, data, **{f"Checksum{name}": text(computed(name, data))})
        for number, data in pieces
    ]
    answer = finish(s3, upload, *parts)
    if kind == "COMPOSITE":
        sums = b"".join(computed(name, data) for _, data in pieces)
        expected = text(computed(name, sums)) + "-2"
    else:
        expected = text(computed(name, FIRST + SECOND))
    assert answer[f"Checksum{name}"] == expected
    head = s3.head_object(Bucket=bucket, Key="key", ChecksumMode="ENABLED")
    assert (head[f"Checksum{name}"], head["ChecksumType"]) == (expected, kind)


def test_a_stated_checksum_or_size_of_the_whole_is_compared(s3: Any, bucket: str) -> None:
    upload = begin(s3, bucket, ChecksumAlgorithm="CRC32", ChecksumType="FULL_OBJECT")
    part = add(s3, upload, 1, SECOND)

    def refused(**stated: Any) -> str:
        return failure(
            s3.complete_multipart_upload, **upload, MultipartUpload={"Parts": [part]}, **stated
        )[0]

    assert refused(ChecksumCRC32=text(crc32(b"other"))) == "BadDigest"
    assert refused(ChecksumType="COMPOSITE") == "BadDigest"
    assert refused(MpuObjectSize=99) == "InvalidRequest"
    finish(s3, upload, part, ChecksumCRC32=text(crc32(SECOND)), MpuObjectSize=100)


def test_a_part_needs_the_checksum_that_the_upload_announced(s3: Any, bucket: str) -> None:
    upload = begin(s3, bucket, ChecksumAlgorithm="SHA256")
    part = {**upload, "PartNumber": 1, "Body": b"x", "ChecksumAlgorithm": "CRC32"}
    assert failure(s3.upload_part, **part) == ("InvalidRequest", 400)
    wrong = {"ChecksumAlgorithm": "SHA1", "ChecksumType": "FULL_OBJECT"}
    assert failure(s3.create_multipart_upload, Bucket=bucket, Key="k", **wrong)[1] == 400


def test_what_does_not_complete(s3: Any, bucket: str) -> None:
    upload = begin(s3, bucket)
    small, last = add(s3, upload, 1, b"small"), add(s3, upload, 2, b"last")

    def refused(*parts: dict[str, Any]) -> str:
        return failure(
            s3.complete_multipart_upload, **upload, MultipartUpload={"Parts": list(parts)}
        )[0]

    assert refused(small, last) == "EntityTooSmall"
    assert refused(last, small) == "InvalidPartOrder"
    assert refused(small, small) == "InvalidPartOrder"
    assert refused({**small, "ETag": '"0"'}) == "InvalidPart"
    assert refused({**small, "ChecksumCRC32": "AAAAAA=="}) == "InvalidPart"
    assert refused({"PartNumber": 3, "ETag": small["ETag"]}) == "InvalidPart"
    assert refused({"PartNumber": 1}) == "MalformedXML"
    assert refused() == "MalformedXML"
    assert failure(s3.head_object, Bucket=bucket, Key="key")[1] == 404
    finish(s3, upload, last)
    assert s3.get_object(Bucket=bucket, Key="key")["Body"].read() == b"last"


def test_completing_twice_gives_the_same_answer_until_the_object_changes(
    s3: Any, bucket: str
) -> None:
    upload = begin(s3, bucket)
    part = add(s3, upload, 1, b"x")
    first = finish(s3, upload, part)
    assert finish(s3, upload, part)["ETag"] == first["ETag"]
    s3.put_object(Bucket=bucket, Key="key", Body=b"newer")
    again = {**upload, "MultipartUpload": {"Parts": [part]}}
    assert failure(s3.complete_multipart_upload, **again) == ("NoSuchUpload", 404)
    assert s3.get_object(Bucket=bucket, Key="key")["Body"].read() == b"newer"


def test_a_completion_can_be_conditional(s3: Any, bucket: str) -> None:
    s3.put_object(Bucket=bucket, Key="key", Body=b"there")
    upload = begin(s3, bucket)
    part = add(s3, upload, 1, b"x")
    wanted = {**upload, "MultipartUpload": {"Parts": [part]}, "IfNoneMatch": "*"}
    assert failure(s3.complete_multipart_upload, **wanted) == ("PreconditionFailed", 412)
    s3.delete_object(Bucket=bucket, Key="key")
    s3.complete_multipart_upload(**wanted)


def test_an_aborted_upload_is_gone(s3: Any, bucket: str) -> None:
    upload = begin(s3, bucket)
    add(s3, upload, 1, b"x")
    s3.abort_multipart_upload(**upload)
    assert failure(s3.abort_multipart_upload, **upload) == ("NoSuchUpload", 404)
    assert failure(s3.upload_part, **upload, PartNumber=1, Body=b"x") == ("NoSuchUpload", 404)
    assert failure(s3.list_parts, **upload) == ("NoSuchUpload", 404)
    elsewhere = {**begin(s3, bucket), "Key": "other"}
    assert failure(s3.upload_part, **elsewhere, PartNumber=1, Body=b"x")[0] == "NoSuchUpload"


@pytest.mark.parametrize("number", [0, -1, 10_001])
def test_part_numbers_have_a_range(s3: Any, bucket: str, number: int) -> None:
    part = {**begin(s3, bucket), "PartNumber": number, "Body": b"x"}
    assert failure(s3.upload_part, **part) == ("InvalidArgument", 400)


def test_parts_are_listed_in_pages(s3: Any, bucket: str) -> None:
    upload = begin(s3, bucket, ChecksumAlgorithm="CRC32")
    for number in (5, 1, 9, 3):
        add(s3, upload, number, b"x" * number)
    add(s3, upload, 5, b"again")
    pages = list(
        s3.get_paginator("list_parts").paginate(**upload, PaginationConfig={"PageSize": 3})
    )
    listed = [(part["PartNumber"], part["Size"]) for page in pages for part in page["Parts"]]
    assert listed == [(1, 1), (3, 3), (5, 5), (9, 9)]
    assert [page["IsTruncated"] for page in pages] == [True, False]
    assert pages[0]["ChecksumAlgorithm"] == "CRC32"
    assert pages[0]["Parts"][0]["ChecksumCRC32"] == text(crc32(b"x"))


def test_uploads_are_listed_in_pages(s3: Any, bucket: str) -> None:
    made = [begin(s3, bucket, key) for key in ("b", "a/1", "a/2", "b", "c ü")]
    paginator = s3.get_paginator("list_multipart_uploads")
    pages = paginator.paginate(Bucket=bucket, PaginationConfig={"PageSize": 2})
    listed = [(u["Key"], u["UploadId"]) for page in pages for u in page.get("Uploads", [])]
    assert listed == sorted((u["Key"], u["UploadId"]) for u in made)
    pages = list(paginator.paginate(Bucket=bucket, Delimiter="/", PaginationConfig={"PageSize": 1}))
    assert [p["Prefix"] for page in pages for p in page.get("CommonPrefixes", [])] == ["a/"]
    assert [u["Key"] for page in pages for u in page.get("Uploads", [])] == ["b", "b", "c ü"]
    inside = s3.list_multipart_uploads(Bucket=bucket, Prefix="a/")
    assert [u["Key"] for u in inside["Uploads"]] == ["a/1", "a/2"]


def test_an_unfinished_upload_shows_no_object(s3: Any, bucket: str) -> None:
    add(s3, begin(s3, bucket), 1, b"x")
    assert "Contents" not in s3.list_objects_v2(Bucket=bucket)
    assert failure(s3.head_object, Bucket=bucket, Key="key")[1] == 404
