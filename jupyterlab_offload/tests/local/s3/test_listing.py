"""Listings through boto3 and its paginators."""

from __future__ import annotations

import hashlib
from typing import Any

import pytest

from jupyterlab_offload.tests.local.protocol.wire import Wire

from .failures import failure

KEYS = ["a", "a/1", "a/2", "a/b/3", "b", "ü/x y", "ü+%", "~"]


@pytest.fixture
def filled(s3: Any, bucket: str) -> str:
    for key in KEYS:
        s3.put_object(Bucket=bucket, Key=key, Body=key.encode())
    return bucket


def keys(page: dict[str, Any]) -> list[str]:
    return [found["Key"] for found in page.get("Contents", [])]


def folders(page: dict[str, Any]) -> list[str]:
    return [found["Prefix"] for found in page.get("CommonPrefixes", [])]


def test_version_2_in_full(s3: Any, filled: str) -> None:
    page = s3.list_objects_v2(Bucket=filled)
    assert keys(page) == sorted(KEYS)
    assert (page["Name"], page["Prefix"], page["MaxKeys"]) == (filled, "", 1000)
    assert (page["KeyCount"], page["IsTruncated"], page["EncodingType"]) == (8, False, "url")
    entry = page["Contents"][0]
    assert entry["ETag"] == f'"{hashlib.md5(b"a").hexdigest()}"'
    assert (entry["Size"], entry["StorageClass"]) == (1, "STANDARD")
    assert (entry["ChecksumAlgorithm"], entry["ChecksumType"]) == (["CRC32"], "FULL_OBJECT")
    assert entry["LastModified"] == s3.head_object(Bucket=filled, Key="a")["LastModified"].replace(
        microsecond=entry["LastModified"].microsecond
    )
    assert "Owner" not in entry
    owned = s3.list_objects_v2(Bucket=filled, FetchOwner=True)["Contents"][0]
    assert len(owned["Owner"]["ID"]) == 64


@pytest.mark.parametrize("operation", ["list_objects", "list_objects_v2"])
@pytest.mark.parametrize("size", [1, 2, 3])
def test_pages_give_everything_once(s3: Any, filled: str, operation: str, size: int) -> None:
    paginator = s3.get_paginator(operation)
    for delimiter in ("", "/"):
        pages = paginator.paginate(
            Bucket=filled, Delimiter=delimiter, PaginationConfig={"PageSize": size}
        )
        found = [name for page in pages for name in (*keys(page), *folders(page))]
        whole = s3.list_objects_v2(Bucket=filled, Delimiter=delimiter)
        assert sorted(found) == sorted([*keys(whole), *folders(whole)])
        assert len(found) == len(set(found))


def test_prefix_and_delimiter(s3: Any, filled: str) -> None:
    top = s3.list_objects_v2(Bucket=filled, Delimiter="/")
    assert (keys(top), folders(top)) == (["a", "b", "~", "ü+%"], ["a/", "ü/"])
    inside = s3.list_objects_v2(Bucket=filled, Prefix="a/", Delimiter="/")
    assert (keys(inside), folders(inside)) == (["a/1", "a/2"], ["a/b/"])
    assert (inside["Prefix"], inside["Delimiter"], inside["KeyCount"]) == ("a/", "/", 3)
    nothing = s3.list_objects_v2(Bucket=filled, Prefix="zzz")
    assert (keys(nothing), nothing["KeyCount"]) == ([], 0)


def test_start_after_and_marker(s3: Any, filled: str) -> None:
    assert keys(s3.list_objects_v2(Bucket=filled, StartAfter="a/2")) == sorted(KEYS)[3:]
    assert s3.list_objects_v2(Bucket=filled, StartAfter="ü/x y")["StartAfter"] == "ü/x y"
    first = s3.list_objects(Bucket=filled, Marker="a/2", MaxKeys=2)
    assert (keys(first), first["IsTruncated"]) == (["a/b/3", "b"], True)
    # Without a delimiter the last key is the next marker, and none is named.
    assert "NextMarker" not in first and first["Marker"] == "a/2"
    assert s3.list_objects(Bucket=filled, Delimiter="/", MaxKeys=2)["NextMarker"] == "a/"


def test_a_token_goes_before_start_after(s3: Any, filled: str) -> None:
    first = s3.list_objects_v2(Bucket=filled, MaxKeys=3, StartAfter="a")
    token = first["NextContinuationToken"]
    assert keys(first)[-1] not in token
    second = s3.list_objects_v2(Bucket=filled, ContinuationToken=token, StartAfter="a")
    assert keys(second) == sorted(KEYS)[4:]
    assert second["ContinuationToken"] == token
    asked = {"Bucket": filled, "ContinuationToken": "no token"}
    assert failure(s3.list_objects_v2, **asked) == ("InvalidArgument", 400)


@pytest.mark.parametrize(("limit", "shown"), [(0, 0), (2, 2), (5000, 1000)])
def test_max_keys(s3: Any, filled: str, limit: int, shown: int) -> None:
    page = s3.list_objects_v2(Bucket=filled, MaxKeys=limit)
    assert page["MaxKeys"] == shown
    assert len(keys(page)) == min(shown, len(KEYS))
    assert page["IsTruncated"] == (shown == 2)


@pytest.mark.parametrize("limit", ["-1", "x", "99999999999999999999", "1e3", "٣"])
def test_a_bad_max_keys_is_refused(served: Wire, filled: str, limit: str) -> None:
    listing = served.client("s3").list_objects_v2
    assert failure(listing, Bucket=filled, MaxKeys=limit) == ("InvalidArgument", 400)


def test_no_bucket_no_list(s3: Any) -> None:
    for listing in (s3.list_objects, s3.list_objects_v2, s3.list_multipart_uploads):
        assert failure(listing, Bucket="no-such-bucket") == ("NoSuchBucket", 404)
