"""Which bucket and key a request's path, or its host, names."""

from __future__ import annotations

import re
from urllib.parse import unquote_to_bytes

from ...protocol.errors import AWSError
from ...protocol.exchange import Request

_VIRTUAL_HOST = re.compile(r"([a-z0-9][a-z0-9.-]*)\.(?:s3\.)?localhost(?::[0-9]+)?\Z")


def bucket_and_key(request: Request) -> tuple[str, str]:
    """Both decoded, empty where there is none. A key keeps every slash and dot that it has.

    ``bucket.localhost`` and ``bucket.s3.localhost`` name a bucket; every other host wants it in
    the path. Raises AWSError InvalidURI for what is not UTF-8.
    """
    path = request.path[1:]
    host = _VIRTUAL_HOST.match(request.headers.get("Host", "").lower())
    if host is not None and host[1] != "s3":
        return host[1], decoded(path)
    bucket, _, key = path.partition("/")
    return decoded(bucket), decoded(key)


def copy_source(header: str) -> tuple[str, str, str | None]:
    """Bucket, key and version id that ``x-amz-copy-source`` names. Raises AWSError."""
    path, _, version = header.partition("?versionId=")
    bucket, _, key = decoded(path).removeprefix("/").partition("/")
    if not bucket or not key:
        raise AWSError(
            "InvalidArgument",
            "Copy Source must mention the source bucket and key: sourcebucket/sourcekey",
            ArgumentName="x-amz-copy-source",
            ArgumentValue=header,
        )
    return bucket, key, decoded(version) or None


def query_pairs(query: str) -> list[tuple[str, str]]:
    """Decoded parameters, in order; ``+`` is a space, as in forms."""
    pairs = []
    for item in query.split("&"):
        if item:
            name, _, value = item.replace("+", " ").partition("=")
            pairs.append((decoded(name), decoded(value)))
    return pairs


def decoded(text: str) -> str:
    if "%" not in text and text.isascii():
        return text
    try:
        return unquote_to_bytes(text.encode("latin-1")).decode("utf-8")
    except UnicodeError as error:
        raise AWSError("InvalidURI", "Couldn't parse the specified URI.") from error
