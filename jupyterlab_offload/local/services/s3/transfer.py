"""GetObject, HeadObject and PutObject."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ...protocol.errors import AWSError
from ...protocol.exchange import Responder
from ...protocol.restxml import Binding
from ...store.objects import Object
from ...store.reading import ObjectReader
from ...store.uploads import piece_of
from . import checksums, conditions, headers
from .call import Answer, S3Call
from .ranges import Span, span_of

READ_BYTES = 256 * 1024
"""What is read and sent at once."""
_OVERRIDES = {
    "ResponseCacheControl": "CacheControl",
    "ResponseContentDisposition": "ContentDisposition",
    "ResponseContentEncoding": "ContentEncoding",
    "ResponseContentLanguage": "ContentLanguage",
    "ResponseContentType": "ContentType",
    "ResponseExpires": "Expires",
}


def put_object(call: S3Call) -> Mapping[str, Any]:
    assert call.body is not None
    info = headers.kept(call.input)
    sums = {**call.body.sums}
    if sums:
        sums["ChecksumType"] = checksums.FULL_OBJECT
    condition = conditions.of_a_write({**call.input, "Key": call.key})
    etag = call.body.md5
    call.store.put(
        call.take_writer(), call.bucket, call.key, etag, {**info, **sums}, call.now, condition
    )
    return {"ETag": headers.quoted(etag), **sums, **headers.encryption(info)}


def head_object(call: S3Call) -> Answer:
    output, span, status = _answer(call, call.store.find(call.bucket, call.key))
    return Answer({**output, "ContentLength": span.size}, status)


async def get_object(call: S3Call, binding: Binding, out: Responder) -> None:
    """Streams the object. An overwrite meanwhile changes nothing of what is sent."""
    found, reader = call.store.read(call.bucket, call.key)
    with reader:
        output, span, status = _answer(call, found)
        output["ContentLength"] = span.size
        if span.size <= READ_BYTES:
            # Read before the answer begins: what fails can still be said.
            data = _read(reader, span.start, span.size)
            out.start(status, binding.write_headers(output))
            await out.write(data)
            return
        out.start(status, binding.write_headers(output))
        reader.seek(span.start)
        left = span.size
        while left:
            data = reader.read(min(READ_BYTES, left))
            if not data:
                raise OSError(f"{found.blob} ended early")
            left -= len(data)
            await out.write(data)


def _read(reader: ObjectReader, start: int, size: int) -> bytes:
    reader.seek(start)
    data = reader.read(size)
    if len(data) != size:
        raise OSError("a blob ended early")
    return data


def _answer(call: S3Call, found: Object) -> tuple[dict[str, Any], Span, int]:
    """Members of the output, the bytes that are asked for, and the status.

    Raises AWSError, or conditions.NotModified.
    """
    asked = call.input
    conditions.check_read(asked, found)
    whole = Span(0, found.size)
    span, part = _span(call, found)
    with_sums = asked.get("ChecksumMode") == "ENABLED"
    # A checksum of all is no checksum of a piece: clients would compare it with what they get.
    output = headers.described(found, with_sums and span in (None, whole))
    if part is not None and with_sums and span != whole:
        output.update(checksums.of_an_object(part))
    if "PartNumber" in asked and "PartsCount" in found.info:
        output["PartsCount"] = found.info["PartsCount"]
    for name, member in _OVERRIDES.items():
        if name in asked:
            output[member] = asked[name]
    if span is None:
        return output, whole, 200
    if span.size:
        output["ContentRange"] = span.header(found.size)
    return output, span, 206


def _span(call: S3Call, found: Object) -> tuple[Span | None, Mapping[str, Any] | None]:
    """What Range or PartNumber ask for, and the part's info."""
    header, number = call.input.get("Range"), call.input.get("PartNumber")
    if number is None:
        return (span_of(header, found.size) if header else None), None
    if header:
        raise AWSError(
            "InvalidRequest", "Cannot specify both Range header and partNumber query parameter"
        )
    piece = piece_of(call.store, found, number) if number > 0 else None
    if piece is None:
        raise AWSError(
            "InvalidPartNumber",
            "The requested partnumber is not satisfiable",
            416,
            PartNumberRequested=number,
            ActualPartCount=found.info.get("PartsCount", 1),
        )
    return Span(piece.start, piece.size), piece.info
