"""What is kept of a request's headers with an object, and given back with it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ...protocol.errors import AWSError
from ...settings import ACCOUNT
from ...store.objects import Object
from . import checksums
from .errors import access_denied, invalid_request, not_implemented

KEPT = (
    "CacheControl",
    "ContentDisposition",
    "ContentEncoding",
    "ContentLanguage",
    "ContentType",
    "Expires",
    "Metadata",
    "WebsiteRedirectLocation",
    "StorageClass",
    "ServerSideEncryption",
    "SSEKMSKeyId",
    "BucketKeyEnabled",
)
"""Members of the input that are members of GetObject's output as well."""
ENCRYPTION = ("ServerSideEncryption", "SSEKMSKeyId", "BucketKeyEnabled")
"""Accepted and said back; the bytes lie in the user's own folder as they are."""
DEFAULT_TYPE = "binary/octet-stream"
_MAX_METADATA = 2048
_PRIVATE = frozenset({"private", "bucket-owner-full-control"})


def check_head(members: Mapping[str, Any]) -> None:
    """Refuses what the engine cannot honour. Raises AWSError."""
    for name in ("ExpectedBucketOwner", "ExpectedSourceBucketOwner"):
        if members.get(name, ACCOUNT) != ACCOUNT:
            raise access_denied()
    for name in members:
        if name.startswith(("SSECustomer", "CopySourceSSECustomer")):
            raise not_implemented("Server-side encryption with customer-provided keys")
        if name.startswith("Grant") or (name == "ACL" and members[name] not in _PRIVATE):
            raise AWSError("AccessControlListNotSupported", "The bucket does not allow ACLs")
        if name.startswith("ObjectLock") and members[name] is not False:
            raise invalid_request("Bucket is missing Object Lock Configuration")
    if members.get("Tagging"):
        raise not_implemented("Object tagging")
    if "WriteOffsetBytes" in members:
        raise not_implemented("Appending to an object")
    if members.get("VersionId", "null") != "null":
        raise AWSError(
            "InvalidArgument",
            "Invalid version id specified",
            ArgumentName="versionId",
            ArgumentValue=members["VersionId"],
        )


def kept(members: Mapping[str, Any]) -> dict[str, Any]:
    """The info of an object that is put with these members. Raises AWSError MetadataTooLarge."""
    info = {name: members[name] for name in KEPT if name in members}
    encoding = info.get("ContentEncoding")
    if encoding is not None:
        # How this one request was framed is no property of the object.
        codings = [c.strip() for c in encoding.split(",") if c.strip() != "aws-chunked"]
        info["ContentEncoding"] = ",".join(codings)
        if not codings:
            del info["ContentEncoding"]
    if info.get("StorageClass") == "STANDARD":
        del info["StorageClass"]
    metadata: Mapping[str, str] = info.get("Metadata", {})
    size = sum(len(name) + len(value) for name, value in metadata.items())
    if size > _MAX_METADATA:
        raise AWSError(
            "MetadataTooLarge",
            "Your metadata headers exceed the maximum allowed metadata size",
            Size=size,
            MaxSizeAllowed=_MAX_METADATA,
        )
    return info


def quoted(etag: str) -> str:
    return f'"{etag}"'


def described(found: Object, with_checksums: bool) -> dict[str, Any]:
    """The members of GetObject's and HeadObject's output that an object answers for itself."""
    output = {
        "AcceptRanges": "bytes",
        "LastModified": found.modified,
        "ETag": quoted(found.etag),
        "ContentType": DEFAULT_TYPE,
        **found.info,
    }
    if not with_checksums:
        for name in [*checksums.MEMBERS, "ChecksumType"]:
            output.pop(name, None)
    output.pop("PartsCount", None)
    return output


def encryption(info: Mapping[str, Any]) -> dict[str, Any]:
    return {name: info[name] for name in ENCRYPTION if name in info}
