"""CopyObject and UploadPartCopy."""

from __future__ import annotations

import asyncio
import hashlib
import re
from collections.abc import Mapping
from typing import Any

from ...protocol.errors import AWSError
from ...protocol.restxml import invalid_argument
from ...store.blobs import BlobWriter
from ...store.objects import Object
from ...store.reading import ObjectReader
from ...threads import workers
from . import checksums, conditions, headers
from .address import copy_source
from .call import S3Call
from .errors import invalid_request, precondition_failed
from .multipart import checked_number, upload_of
from .ranges import Span

MAX_COPY_BYTES = 5 * 2**30
COPY_BYTES = 1 << 20
TURN_BYTES = 16 << 20
"""After these, others who wait for a thread have their turn."""
_SOURCE_RANGE = re.compile(r"bytes=([0-9]{1,19})-([0-9]{1,19})\Z")


async def copy_object(call: S3Call) -> Mapping[str, Any]:
    found, reader = _source(call)
    with reader:
        if found.size > MAX_COPY_BYTES:
            raise invalid_request(
                "The specified copy source is larger than the maximum allowable size for a copy"
                f" source: {MAX_COPY_BYTES}"
            )
        info = _info(call, found)
        condition = conditions.of_a_write({**call.input, "Key": call.key})
        algorithm = _algorithm(call.input.get("ChecksumAlgorithm"), found)
        writer = call.store.writer()
        try:
            etag, sums = await _copied(reader, Span(0, found.size), writer, algorithm)
        except BaseException:
            writer.discard()
            raise
    if sums:
        sums["ChecksumType"] = checksums.FULL_OBJECT
    new = call.store.put(writer, call.bucket, call.key, etag, {**info, **sums}, call.now, condition)
    result = {"ETag": headers.quoted(etag), "LastModified": new.modified, **sums}
    return {"CopyObjectResult": result, **headers.encryption(info)}


async def upload_part_copy(call: S3Call) -> Mapping[str, Any]:
    number = checked_number(call)
    upload = upload_of(call)
    found, reader = _source(call)
    with reader:
        span = _span(call.input.get("CopySourceRange"), found.size)
        if span.size > MAX_COPY_BYTES:
            raise invalid_request(
                "The specified copy source is larger than the maximum allowable size for a copy"
                f" source: {MAX_COPY_BYTES}"
            )
        name = upload.info.get("ChecksumAlgorithm")
        algorithm = checksums.ALGORITHMS[name] if name else None
        writer = call.store.writer()
        try:
            etag, sums = await _copied(reader, span, writer, algorithm)
        except BaseException:
            writer.discard()
            raise
    part = call.uploads.put_part(upload, number, writer, etag, sums, call.now)
    result = {"ETag": headers.quoted(etag), "LastModified": part.modified, **sums}
    return {"CopyPartResult": result}


def _source(call: S3Call) -> tuple[Object, ObjectReader]:
    """The source, open. Raises AWSError, or the store's exceptions."""
    bucket, key, version = copy_source(call.input["CopySource"])
    if version not in (None, "null"):
        raise AWSError("NoSuchVersion", "The specified version does not exist.", 404)
    found, reader = call.store.read(bucket, key)
    try:
        conditions.check_read(call.input, found, "CopySource")
    except conditions.NotModified:
        reader.close()
        raise precondition_failed("x-amz-copy-source-If-None-Match") from None
    except BaseException:
        reader.close()
        raise
    return found, reader


def _info(call: S3Call, found: Object) -> dict[str, Any]:
    """The new object's info: the source's, or the request's when it says REPLACE."""
    given = headers.kept(call.input)
    if call.input.get("MetadataDirective", "COPY") == "REPLACE":
        return given
    itself = (found.bucket, found.key) == (call.bucket, call.key)
    changing = ("StorageClass", "WebsiteRedirectLocation", "ChecksumAlgorithm", *headers.ENCRYPTION)
    if itself and not any(name in call.input for name in changing):
        raise invalid_request(
            "This copy request is illegal because it is trying to copy an object to itself without"
            " changing the object's metadata, storage class, website redirect location or"
            " encryption attributes."
        )
    # Storage class, redirection and encryption are the request's affair, never copied.
    own = ("StorageClass", "WebsiteRedirectLocation", *headers.ENCRYPTION)
    info = {n: v for n, v in found.info.items() if n in headers.KEPT and n not in own}
    return {**info, **{name: given[name] for name in own if name in given}}


def _algorithm(wanted: str | None, found: Object) -> checksums.Algorithm | None:
    if wanted is not None:
        return checksums.ALGORITHMS[wanted]
    stated = checksums.stated(found.info)
    return stated[0] if stated else None


def _span(header: str | None, size: int) -> Span:
    if header is None:
        return Span(0, size)
    match = _SOURCE_RANGE.match(header)
    if match is None or int(match[2]) < int(match[1]):
        raise invalid_argument(
            "The x-amz-copy-source-range value must be of the form bytes=first-last where first"
            " and last are the zero-based offsets of the first and last bytes to copy",
            "x-amz-copy-source-range",
            header,
        )
    first, last = int(match[1]), int(match[2])
    if last >= size:
        raise invalid_argument(
            f"Range specified is not valid for source object of size: {size}",
            "x-amz-copy-source-range",
            header,
        )
    return Span(first, last - first + 1)


async def _copied(
    reader: ObjectReader, span: Span, writer: BlobWriter, algorithm: checksums.Algorithm | None
) -> tuple[str, dict[str, str]]:
    """Copies in a thread; gives MD5 and checksum of what was copied."""
    digest = hashlib.md5(usedforsecurity=False)
    checksum = algorithm.start() if algorithm else None

    def copy(size: int) -> None:
        while size:
            data = reader.read(min(COPY_BYTES, size))
            if not data:
                raise OSError("a blob ended early")
            size -= len(data)
            digest.update(data)
            if checksum is not None:
                checksum.update(data)
            writer.write(data)

    reader.seek(span.start)
    loop = asyncio.get_running_loop()
    for start in range(0, span.size, TURN_BYTES):
        await loop.run_in_executor(workers(), copy, min(TURN_BYTES, span.size - start))
    sums = {algorithm.member: checksums.text(checksum.digest())} if algorithm and checksum else {}
    return digest.hexdigest(), sums
