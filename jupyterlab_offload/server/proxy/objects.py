"""S3: which objects and lists pass, and the request that is made of one.

Keys are compared decoded and sent encoded afresh; S3 takes a key as it is, so that what was
compared is what is asked for.
"""

from __future__ import annotations

import re

from ...transfer import Place
from .outgoing import Headers, Outgoing
from .refusal import Refusal, denied, malformed
from .target import Target, decode, decode_query, encode, encode_query

_LIST = frozenset(
    {"list-type", "prefix", "delimiter", "max-keys", "continuation-token", "start-after"}
    | {"encoding-type", "fetch-owner"}
)
_OBJECT = frozenset({"partNumber"})
_RANGE = re.compile(r"bytes=(\d{1,20}-\d{0,20}|-\d{1,20})")
_ETAG = re.compile(r'\*|(W/)?"[\x21\x23-\x7e]{0,256}"|[0-9A-Fa-f-]{1,64}')
_KEY_BYTES = 1024


def request(target: Target, method: str, headers: Headers, place: Place) -> Outgoing:
    """The request to send for one that came in. Raises Refusal."""
    if method not in ("GET", "HEAD"):
        raise Refusal(405, "MethodNotAllowed", "Objects can be read here, nothing else.")
    bucket, _, key = target.rest.removeprefix("/").partition("/")
    if decode(bucket) != place.bucket:
        raise denied("Only the backend's own bucket can be read here.")
    query = decode_query(target.query)
    operation = query.pop("x-id", None)
    owner = {"x-amz-expected-bucket-owner": place.account}
    if not key:
        _expect(operation, "ListObjectsV2")
        return _list(method, place, query, owner)
    expected = "GetObject" if method == "GET" else "HeadObject"
    _expect(operation, expected)
    _only(query, _OBJECT)
    return Outgoing(
        service="s3",
        operation=expected,
        kind=expected.removesuffix("Object"),
        method=method,
        path=f"/{encode(place.bucket)}/{encode(_key(decode(key), place), '/')}",
        query=encode_query(query),
        headers={**owner, **_taken_over(headers)},
    )


def _list(method: str, place: Place, query: dict[str, str], owner: dict[str, str]) -> Outgoing:
    _only(query, _LIST)
    if method != "GET" or query.get("list-type") != "2":
        raise denied("Of a bucket, only ListObjectsV2 passes here.")
    if not query.get("prefix", "").startswith(place.prefix):
        raise denied("Only the backend's own prefix can be listed here.")
    return Outgoing(
        service="s3",
        operation="ListObjectsV2",
        kind="List",
        method="GET",
        path=f"/{encode(place.bucket)}",
        query=encode_query(query),
        headers=owner,
    )


def _key(key: str, place: Place) -> str:
    if not key.startswith(place.prefix):
        raise denied("Only what lies under the backend's own prefix can be read here.")
    # S3 has no such steps, but what stands between may take them.
    if {".", ".."} & set(re.split(r"[/\\]", key)):
        raise denied("A key with . or .. as a step cannot be read here.")
    if len(key.encode()) > _KEY_BYTES:
        raise malformed("A key has at most 1,024 bytes.")
    return key


def _taken_over(headers: Headers) -> dict[str, str]:
    taken: dict[str, str] = {}
    for name, form in (("range", _RANGE), ("if-none-match", _ETAG)):
        value = headers.one(name)
        if value is not None:
            if not form.fullmatch(value):
                raise malformed(f"The header {name} has a form that does not pass here.")
            taken[name] = value
    if headers.one("x-amz-checksum-mode") is not None:
        taken["x-amz-checksum-mode"] = "ENABLED"
    return taken


def _only(query: dict[str, str], known: frozenset[str]) -> None:
    unknown = sorted(query.keys() - known)
    if unknown:
        raise denied(f"The query may not say {unknown[0][:40]!r} here.")


def _expect(said: str | None, operation: str) -> None:
    if said not in (None, operation):
        raise denied(f"The query's x-id must be {operation}.")
