"""ListObjects and ListObjectsV2."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import quote

from ...protocol.restxml import invalid_argument
from ...store.objects import Object
from . import checksums, paging
from .buckets import token, untoken
from .call import OWNER, S3Call
from .headers import quoted

MAX_KEYS = 1000


def list_objects_v2(call: S3Call) -> Mapping[str, Any]:
    asked = call.input
    if "ContinuationToken" in asked:
        marker = untoken(asked["ContinuationToken"])
    else:
        marker = asked.get("StartAfter", "")
    page, output = _listed(call, marker, with_owner=asked.get("FetchOwner", False))
    output["KeyCount"] = page.count
    if page.truncated:
        output["NextContinuationToken"] = token(page.last)
    if "ContinuationToken" in asked:
        output["ContinuationToken"] = asked["ContinuationToken"]
    if "StartAfter" in asked:
        output["StartAfter"] = encoding(asked)(asked["StartAfter"])
    return output


def list_objects(call: S3Call) -> Mapping[str, Any]:
    asked = call.input
    page, output = _listed(call, asked.get("Marker", ""), with_owner=True)
    output["Marker"] = encoding(asked)(asked.get("Marker", ""))
    # https://docs.aws.amazon.com/AmazonS3/latest/API/API_ListObjects.html: only with a delimiter;
    # without one, the last key is the marker.
    if page.truncated and asked.get("Delimiter"):
        output["NextMarker"] = encoding(asked)(page.last)
    return output


def _listed(
    call: S3Call, marker: str, with_owner: bool
) -> tuple[paging.Page[Object], dict[str, Any]]:
    """The page behind a marker, and the members that both versions answer with."""
    asked = call.input
    store, bucket = call.store, call.bucket
    prefix, delimiter = asked.get("Prefix", ""), asked.get("Delimiter", "")
    limit = limit_of(asked, "MaxKeys", "max-keys")
    store.buckets.get(bucket)
    page = paging.page(
        lambda start, count: store.scan(bucket, start, prefix, count),
        prefix,
        delimiter,
        paging.start_behind(marker, prefix, delimiter),
        limit,
    )
    encode = encoding(asked)
    output = {
        "Name": bucket,
        "Prefix": encode(prefix),
        "MaxKeys": limit,
        "IsTruncated": page.truncated,
        "Contents": [_entry(found, encode(found.key), with_owner) for found in page.items],
        "CommonPrefixes": [{"Prefix": encode(folded)} for folded in page.prefixes],
        "EncodingType": asked.get("EncodingType"),
    }
    if delimiter:
        output["Delimiter"] = encode(delimiter)
    return page, output


def _entry(found: Object, key: str, with_owner: bool) -> dict[str, Any]:
    entry: dict[str, Any] = {
        "Key": key,
        "LastModified": found.modified,
        "ETag": quoted(found.etag),
        "Size": found.size,
        "StorageClass": "STANDARD",
    }
    # Most objects have neither; looking at the text saves parsing it.
    if "Checksum" in found.text or "StorageClass" in found.text:
        info = found.info
        names = [name.removeprefix("Checksum") for name in checksums.MEMBERS if name in info]
        entry["ChecksumAlgorithm"] = names
        entry["ChecksumType"] = info.get("ChecksumType")
        entry["StorageClass"] = info.get("StorageClass", "STANDARD")
    if with_owner:
        entry["Owner"] = OWNER
    return entry


def limit_of(asked: Mapping[str, Any], member: str, wire: str) -> int:
    """How many entries a page may have. Raises AWSError InvalidArgument."""
    limit: int = asked.get(member, MAX_KEYS)
    if limit < 0:
        raise invalid_argument(
            f"Argument {wire} must be an integer between 0 and 2147483647", wire, str(limit)
        )
    return min(limit, MAX_KEYS)


def _plain(text: str) -> str:
    return text


def _url(text: str) -> str:
    return quote(text, safe="/*")


def encoding(asked: Mapping[str, Any]) -> Any:
    """How keys are written in the answer: as they are, or with ``encoding-type=url``."""
    return _url if asked.get("EncodingType") == "url" else _plain
