"""What a received request's signature must have been made from, by botocore's own rules.

botocore signs requests that it is about to send. Here its signer is given a request that came
in, and the headers that the client says it signed.
"""

from __future__ import annotations

import hmac
from collections.abc import Iterator, Sequence
from hashlib import sha256
from typing import TYPE_CHECKING, Any, cast
from urllib.parse import quote, unquote_to_bytes

from botocore.auth import SigV4Auth
from tornado.httputil import HTTPHeaders

from .exchange import Request

if TYPE_CHECKING:
    from botocore.awsrequest import AWSRequest
    from botocore.credentials import ReadOnlyCredentials

ALGORITHM = "AWS4-HMAC-SHA256"
_UNRESERVED = "-_.~"
_KEYS_KEPT = 64


class Canonical:
    """The strings of one request that AWS's signature version 4 defines."""

    def __init__(
        self,
        request: Request,
        signed: Sequence[str],
        payload_hash: str,
        timestamp: str,
        scope: Sequence[str],
    ) -> None:
        """``scope``: date, region, service. ``signed``: lower-case names that are all present."""
        _, region, service = scope
        self._signer = (_S3Signer if service == "s3" else _Signer)(region, service)
        self._received = _Received(request, signed, payload_hash, timestamp)

    def request(self, normal: bool = False) -> str:
        """The canonical request, of the target as it came or, ``normal``, encoded afresh."""
        received = self._received
        path, query = received.path, received.query
        if normal:
            path, query = _encoded(path, "/"), normal_query(query)
        # A host keeps urlsplit from taking one out of a path that begins with two slashes.
        received.url = f"http://h{path}?{query}"
        return self._signer.canonical_request(cast("AWSRequest", received))

    def string_to_sign(self, canonical_request: str) -> str:
        return self._signer.string_to_sign(cast("AWSRequest", self._received), canonical_request)


def signing_key(secret: str, date: str, region: str, service: str) -> bytes:
    """The key of one day, region and service; the last few are kept."""
    name = (secret, date, region, service)
    key = _keys.get(name)
    if key is None:
        key = f"AWS4{secret}".encode()
        for step in (date, region, service, "aws4_request"):
            key = hmac.digest(key, step.encode(), "sha256")
        if len(_keys) >= _KEYS_KEPT:
            _keys.pop(next(iter(_keys)))
        _keys[name] = key
    return key


def sign(key: bytes, text: str) -> str:
    """A signature in hexadecimal."""
    return hmac.digest(key, text.encode(), "sha256").hex()


def chunk_string_to_sign(
    timestamp: str, scope: str, previous: str, data_hash: str, algorithm: str = "PAYLOAD"
) -> str:
    """What signs one chunk of an ``aws-chunked`` body, or with ``TRAILER`` its trailing headers.

    ``previous`` is the signature before it: the request's own for the first chunk;
    ``data_hash`` the data's SHA-256 in hexadecimal.
    """
    lines = [f"{ALGORITHM}-{algorithm}", timestamp, scope, previous]
    if algorithm == "PAYLOAD":
        lines.append(sha256(b"").hexdigest())
    lines.append(data_hash)
    return "\n".join(lines)


def normal_query(query: str) -> str:
    """A query with every name and value decoded and encoded again, in AWS's way."""
    pairs = (pair.partition("=") for pair in query.split("&") if pair)
    return "&".join(f"{_encoded(name)}={_encoded(value)}" for name, _, value in pairs)


def header_text(value: str) -> str:
    """A header's value, whose bytes Tornado read as Latin-1, as the text that a client signed."""
    if value.isascii():
        return value
    try:
        return value.encode("latin-1").decode("utf-8")
    except UnicodeDecodeError:
        return value


def _encoded(text: str, also: str = "") -> str:
    return quote(unquote_to_bytes(text), safe=_UNRESERVED + also)


_keys: dict[tuple[str, str, str, str], bytes] = {}


class _SignedHeaders:
    """The signed headers in the form that botocore's signer reads: names, and ``get_all``."""

    def __init__(self, headers: HTTPHeaders, signed: Sequence[str]) -> None:
        self._values = {name: headers.get_list(name) for name in signed}

    def __iter__(self) -> Iterator[str]:
        return iter(self._values)

    def get_all(self, name: str) -> list[str]:
        return [header_text(value) for value in self._values[name]]


class _Received:
    """A received request with all that botocore's signer reads of an AWSRequest."""

    params = None

    def __init__(
        self, request: Request, signed: Sequence[str], payload_hash: str, timestamp: str
    ) -> None:
        self.method = request.method
        self.path = request.path
        self.query = _without_signature(request.query)
        self.url = ""
        self.headers = {"X-Amz-Content-SHA256": payload_hash}
        self.context = {"timestamp": timestamp}
        self.signed = _SignedHeaders(request.headers, signed)


def _without_signature(query: str) -> str:
    if "X-Amz-Signature=" not in query:
        return query
    return "&".join(p for p in query.split("&") if not p.startswith("X-Amz-Signature="))


class _Signer(SigV4Auth):
    def __init__(self, region: str, service: str) -> None:
        # The secret is read by ``signature`` only, which is not used here.
        super().__init__(cast("ReadOnlyCredentials", None), service, region)

    def headers_to_sign(self, request: Any) -> Any:
        return request.signed


class _S3Signer(_Signer):
    def _normalize_url_path(self, path: str) -> str:
        # What S3SigV4Auth does: S3 takes a path as it is, dots and double slashes included.
        return path
