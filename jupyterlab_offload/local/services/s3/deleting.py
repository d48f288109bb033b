"""DeleteObject and DeleteObjects."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ...protocol.errors import AWSError
from ...protocol.xmlshape import malformed
from ...store.objects import Condition, NoSuchKey, Object
from . import conditions
from .call import S3Call
from .errors import from_store, invalid_request, not_implemented, precondition_failed

MAX_KEYS = 1000


def delete_object(call: S3Call) -> Mapping[str, Any]:
    asked = call.input
    if "IfMatchLastModifiedTime" in asked or "IfMatchSize" in asked:
        raise not_implemented("Deletion by size or time, which is for directory buckets,")
    call.store.buckets.get(call.bucket)
    call.store.delete(call.bucket, call.key, _condition(call.key, asked.get("IfMatch")))
    return {}


def delete_objects(call: S3Call) -> Mapping[str, Any]:
    assert call.body is not None
    if not call.body.states_integrity:
        raise invalid_request(
            "Missing required header for this request: Content-MD5 OR x-amz-checksum-*"
        )
    request = call.input["Delete"]
    if not 1 <= len(request["Objects"]) <= MAX_KEYS:
        raise malformed()
    call.store.buckets.get(call.bucket)
    deleted, errors = [], []
    # One transaction for all: a refused key changes nothing, so the others need no undoing.
    with call.store.together():
        for wanted in request["Objects"]:
            key = wanted["Key"]
            try:
                _check(wanted)
                call.store.delete(call.bucket, key, _condition(key, wanted.get("ETag")))
                deleted.append({"Key": key})
            except (AWSError, NoSuchKey) as error:
                refusal = from_store(error)
                if not isinstance(refusal, AWSError):
                    raise
                errors.append({"Key": key, "Code": refusal.code, "Message": refusal.message})
    return {"Deleted": [] if request.get("Quiet") else deleted, "Errors": errors}


def _check(wanted: Mapping[str, Any]) -> None:
    if wanted.get("VersionId", "null") != "null":
        raise AWSError("NoSuchVersion", "The specified version does not exist.", 404)
    if "LastModifiedTime" in wanted or "Size" in wanted:
        raise not_implemented("Deletion by size or time, which is for directory buckets,")


def _condition(key: str, etag: str | None) -> Condition | None:
    if etag is None:
        return None

    def condition(old: Object | None) -> None:
        if old is None:
            raise NoSuchKey(key)
        if not conditions.names(etag, old.etag):
            raise precondition_failed("If-Match")

    return condition
