"""Multipart uploads: begin, add parts, list, complete, abort."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterator, Mapping
from itertools import pairwise
from typing import Any

from ...protocol.errors import AWSError
from ...protocol.restxml import invalid_argument
from ...protocol.xmlshape import malformed
from ...store.objects import valid_key
from ...store.ordering import behind_prefix
from ...store.uploads import NoSuchUpload, Part, Upload
from . import checksums, conditions, headers
from .call import OWNER, S3Call
from .errors import bad_digest, invalid_request
from .listing import encoding, limit_of
from .paging import fold

MAX_PARTS = 10_000
MIN_PART_BYTES = 5 * 2**20


def create_multipart_upload(call: S3Call) -> Mapping[str, Any]:
    info = headers.kept(call.input)
    name, kind = call.input.get("ChecksumAlgorithm"), call.input.get("ChecksumType")
    chosen = {}
    if name is not None:
        algorithm = checksums.ALGORITHMS[name]
        kind = kind or algorithm.types[0]
        if kind == checksums.COMPOSITE:
            # Its parts' checksums are to be hashed in the end: better refused now.
            algorithm.start()
        if kind not in algorithm.types:
            raise invalid_request(
                f"The {kind} checksum type cannot be used with the {name.lower()} checksum"
                " algorithm."
            )
        chosen = {"ChecksumAlgorithm": name, "ChecksumType": kind}
    elif kind is not None:
        raise invalid_request(
            "The x-amz-checksum-type header can only be used with the x-amz-checksum-algorithm"
            " header."
        )
    key = valid_key(call.key)
    upload = call.uploads.create(call.bucket, key, {**info, **chosen}, call.now)
    return {
        "Bucket": call.bucket, "Key": key, "UploadId": upload.id, **chosen,
        **headers.encryption(info),
    }


def upload_of(call: S3Call) -> Upload:
    """The upload that a request names. Raises NoSuchBucket, NoSuchUpload."""
    try:
        return call.uploads.get(call.bucket, call.key, call.input["UploadId"])
    except NoSuchUpload:
        call.store.buckets.get(call.bucket)
        raise


def checked_number(call: S3Call) -> int:
    number: int = call.input["PartNumber"]
    if not 1 <= number <= MAX_PARTS:
        raise invalid_argument(
            f"Part number must be an integer between 1 and {MAX_PARTS}, inclusive",
            "partNumber", str(number),
        )
    return number


def upload_part(call: S3Call) -> Mapping[str, Any]:
    assert call.body is not None
    upload = upload_of(call)
    sums = call.body.sums
    expected = upload.info.get("ChecksumAlgorithm")
    given = next((name.removeprefix("Checksum") for name in sums), None)
    if expected is not None and expected != given:
        raise invalid_request(
            f"Checksum Type mismatch occurred, expected checksum Type: {expected.lower()}, actual"
            f" checksum Type: {given.lower() if given else 'null'}"
        )
    etag = call.body.md5
    call.uploads.put_part(
        upload, checked_number(call), call.take_writer(), etag, {**sums}, call.now
    )
    return {"ETag": headers.quoted(etag), **sums, **headers.encryption(upload.info)}


def check_part(call: S3Call) -> None:
    """What can be said before the part's bytes have come."""
    checked_number(call)
    upload_of(call)


def complete_multipart_upload(call: S3Call) -> Mapping[str, Any]:
    try:
        upload = upload_of(call)
    except NoSuchUpload:
        answer = _completed_before(call)
        if answer is None:
            raise
        return answer
    wanted = call.input.get("MultipartUpload", {}).get("Parts", [])
    if not 1 <= len(wanted) <= MAX_PARTS:
        raise malformed()
    chosen = list(_chosen(wanted, call.uploads.parts(upload), upload))
    size = sum(part.size for part in chosen)
    if call.input.get("MpuObjectSize", size) != size:
        raise invalid_request(
            "The provided 'x-amz-mp-object-size' header value"
            f" {call.input['MpuObjectSize']} does not match what was computed: {size}"
        )
    hashes = b"".join(bytes.fromhex(part.etag) for part in chosen)
    etag = f"{hashlib.md5(hashes, usedforsecurity=False).hexdigest()}-{len(chosen)}"
    sums = _sums(call.input, upload, chosen)
    info = {name: value for name, value in upload.info.items() if name in headers.KEPT}
    condition = conditions.of_a_write({**call.input, "Key": call.key})
    call.uploads.complete(
        upload, chosen, etag, {**info, **sums, "PartsCount": len(chosen)}, call.now, condition
    )
    return {**_completed(call, etag, sums), **headers.encryption(info)}


def _completed(call: S3Call, etag: str, sums: Mapping[str, Any]) -> dict[str, Any]:
    location = f"/{call.bucket}/{call.key}"
    return {
        "Location": location, "Bucket": call.bucket, "Key": call.key,
        "ETag": headers.quoted(etag), **sums,
    }


def _completed_before(call: S3Call) -> Mapping[str, Any] | None:
    """The same answer again for a client that did not hear the first one."""
    found = call.store.get(call.bucket, call.key)
    if found is None or found.blob != call.input["UploadId"]:
        return None
    return _completed(call, found.etag, checksums.of_an_object(found.info))


def _chosen(
    wanted: list[dict[str, Any]], present: list[Part], upload: Upload
) -> Iterator[Part]:
    """The parts that a request names. Raises AWSError where AWS would."""
    if any("PartNumber" not in entry or "ETag" not in entry for entry in wanted):
        raise malformed()
    if any(this["PartNumber"] >= after["PartNumber"] for this, after in pairwise(wanted)):
        raise AWSError(
            "InvalidPartOrder",
            "The list of parts was not in ascending order. Parts must be ordered by part number.",
            UploadId=upload.id,
        )
    parts = {part.number: part for part in present}
    for position, entry in enumerate(wanted, 1):
        number, etag = entry["PartNumber"], entry["ETag"]
        part = parts.get(number)
        if part is None or part.etag != etag.strip('"') or not _sums_agree(entry, part):
            raise AWSError(
                "InvalidPart",
                "One or more of the specified parts could not be found.  The part may not have"
                " been uploaded, or the specified entity tag may not match the part's entity tag.",
                UploadId=upload.id, PartNumber=number, ETag=etag.strip('"'),
            )
        if part.size < MIN_PART_BYTES and position < len(wanted):
            raise AWSError(
                "EntityTooSmall",
                "Your proposed upload is smaller than the minimum allowed size",
                ProposedSize=part.size, MinSizeAllowed=MIN_PART_BYTES, PartNumber=number,
                ETag=part.etag,
            )
        yield part


def _sums_agree(entry: Mapping[str, Any], part: Part) -> bool:
    return all(
        entry[name] == part.info.get(name) for name in checksums.MEMBERS if name in entry
    )


def _sums(
    asked: Mapping[str, Any], upload: Upload, chosen: list[Part]
) -> dict[str, str]:
    """The object's checksum from its parts', compared with what the request states."""
    name = upload.info.get("ChecksumAlgorithm")
    kind = upload.info.get("ChecksumType")
    if asked.get("ChecksumType", kind) != kind:
        raise bad_digest("checksum type")
    stated = checksums.stated(asked)
    if name is None:
        if stated is not None:
            raise invalid_request("The upload was created without a checksum algorithm.")
        return {}
    algorithm = checksums.ALGORITHMS[name]
    digests = [base64.b64decode(part.info[algorithm.member]) for part in chosen]
    if kind == checksums.COMPOSITE:
        value = checksums.composite(algorithm, digests)
    else:
        sizes = [part.size for part in chosen]
        value = checksums.full_object(algorithm, zip(digests, sizes, strict=True))
    # A composite may be stated without the number of parts.
    right = [(algorithm, value), (algorithm, value.partition("-")[0])]
    if stated is not None and stated not in right:
        raise bad_digest(name)
    return {algorithm.member: value, "ChecksumType": kind}


def abort_multipart_upload(call: S3Call) -> Mapping[str, Any]:
    call.uploads.abort(upload_of(call))
    return {}


def list_parts(call: S3Call) -> Mapping[str, Any]:
    upload = upload_of(call)
    limit = limit_of(call.input, "MaxParts", "max-parts")
    marker = call.input.get("PartNumberMarker", 0)
    found = call.uploads.parts(upload, marker, limit + 1)
    shown = found[:limit]
    return {
        "Bucket": call.bucket, "Key": call.key, "UploadId": upload.id,
        "PartNumberMarker": marker,
        "NextPartNumberMarker": shown[-1].number if shown else 0,
        "MaxParts": limit, "IsTruncated": len(found) > limit,
        "Parts": [
            {"PartNumber": part.number, "LastModified": part.modified, "Size": part.size,
             "ETag": headers.quoted(part.etag), **checksums.of_an_object(part.info)}
            for part in shown
        ],
        "Owner": OWNER, "Initiator": OWNER,
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
        "Bucket": call.bucket, "Prefix": encode(prefix), "MaxUploads": limit,
        "KeyMarker": encode(asked.get("KeyMarker", "")),
        "UploadIdMarker": asked.get("UploadIdMarker", ""), "IsTruncated": truncated,
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
        "UploadId": upload.id, "Key": key, "Initiated": upload.initiated, "Owner": OWNER,
        "Initiator": OWNER, "StorageClass": upload.info.get("StorageClass", "STANDARD"),
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
