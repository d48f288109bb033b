"""Which headers of S3's answers go back to the browser."""

from __future__ import annotations

import re
from collections.abc import Mapping

from .outgoing import Outgoing
from .refusal import XML_TYPE
from .transport import Answer

_PASSED = (
    "Content-Length",
    "Content-Range",
    "Accept-Ranges",
    "ETag",
    "Last-Modified",
    "x-amz-checksum-crc32",
    "x-amz-checksum-crc32c",
    "x-amz-checksum-crc64nvme",
    "x-amz-checksum-sha1",
    "x-amz-checksum-sha256",
    "x-amz-checksum-type",
    "x-amz-mp-parts-count",
    "x-amz-request-id",
)
_VALUE = re.compile(r"[\x20-\x7e]{0,1024}")
_TYPE = re.compile(r"[\w.+-]{1,80}/[\w.+-]{1,80}(; ?[\w-]{1,40}=[\w.+-]{1,80}){0,3}")
_UNKNOWN_TYPE = "application/octet-stream"


def passed_back(answer: Answer, outgoing: Outgoing) -> Mapping[str, str]:
    """The headers of an answer that has a body (or would have, for HEAD).

    Content-Encoding goes by another name: under its own the browser would decode the body, which
    breaks a range and whatever its checksum was made of.
    """
    headers = {"Content-Type": _type(answer, outgoing)}
    for name in _PASSED:
        value = answer.header(name)
        if value is not None and _VALUE.fullmatch(value):
            headers[name] = value
    encoding = answer.header("Content-Encoding")
    if encoding is not None and re.fullmatch(r"[\w, -]{1,80}", encoding):
        headers["X-Offload-Content-Encoding"] = encoding
    return headers


def _type(answer: Answer, outgoing: Outgoing) -> str:
    if outgoing.operation == "ListObjectsV2":
        return XML_TYPE
    found = answer.header("Content-Type") or ""
    return found if _TYPE.fullmatch(found) else _UNKNOWN_TYPE
