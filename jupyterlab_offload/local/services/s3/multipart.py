"""Multipart uploads: begin, add parts, complete, abort."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Mapping
from itertools import pairwise
from typing import Any

from ...protocol.errors import AWSError
from ...protocol.restxml import invalid_argument
from ...protocol.xmlshape import malformed
from ...store.objects import valid_key
from ...store.uploads import NoSuchUpload, Part, Upload
from . import checksums, conditions, headers
from .call import S3Call
from .errors import bad_digest, invalid_request

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
        "Bucket": call.bucket,
        "Key": key,
        "UploadId": upload.id,
        **chosen,
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
            "partNumber",
            str(number),
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
    chosen = _chosen(wanted, call.uploads.parts(upload), upload)
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
        "Location": location,
        "Bucket": call.bucket,
        "Key": call.key,
        "ETag": headers.quoted(etag),
        **sums,
    }


def _completed_before(call: S3Call) -> Mapping[str, Any] | None:
    """The same answer again for a client that did not hear the first one."""
    found = call.store.get(call.bucket, call.key)
    if found is None or found.blob != call.input["UploadId"]:
        return None
    return _completed(call, found.etag, checksums.of_an_object(found.info))


def _chosen(wanted: list[dict[str, Any]], present: list[Part], upload: Upload) -> list[Part]:
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
    chosen = []
    for entry in wanted:
        part, etag = parts.get(entry["PartNumber"]), entry["ETag"].strip('"')
        if part is None or part.etag != etag or not _sums_agree(entry, part):
            raise AWSError(
                "InvalidPart",
                "One or more of the specified parts could not be found.  The part may not have"
                " been uploaded, or the specified entity tag may not match the part's entity tag.",
                UploadId=upload.id,
                PartNumber=entry["PartNumber"],
                ETag=etag,
            )
        chosen.append(part)
    for part in chosen[:-1]:
        if part.size < MIN_PART_BYTES:
            raise AWSError(
                "EntityTooSmall",
                "Your proposed upload is smaller than the minimum allowed size",
                ProposedSize=part.size,
                MinSizeAllowed=MIN_PART_BYTES,
                PartNumber=part.number,
                ETag=part.etag,
            )
    return chosen


def _sums_agree(entry: Mapping[str, Any], part: Part) -> bool:
    return all(entry[name] == part.info.get(name) for name in checksums.MEMBERS if name in entry)


def _sums(asked: Mapping[str, Any], upload: Upload, chosen: list[Part]) -> dict[str, str]:
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
