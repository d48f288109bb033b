"""Objects through boto3: put, get, head, ranges, conditions, headers."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from jupyterlab_offload.tests.local.protocol.wire import Wire

from .failures import failure

# A path of dots is folded away by HTTP clients before it is sent; inside a key it is not.
KEYS = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=60).filter(
    lambda key: len(key.encode()) <= 1024
)


def body(s3: Any, bucket: str, key: str, **more: Any) -> bytes:
    data: bytes = s3.get_object(Bucket=bucket, Key=key, **more)["Body"].read()
    return data


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(key=KEYS)
def test_any_key_travels(s3: Any, bucket: str, key: str) -> None:
    s3.put_object(Bucket=bucket, Key=key, Body=key.encode())
    assert body(s3, bucket, key) == key.encode()
    assert [o["Key"] for o in s3.list_objects_v2(Bucket=bucket)["Contents"]] == [key]
    s3.delete_object(Bucket=bucket, Key=key)
    assert failure(s3.head_object, Bucket=bucket, Key=key) == ("404", 404)


@pytest.mark.parametrize(
    "key",
    [
        "../up",
        "a/../b",
        "/lead",
        "//",
        "a//b",
        ".",
        "..",
        "./x",
        "nul\0",
        "a\r\nb",
        "+ %2B",
        "%2e%2e/",
        "x" * 1024,
        "ü" * 512,
        "tail/",
        "?query=1#fragment",
        "\u202e",
        "\U0001f600",
    ],
)
def test_odd_keys_are_keys_like_any_other(s3: Any, bucket: str, key: str) -> None:
    s3.put_object(Bucket=bucket, Key=key, Body=b"odd")
    s3.put_object(Bucket=bucket, Key=key + "2" if len(key) < 500 else "2", Body=b"other")
    assert body(s3, bucket, key) == b"odd"
    listed = [o["Key"] for o in s3.list_objects_v2(Bucket=bucket)["Contents"]]
    assert key in listed and len(listed) == 2


def test_keys_never_become_file_names(served: Wire, s3: Any, bucket: str) -> None:
    for key in ("../../escaped", "/etc/escaped", "escaped\0", "blobs/escaped"):
        s3.put_object(Bucket=bucket, Key=key, Body=b"x")
    root = served.engine.home.root
    assert [path for path in root.parent.rglob("*") if "escaped" in path.name] == []


def test_a_key_of_1025_bytes_is_too_long(s3: Any, bucket: str) -> None:
    put = {"Bucket": bucket, "Key": "x" * 1025, "Body": b"x"}
    assert failure(s3.put_object, **put) == ("KeyTooLongError", 400)


def test_headers_are_kept_and_given_back(s3: Any, bucket: str) -> None:
    expires = datetime(2030, 1, 2, 3, 4, 5, tzinfo=timezone.utc)
    kept = {
        "CacheControl": "no-cache",
        "ContentDisposition": 'attachment; filename="x"',
        "ContentEncoding": "gzip",
        "ContentLanguage": "de",
        "ContentType": "text/x; charset=y",
        "WebsiteRedirectLocation": "/elsewhere",
        "StorageClass": "STANDARD_IA",
        "Metadata": {"one": "1", "with-dash": 'a,b;c="d"'},
    }
    s3.put_object(Bucket=bucket, Key="key", Body=b"x", Expires=expires, **kept)
    for read in (s3.head_object, s3.get_object):
        found = read(Bucket=bucket, Key="key")
        assert {name: found[name] for name in kept} == kept
        assert found["Expires"] == expires
    s3.put_object(Bucket=bucket, Key="key", Body=b"x")
    plain = s3.head_object(Bucket=bucket, Key="key")
    assert plain["ContentType"] == "binary/octet-stream"
    assert plain["Metadata"] == {} and "CacheControl" not in plain


def test_metadata_has_a_size(s3: Any, bucket: str) -> None:
    put = {"Bucket": bucket, "Key": "key", "Body": b"x"}
    s3.put_object(**put, Metadata={"k": "v" * 2047})
    assert failure(s3.put_object, **put, Metadata={"k": "v" * 2048}) == ("MetadataTooLarge", 400)


@pytest.mark.parametrize(
    ("range_", "expected"),
    [
        ("bytes=0-0", b"0"),
        ("bytes=2-5", b"2345"),
        ("bytes=7-", b"789"),
        ("bytes=-3", b"789"),
        ("bytes=5-500", b"56789"),
    ],
)
def test_a_range_is_partial_content(s3: Any, bucket: str, range_: str, expected: bytes) -> None:
    s3.put_object(Bucket=bucket, Key="key", Body=b"0123456789")
    found = s3.get_object(Bucket=bucket, Key="key", Range=range_, ChecksumMode="ENABLED")
    assert found["ResponseMetadata"]["HTTPStatusCode"] == 206
    assert found["Body"].read() == expected
    start = b"0123456789".index(expected)
    assert found["ContentRange"] == f"bytes {start}-{start + len(expected) - 1}/10"
    assert "ChecksumCRC32" not in found
    head = s3.head_object(Bucket=bucket, Key="key", Range=range_)
    assert head["ContentLength"] == len(expected)


def test_a_range_outside_is_416(s3: Any, bucket: str) -> None:
    s3.put_object(Bucket=bucket, Key="key", Body=b"0123456789")
    asked = {"Bucket": bucket, "Key": "key", "Range": "bytes=10-"}
    assert failure(s3.get_object, **asked) == ("InvalidRange", 416)
    assert failure(s3.head_object, **asked) == ("416", 416)


PAST, FUTURE = (datetime.now(timezone.utc) + timedelta(hours=h) for h in (-1, 1))


@pytest.mark.parametrize(
    ("conditions", "status"),
    [
        ({"IfMatch": "{etag}"}, 200),
        ({"IfMatch": "*"}, 200),
        ({"IfMatch": '"other", {etag}'}, 200),
        ({"IfMatch": '"other"'}, 412),
        ({"IfNoneMatch": '"other"'}, 200),
        ({"IfNoneMatch": "{etag}"}, 304),
        ({"IfNoneMatch": "*"}, 304),
        ({"IfModifiedSince": PAST}, 200),
        ({"IfModifiedSince": FUTURE}, 304),
        ({"IfUnmodifiedSince": FUTURE}, 200),
        ({"IfUnmodifiedSince": PAST}, 412),
        ({"IfMatch": "{etag}", "IfUnmodifiedSince": PAST}, 200),
        ({"IfNoneMatch": '"other"', "IfModifiedSince": FUTURE}, 200),
        ({"IfNoneMatch": "{etag}", "IfModifiedSince": PAST}, 304),
    ],
)
def test_conditions_of_a_read(
    s3: Any, bucket: str, conditions: dict[str, Any], status: int
) -> None:
    etag = s3.put_object(Bucket=bucket, Key="key", Body=b"x")["ETag"]
    given = {
        name: value.replace("{etag}", etag) if isinstance(value, str) else value
        for name, value in conditions.items()
    }
    for read in (s3.get_object, s3.head_object):
        if status == 200:
            assert read(Bucket=bucket, Key="key", **given)["ETag"] == etag
        else:
            assert failure(read, Bucket=bucket, Key="key", **given)[1] == status


def test_conditions_of_a_write(s3: Any, bucket: str) -> None:
    put = {"Bucket": bucket, "Key": "key"}
    assert failure(s3.put_object, **put, Body=b"0", IfMatch='"x"') == ("NoSuchKey", 404)
    etag = s3.put_object(**put, Body=b"1", IfNoneMatch="*")["ETag"]
    assert failure(s3.put_object, **put, Body=b"2", IfNoneMatch="*") == ("PreconditionFailed", 412)
    assert failure(s3.put_object, **put, Body=b"2", IfMatch='"x"') == ("PreconditionFailed", 412)
    assert failure(s3.put_object, **put, Body=b"2", IfNoneMatch=etag) == ("NotImplemented", 501)
    assert body(s3, bucket, "key") == b"1"
    s3.put_object(**put, Body=b"3", IfMatch=etag)
    assert body(s3, bucket, "key") == b"3"


def test_large_bodies_travel_whole(s3: Any, bucket: str) -> None:
    data = bytes(range(251)) * 9_000
    s3.put_object(Bucket=bucket, Key="key", Body=data)
    assert body(s3, bucket, "key") == data
    assert body(s3, bucket, "key", Range="bytes=1000000-2000000") == data[1_000_000:2_000_001]


def test_an_empty_object_is_an_object(s3: Any, bucket: str) -> None:
    s3.put_object(Bucket=bucket, Key="key", Body=b"")
    found = s3.get_object(Bucket=bucket, Key="key")
    assert (found["Body"].read(), found["ContentLength"]) == (b"", 0)
    assert found["ETag"] == '"d41d8cd98f00b204e9800998ecf8427e"'


def test_deletes(s3: Any, bucket: str) -> None:
    for key in "abcd":
        s3.put_object(Bucket=bucket, Key=key, Body=b"x")
    etag = s3.head_object(Bucket=bucket, Key="a")["ETag"]
    s3.delete_object(Bucket=bucket, Key="missing")
    conditional = {"Bucket": bucket, "Key": "a"}
    assert failure(s3.delete_object, **conditional, IfMatch='"x"') == ("PreconditionFailed", 412)
    s3.delete_object(**conditional, IfMatch=etag)
    assert failure(s3.delete_object, **conditional, IfMatch=etag) == ("NoSuchKey", 404)
    objects = [{"Key": "b"}, {"Key": "gone"}, {"Key": "c", "ETag": '"x"'}]
    answer = s3.delete_objects(Bucket=bucket, Delete={"Objects": objects})
    assert [d["Key"] for d in answer["Deleted"]] == ["b", "gone"]
    assert [(e["Key"], e["Code"]) for e in answer["Errors"]] == [("c", "PreconditionFailed")]
    quiet = {"Objects": [{"Key": "c"}], "Quiet": True}
    assert "Deleted" not in s3.delete_objects(Bucket=bucket, Delete=quiet)
    assert [o["Key"] for o in s3.list_objects_v2(Bucket=bucket)["Contents"]] == ["d"]


def test_more_than_a_thousand_deletes_are_malformed(s3: Any, bucket: str) -> None:
    objects = [{"Key": f"key-{number}"} for number in range(1001)]
    delete = {"Bucket": bucket, "Delete": {"Objects": objects}}
    assert failure(s3.delete_objects, **delete) == ("MalformedXML", 400)
    delete["Delete"] = {"Objects": objects[:1000]}
    assert len(s3.delete_objects(**delete)["Deleted"]) == 1000


@pytest.mark.parametrize(
    ("members", "code"),
    [
        ({"ACL": "public-read"}, "AccessControlListNotSupported"),
        ({"GrantRead": "id=x"}, "AccessControlListNotSupported"),
        ({"Tagging": "a=b"}, "NotImplemented"),
        ({"WriteOffsetBytes": 3}, "NotImplemented"),
        ({"ObjectLockLegalHoldStatus": "ON"}, "InvalidRequest"),
        ({"SSECustomerAlgorithm": "AES256", "SSECustomerKey": "k" * 32}, "NotImplemented"),
        ({"StorageClass": "NO_SUCH"}, "InvalidArgument"),
    ],
)
def test_what_cannot_be_honoured_is_refused(
    s3: Any, bucket: str, members: dict[str, Any], code: str
) -> None:
    assert failure(s3.put_object, Bucket=bucket, Key="key", Body=b"x", **members)[0] == code
    assert failure(s3.head_object, Bucket=bucket, Key="key") == ("404", 404)


def test_encryption_by_the_service_is_said_back(s3: Any, bucket: str) -> None:
    asked = {"ServerSideEncryption": "aws:kms", "SSEKMSKeyId": "alias/mine"}
    put = s3.put_object(Bucket=bucket, Key="key", Body=b"x", ACL="private", **asked)
    head = s3.head_object(Bucket=bucket, Key="key")
    assert {n: put[n] for n in asked} == {n: head[n] for n in asked} == asked


def test_an_object_has_no_versions_and_no_tags(s3: Any, bucket: str) -> None:
    s3.put_object(Bucket=bucket, Key="key", Body=b"x")
    assert body(s3, bucket, "key", VersionId="null") == b"x"
    asked = {"Bucket": bucket, "Key": "key", "VersionId": "abc"}
    assert failure(s3.get_object, **asked) == ("InvalidArgument", 400)
    assert s3.get_object_tagging(Bucket=bucket, Key="key")["TagSet"] == []
    assert failure(s3.get_object_tagging, Bucket=bucket, Key="no") == ("NoSuchKey", 404)
