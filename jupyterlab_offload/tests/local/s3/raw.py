"""Signed requests byte by byte, for what no SDK would send."""

from __future__ import annotations

import http.client
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from hashlib import sha256

from botocore.auth import S3SigV4Auth
from botocore.awsrequest import AWSRequest
from botocore.credentials import ReadOnlyCredentials

from jupyterlab_offload.local.context import Identity
from jupyterlab_offload.local.protocol.canonical import signing_key
from jupyterlab_offload.local.protocol.sigv4 import Authorized, chunk_signature, trailer_signature
from jupyterlab_offload.tests.local.protocol.wire import Wire

REGION = "us-east-1"


class _Signer(S3SigV4Auth):
    """Signs whatever is said to be the payload's hash."""

    def __init__(self, key: ReadOnlyCredentials, payload_hash: str) -> None:
        super().__init__(key, "s3", REGION)
        self._payload_hash = payload_hash

    def payload(self, request: AWSRequest) -> str:
        return self._payload_hash


@dataclass(frozen=True)
class Reply:
    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def code(self) -> str:
        """S3's error code."""
        match = re.search(rb"<Code>(\w+)</Code>", self.body)
        return match[1].decode() if match else ""


def head(
    wire: Wire, method: str, target: str, payload_hash: str, headers: Mapping[str, str]
) -> dict[str, str]:
    """The headers of a signed request."""
    key = ReadOnlyCredentials(
        wire.engine.credentials.access_key, wire.engine.credentials.secret_key, None
    )
    request = AWSRequest(method, f"http://{wire.host}{target}", headers={**headers})
    _Signer(key, payload_hash).add_auth(request)
    return {"Host": wire.host, **dict(request.headers.items())}


def send(
    wire: Wire,
    method: str,
    target: str,
    body: bytes | Iterable[bytes] = b"",
    payload_hash: str = "",
    **headers: str,
) -> Reply:
    """Sends a signed request; ``Content_MD5=…`` names a header."""
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    if not payload_hash:
        assert isinstance(body, bytes)
        payload_hash = sha256(body).hexdigest()
    fields = head(wire, method, target, payload_hash, named)
    connection = http.client.HTTPConnection("127.0.0.1", wire.port, timeout=10)
    try:
        connection.request(method, target, body, fields)
        answer = connection.getresponse()
        return Reply(answer.status, dict(answer.getheaders()), answer.read())
    finally:
        connection.close()


def signed_stream(
    wire: Wire, fields: Mapping[str, str], chunks: Iterable[bytes], trailer: Mapping[str, str]
) -> bytes:
    """An aws-chunked body signed chunk by chunk, going with signed headers."""
    stamp = fields["X-Amz-Date"]
    scope = f"{stamp[:8]}/{REGION}/s3/aws4_request"
    key = signing_key(wire.engine.credentials.secret_key, stamp[:8], REGION, "s3")
    seed = fields["Authorization"].rpartition("Signature=")[2]
    payload_hash = fields["X-Amz-Content-SHA256"]
    who = Authorized(
        Identity("", "", ""), "s3", REGION, payload_hash, key, seed, stamp, scope, False
    )
    previous, body = seed, b""
    for data in [*chunks, b""]:
        previous = chunk_signature(who, previous, sha256(data).hexdigest())
        body += f"{len(data):x};chunk-signature={previous}\r\n".encode() + data
        body += b"\r\n" if data else b""
    if trailer:
        lines = "".join(f"{name}:{value}\n" for name, value in trailer.items())
        claimed = trailer_signature(who, previous, lines.encode())
        body += lines.replace("\n", "\r\n").encode()
        body += f"x-amz-trailer-signature:{claimed}\r\n".encode()
    return body + b"\r\n"
