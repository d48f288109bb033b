"""URLs presigned the old way, with HMAC-SHA1: what boto3 and the AWS CLI still make by default.

botocore presigns S3 so in every region that ever took it, us-east-1 among them. Nothing but
presigned URLs is accepted in this form. Canonical forms are those of botocore's HmacV1QueryAuth.
"""

from __future__ import annotations

import base64
import hmac
import time
from hashlib import sha1
from operator import itemgetter
from urllib.parse import unquote

from .canonical import header_text
from .errors import AWSError
from .exchange import Request
from .keyring import Key, Keyring
from .presented import UNSIGNED_PAYLOAD, query_values
from .refusals import Refusal
from .sigv4 import Authorized

SUBRESOURCES = frozenset(
    (
        "accelerate",
        "acl",
        "analytics",
        "cors",
        "defaultObjectAcl",
        "delete",
        "inventory",
        "lifecycle",
        "location",
        "logging",
        "metrics",
        "notification",
        "object-lock",
        "partNumber",
        "policy",
        "replication",
        "requestPayment",
        "response-cache-control",
        "response-content-disposition",
        "response-content-encoding",
        "response-content-language",
        "response-content-type",
        "response-expires",
        "restore",
        "select",
        "select-type",
        "storageClass",
        "tagging",
        "torrent",
        "uploadId",
        "uploads",
        "versionId",
        "versioning",
        "versions",
        "website",
    )
)
"""The parameters that are signed; others are not."""

_PARTS = ("AWSAccessKeyId", "Signature", "Expires")
_STANDARD = ("content-md5", "content-type")
_LONGEST = 20
"""Digits of a time; more than that is no time."""


def is_presigned(request: Request) -> bool:
    """Whether a request presents itself by such a URL, and by nothing else."""
    query = f"&{request.query}"
    if "Authorization" in request.headers or "&X-Amz-Algorithm=" in query:
        return False
    return "&Signature=" in query and "&AWSAccessKeyId=" in query


def verify(request: Request, keys: Keyring, region: str, now: float) -> Authorized:
    """Checks a presigned S3 request. Raises AWSError and Refusal."""
    values = query_values(request.query)
    if not all(values.get(name) for name in _PARTS):
        raise AWSError(
            "AccessDenied",
            "Query-string authentication requires the Signature, Expires and AWSAccessKeyId"
            " parameters",
            403,
        )
    _check_time(values["Expires"], now)
    key = keys.find(values["AWSAccessKeyId"])
    if key is None:
        raise Refusal("unknown_key", access_key=values["AWSAccessKeyId"])
    _check_headers(request, values)
    _check_signature(request, values, key)
    _check_token(values.get("x-amz-security-token"), key, now)
    return Authorized(
        identity=key.identity,
        service="s3",
        region=region,
        payload_hash=UNSIGNED_PAYLOAD,
        signing_key=b"",
        seed_signature="",
        timestamp="",
        scope="",
        presigned=True,
    )


def string_to_sign(request: Request, values: dict[str, str]) -> str:
    """The text that is signed. What stands in the query counts as a header."""
    amazon: dict[str, str] = {}
    for name, value in request.headers.get_all():
        lower = name.lower()
        if lower.startswith("x-amz-"):
            given = header_text(value).strip()
            amazon[lower] = f"{amazon[lower]},{given}" if lower in amazon else given
    amazon |= {name: value for name, value in values.items() if name.startswith("x-amz-")}
    standard = [
        values.get(name, header_text(request.headers.get(name, "")).strip()) for name in _STANDARD
    ]
    lines = [request.method, *standard, values["Expires"]]
    lines += [f"{name}:{amazon[name]}" for name in sorted(amazon)]
    return "\n".join([*lines, _resource(request)])


def _check_headers(request: Request, values: dict[str, str]) -> None:
    """A header that is signed in the query must not say something else in its own place."""
    signed = [name for name in values if name.startswith("x-amz-") or name in _STANDARD]
    other = [n for n in signed if n in request.headers and request.headers[n] != values[n]]
    if other:
        raise Refusal("unsigned", names=other)


def _resource(request: Request) -> str:
    pairs = [pair.partition("=") for pair in request.query.split("&")]
    signed = sorted((pair for pair in pairs if pair[0] in SUBRESOURCES), key=itemgetter(0))
    query = "&".join(name + equals + unquote(value) for name, equals, value in signed)
    return f"{request.path}?{query}" if query else request.path


def _check_time(expires: str, now: float) -> None:
    if not (expires.isascii() and expires.isdigit() and len(expires) < _LONGEST):
        raise AWSError(
            "AccessDenied", f"Invalid date (should be seconds since epoch): {expires}", 403
        )
    if int(expires) < now:
        raise AWSError(
            "AccessDenied",
            "Request has expired",
            403,
            Expires=expires,
            ServerTime=time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(now)),
        )


def _check_signature(request: Request, values: dict[str, str], key: Key) -> None:
    text = string_to_sign(request, values)
    computed = hmac.new(key.secret.encode(), text.encode("utf-8", "replace"), sha1).digest()
    if not hmac.compare_digest(base64.b64encode(computed), values["Signature"].encode()):
        raise AWSError(
            "SignatureDoesNotMatch",
            "The request signature we calculated does not match the signature you provided. Check"
            " your key and signing method.",
            403,
            AWSAccessKeyId=values["AWSAccessKeyId"],
            StringToSign=text,
            SignatureProvided=values["Signature"],
        )


def _check_token(given: str | None, key: Key, now: float) -> None:
    if not hmac.compare_digest((given or "").encode(), (key.token or "").encode()):
        raise Refusal("bad_token")
    if key.expires is not None and key.expires <= now:
        raise Refusal("expired_token")
