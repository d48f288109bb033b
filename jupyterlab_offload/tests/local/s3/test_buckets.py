"""Buckets through boto3."""

from __future__ import annotations

import uuid
from typing import Any

import pytest
from botocore.exceptions import ClientError

from jupyterlab_offload.tests.local.protocol.wire import Wire

from .failures import failure


def test_a_bucket_s_life(s3: Any) -> None:
    name = f"life-{uuid.uuid4().hex[:8]}"
    made = s3.create_bucket(Bucket=name)
    assert (made["Location"], made["BucketArn"]) == (f"/{name}", f"arn:aws:s3:::{name}")
    head = s3.head_bucket(Bucket=name)
    assert (head["BucketRegion"], head["BucketArn"]) == ("us-east-1", f"arn:aws:s3:::{name}")
    assert name in [bucket["Name"] for bucket in s3.list_buckets()["Buckets"]]
    assert s3.get_bucket_location(Bucket=name)["LocationConstraint"] is None
    assert "Status" not in s3.get_bucket_versioning(Bucket=name)
    s3.put_object(Bucket=name, Key="key", Body=b"x")
    assert failure(s3.delete_bucket, Bucket=name) == ("BucketNotEmpty", 409)
    s3.delete_object(Bucket=name, Key="key")
    s3.delete_bucket(Bucket=name)
    assert failure(s3.head_bucket, Bucket=name) == ("404", 404)
    assert failure(s3.delete_bucket, Bucket=name) == ("NoSuchBucket", 404)


def test_one_s_own_bucket_may_be_created_again_in_us_east_1(s3: Any, bucket: str) -> None:
    s3.put_object(Bucket=bucket, Key="key", Body=b"x")
    s3.create_bucket(Bucket=bucket)
    assert s3.get_object(Bucket=bucket, Key="key")["Body"].read() == b"x"


@pytest.mark.parametrize(
    ("constraint", "code"),
    [
        ("us-east-1", "InvalidLocationConstraint"),
        ("eu-west-1", "IllegalLocationConstraintException"),
    ],
)
def test_a_bucket_is_made_in_the_engine_s_region(s3: Any, constraint: str, code: str) -> None:
    configuration = {"LocationConstraint": constraint}
    asked = {"Bucket": "elsewhere", "CreateBucketConfiguration": configuration}
    assert failure(s3.create_bucket, **asked) == (code, 400)


def test_buckets_come_in_pages(s3: Any) -> None:
    prefix = f"page-{uuid.uuid4().hex[:8]}-"
    names = [f"{prefix}{number}" for number in range(5)]
    for name in names:
        s3.create_bucket(Bucket=name)
    pages = list(
        s3.get_paginator("list_buckets").paginate(Prefix=prefix, PaginationConfig={"PageSize": 2})
    )
    assert [[b["Name"] for b in page["Buckets"]] for page in pages] == [
        names[:2],
        names[2:4],
        names[4:],
    ]
    assert failure(s3.list_buckets, ContinuationToken="rubbish") == ("InvalidArgument", 400)
    assert s3.list_buckets(Prefix=prefix, BucketRegion="eu-west-1")["Buckets"] == []


@pytest.mark.parametrize("name", ["Upper-case", "under_score", "-dash", "ab"])
def test_a_bad_name_is_refused(served: Wire, name: str) -> None:
    # boto3 checks names itself: not this client.
    s3 = served.client("s3")
    s3.meta.events.unregister("before-parameter-build.s3", unique_id=None)
    try:
        s3.create_bucket(Bucket=name)
    except ClientError as error:
        assert error.response["Error"]["Code"] == "InvalidBucketName"
    else:
        pytest.fail("the bucket was made")


def test_another_owner_s_bucket_is_denied(s3: Any, bucket: str) -> None:
    mine, other = "000000000000", "111111111111"
    s3.head_bucket(Bucket=bucket, ExpectedBucketOwner=mine)
    s3.put_object(Bucket=bucket, Key="key", Body=b"x", ExpectedBucketOwner=mine)
    assert failure(s3.head_bucket, Bucket=bucket, ExpectedBucketOwner=other) == ("403", 403)
    put = {"Bucket": bucket, "Key": "key", "Body": b"y", "ExpectedBucketOwner": other}
    assert failure(s3.put_object, **put) == ("AccessDenied", 403)
    copy = {"Bucket": bucket, "Key": "copy", "CopySource": f"{bucket}/key"}
    copy["ExpectedSourceBucketOwner"] = other
    assert failure(s3.copy_object, **copy) == ("AccessDenied", 403)
    assert s3.get_object(Bucket=bucket, Key="key")["Body"].read() == b"x"


@pytest.mark.parametrize(
    "operation",
    [
        "get_bucket_acl",
        "get_bucket_policy",
        "get_bucket_encryption",
        "list_object_versions",
        "get_public_access_block",
        "delete_bucket_cors",
        "get_bucket_tagging",
    ],
)
def test_an_operation_that_is_not_served_says_so_by_name(
    s3: Any, bucket: str, operation: str
) -> None:
    with pytest.raises(ClientError) as caught:
        getattr(s3, operation)(Bucket=bucket)
    error = caught.value.response["Error"]
    name = s3.meta.method_to_api_mapping[operation]
    assert error["Code"] == "NotImplemented"
    assert error["Message"] == f"{name} is not implemented by the local engine."
