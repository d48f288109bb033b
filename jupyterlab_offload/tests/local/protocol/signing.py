"""Requests signed by botocore, as the edge would have read them off the wire."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timezone
from unittest.mock import patch
from urllib.parse import urlsplit

from botocore.auth import S3SigV4Auth, S3SigV4QueryAuth, SigV4Auth, SigV4QueryAuth
from botocore.awsrequest import AWSRequest
from botocore.credentials import ReadOnlyCredentials
from tornado.httputil import HTTPHeaders

from jupyterlab_offload.local.protocol.exchange import Request

HOST = "127.0.0.1:4242"
NOW = 1_790_000_000.0
REGION = "us-east-1"
KEY = ReadOnlyCredentials("AKIAOFFLOADTESTTEST0", "secret" * 6, None)


def signed(
    method: str = "GET",
    target: str = "/",
    headers: Mapping[str, str] | None = None,
    body: bytes = b"",
    service: str = "s3",
    key: ReadOnlyCredentials = KEY,
    when: float = NOW,
    region: str = REGION,
    expires: int | None = None,
) -> Request:
    """The request as botocore signs it; with ``expires`` presigned, else in its headers."""
    request = AWSRequest(
        method, f"http://{HOST}{target}", headers={"Host": HOST, **(headers or {})}, data=body
    )
    header = S3SigV4Auth if service == "s3" else SigV4Auth
    query = S3SigV4QueryAuth if service == "s3" else SigV4QueryAuth
    signer = (
        header(key, service, region)
        if expires is None
        else query(key, service, region, expires=expires)
    )
    moment = datetime.fromtimestamp(when, timezone.utc)
    with patch("botocore.auth.get_current_datetime", lambda: moment):
        signer.add_auth(request)
    parts = urlsplit(request.url)
    return received(method, parts.path, parts.query, dict(request.headers.items()))


def received(method: str, path: str, query: str, headers: Mapping[str, str]) -> Request:
    """A request's head with header values as Tornado reads them: bytes as Latin-1."""
    fields = HTTPHeaders()
    for name, value in headers.items():
        fields.add(name, value.encode().decode("latin-1"))
    return Request(method, path, query, fields, "127.0.0.1", "request-id")
