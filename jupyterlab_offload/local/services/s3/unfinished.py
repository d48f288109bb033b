"""What is under way: ListParts and ListMultipartUploads."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from ...store.ordering import behind_prefix
from ...store.uploads import Upload
from . import checksums, headers
from .call import OWNER, S3Call
from .listing import encoding, limit_of
from .multipart import upload_of
from .paging import fold


def list_parts(call: S3Call) -> Mapping[str, Any]:
    upload = upload_of(call)
    limit = limit_of(call.input, "MaxParts", "max-parts")
    marker = call.input.get("PartNumberMarker", 0)
    found = call.uploads.parts(upload, marker, limit + 1)
    shown = found[:limit]
    return {
        "Bucket": call.bucket,
        "Key": call.key,
        "UploadId": upload.id,
        "PartNumberMarker": marker,
        "NextPartNumberMarker": shown[-1].number if shown else 0,
        "MaxParts": limit,
        "IsTruncated": len(found) > limit,
        "Parts": [
            {
                "PartNumber": part.number,
                "LastModified": part.modified,
                "Size": part.size,
                "ETag": headers.quoted(part.etag),
                **checksums.of_an_object(part.info),
            }
            for part in shown
        ],
        "Owner": OWNER,
        "Initiator": OWNER,
        "StorageClass": upload.info.get("StorageClass", "STANDARD"),
        "ChecksumAlgorithm": upload.info.get("ChecksumAlgorithm"),
        "ChecksumType": upload.info.get("ChecksumType"),
    }


def list_multipart_uploads(call: S3Call) -> Mapping[str, Any]:
    asked = call.input
    call.store.buckets.get(call.bucket)
    prefix, delimiter = asked.get("Prefix", ""), asked.get("Delimiter", "")
    limit = limit_of(asked, "MaxUploads", "max-uploads")
    encode = encoding(asked)
    shown: list[Upload] = []
    folded: list[str] = []
    truncated, last = False, ("", "")
    for upload in _behind(call, prefix, delimiter):
        common = fold(upload.key, prefix, delimiter)
        if common is not None and common in folded[-1:]:
            continue
        if len(shown) + len(folded) == limit:
            truncated = True
            break
        if common is None:
            shown.append(upload)
            last = (upload.key, upload.id)
        else:
            folded.append(common)
            last = (common, "")
    output = {
        "Bucket": call.bucket,
        "Prefix": encode(prefix),
        "MaxUploads": limit,
        "KeyMarker": encode(asked.get("KeyMarker", "")),
        "UploadIdMarker": asked.get("UploadIdMarker", ""),
        "IsTruncated": truncated,
        "EncodingType": asked.get("EncodingType"),
        "Uploads": [_entry(upload, encode(upload.key)) for upload in shown],
        "CommonPrefixes": [{"Prefix": encode(common)} for common in folded],
    }
    if delimiter:
        output["Delimiter"] = encode(delimiter)
    if truncated:
        output["NextKeyMarker"] = encode(last[0])
        output["NextUploadIdMarker"] = last[1]
    return output


def _entry(upload: Upload, key: str) -> dict[str, Any]:
    return {
        "UploadId": upload.id,
        "Key": key,
        "Initiated": upload.initiated,
        "Owner": OWNER,
        "Initiator": OWNER,
        "StorageClass": upload.info.get("StorageClass", "STANDARD"),
        "ChecksumAlgorithm": upload.info.get("ChecksumAlgorithm"),
        "ChecksumType": upload.info.get("ChecksumType"),
    }


def _behind(call: S3Call, prefix: str, delimiter: str) -> Iterator[Upload]:
    """Uploads behind the markers, in order, read piecemeal."""
    marker, marker_id = call.input.get("KeyMarker", ""), call.input.get("UploadIdMarker", "")
    common = fold(marker, prefix, delimiter) if marker.startswith(prefix) and marker else None
    if common is not None:
        behind = behind_prefix(common)
        if behind is None:
            return
        marker, marker_id = behind, ""
    elif marker and not marker_id:
        marker += "\0"
    while True:
        batch = call.uploads.scan(call.bucket, marker, marker_id, prefix, 1000)
        yield from batch
        if len(batch) < 1000:
            return
        marker, marker_id = batch[-1].key, batch[-1].id
