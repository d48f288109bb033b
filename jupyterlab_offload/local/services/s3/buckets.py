"""Operations on buckets."""

from __future__ import annotations

import base64
from collections.abc import Mapping
from typing import Any

from ...protocol.errors import AWSError
from ...protocol.restxml import XML_HEAD, invalid_argument
from ...protocol.xmlshape import text_of
from ...store.buckets import BucketExists
from .call import OWNER, Answer, S3Call

NAMESPACE = "http://s3.amazonaws.com/doc/2006-03-01/"
_CLASSIC_REGION = "us-east-1"
_MAX_BUCKETS = 10_000


def create_bucket(call: S3Call) -> Mapping[str, Any]:
    region = call.engine.settings.region
    wanted = call.input.get("CreateBucketConfiguration", {}).get("LocationConstraint")
    if wanted == _CLASSIC_REGION:
        raise AWSError(
            "InvalidLocationConstraint",
            "The specified location-constraint is not valid",
            LocationConstraint=wanted,
        )
    if (wanted or _CLASSIC_REGION) != region:
        raise AWSError(
            "IllegalLocationConstraintException",
            f"The {wanted or 'unspecified'} location constraint is incompatible for the region"
            " specific endpoint this request was sent to.",
        )
    try:
        call.store.buckets.create(call.bucket, region, call.now)
    except BucketExists:
        # https://docs.aws.amazon.com/AmazonS3/latest/API/API_CreateBucket.html#API_CreateBucket_Errors
        if region != _CLASSIC_REGION:
            raise
    return {"Location": f"/{call.bucket}", "BucketArn": f"arn:aws:s3:::{call.bucket}"}


def head_bucket(call: S3Call) -> Mapping[str, Any]:
    bucket = call.store.buckets.get(call.bucket)
    return {
        "BucketRegion": bucket.region,
        "BucketArn": f"arn:aws:s3:::{bucket.name}",
        "AccessPointAlias": False,
    }


def delete_bucket(call: S3Call) -> Mapping[str, Any]:
    call.store.delete_bucket(call.bucket)
    return {}


def list_buckets(call: S3Call) -> Mapping[str, Any]:
    asked = call.input
    limit = asked.get("MaxBuckets", _MAX_BUCKETS)
    if not 1 <= limit <= _MAX_BUCKETS:
        raise invalid_argument(
            f"Argument max-buckets must be an integer between 1 and {_MAX_BUCKETS}",
            "max-buckets",
            str(limit),
        )
    prefix = asked.get("Prefix", "")
    after = untoken(asked["ContinuationToken"]) if "ContinuationToken" in asked else ""
    found = call.store.buckets.list(prefix, after, limit + 1)
    if asked.get("BucketRegion", call.engine.settings.region) != call.engine.settings.region:
        found = []
    output: dict[str, Any] = {
        "Buckets": [
            {
                "Name": b.name,
                "CreationDate": b.created,
                "BucketRegion": b.region,
                "BucketArn": f"arn:aws:s3:::{b.name}",
            }
            for b in found[:limit]
        ],
        "Owner": OWNER,
    }
    if prefix:
        output["Prefix"] = prefix
    if len(found) > limit:
        output["ContinuationToken"] = token(found[limit - 1].name)
    return output


def get_bucket_location(call: S3Call) -> Answer:
    """The one answer that its model does not describe: the root's text is the region."""
    region = call.store.buckets.get(call.bucket).region
    text = "" if region == _CLASSIC_REGION else text_of(region)
    document = f'{XML_HEAD}<LocationConstraint xmlns="{NAMESPACE}">{text}</LocationConstraint>'
    return Answer(document=document.encode())


def get_bucket_versioning(call: S3Call) -> Mapping[str, Any]:
    """Versioning was never turned on: neither Status nor MFADelete."""
    call.store.buckets.get(call.bucket)
    return {}


def token(name: str) -> str:
    """A continuation token: clients must not see a key in it."""
    return base64.urlsafe_b64encode(b"1" + name.encode()).decode()


def untoken(text: str) -> str:
    """The name in a token. Raises AWSError InvalidArgument."""
    try:
        data = base64.b64decode(text, altchars=b"-_", validate=True)
        if data[:1] == b"1":
            return data[1:].decode("utf-8")
    except ValueError:
        pass
    raise invalid_argument(
        "The continuation token provided is incorrect", "continuation-token", text
    )
