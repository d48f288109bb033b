"""Signature version 4, with botocore's signers and a clock that can be set right."""

from __future__ import annotations

from datetime import datetime, timezone
from hashlib import sha256
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from botocore.auth import SIGV4_TIMESTAMP, S3SigV4Auth, SigV4Auth
from botocore.awsrequest import AWSPreparedRequest, AWSRequest

from ... import __version__
from .outgoing import Outgoing

if TYPE_CHECKING:
    from botocore.credentials import ReadOnlyCredentials


def signed(
    outgoing: Outgoing,
    endpoint: str,
    region: str,
    credentials: ReadOnlyCredentials,
    now: float,
) -> AWSPreparedRequest:
    """The request as it goes out. `now` is AWS's time, in seconds since the epoch.

    The steps are those of `SigV4Auth.add_auth`, which knows no clock but the machine's, and writes
    what it signs (session tokens too) to the debug log.
    """
    query = f"?{outgoing.query}" if outgoing.query else ""
    url = f"{endpoint.rstrip('/')}{outgoing.path}{query}"
    request = AWSRequest(method=outgoing.method, url=url, data=outgoing.body, stream_output=True)
    for name, value in outgoing.headers.items():
        request.headers[name] = value
    request.headers["Host"] = urlsplit(endpoint).netloc
    request.headers["User-Agent"] = f"jupyterlab-offload/{__version__}"
    timestamp = datetime.fromtimestamp(now, timezone.utc).strftime(SIGV4_TIMESTAMP)
    request.context["timestamp"] = timestamp
    request.headers["X-Amz-Date"] = timestamp
    if credentials.token:
        request.headers["X-Amz-Security-Token"] = credentials.token
    signer = SigV4Auth(credentials, outgoing.service, region)
    if outgoing.service == "s3":
        # S3's own signer takes a path as it is: a second encoding would name another key.
        signer = S3SigV4Auth(credentials, "s3", region)
        request.headers["X-Amz-Content-SHA256"] = sha256(outgoing.body).hexdigest()
    to_sign = signer.string_to_sign(request, signer.canonical_request(request))
    names = signer.signed_headers(signer.headers_to_sign(request))
    request.headers["Authorization"] = (
        f"AWS4-HMAC-SHA256 Credential={signer.scope(request)}, "
        f"SignedHeaders={names}, Signature={signer.signature(to_sign, request)}"
    )
    return request.prepare()
