"""Verifies AWS's signature version 4 on a received request, header form and presigned."""

from __future__ import annotations

import hmac
import re
import time
from dataclasses import dataclass
from hashlib import sha256

from ..context import Identity
from .canonical import Canonical, chunk_string_to_sign, header_text, sign, signing_key
from .exchange import Request
from .keyring import Key, Keyring
from .presented import UNSIGNED_PAYLOAD, Presented, presented
from .refusals import Refusal

STREAMING_PAYLOADS = frozenset(
    {
        "STREAMING-UNSIGNED-PAYLOAD-TRAILER",
        "STREAMING-AWS4-HMAC-SHA256-PAYLOAD",
        "STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER",
    }
)
_SKEW_SECONDS = {"s3": 900.0, "sts": 900.0}
_OTHER_SKEW_SECONDS = 300.0
_SHA256 = re.compile(r"[0-9a-fA-F]{64}")

__all__ = [
    "STREAMING_PAYLOADS",
    "UNSIGNED_PAYLOAD",
    "Authorized",
    "chunk_signature",
    "trailer_signature",
    "verify",
]


@dataclass(frozen=True)
class Authorized:
    """A request whose signature is right.

    ``payload_hash`` is what the client signed for its body: a SHA-256 in hexadecimal,
    ``UNSIGNED-PAYLOAD``, or one of STREAMING_PAYLOADS. Whoever reads the body compares.
    """

    identity: Identity
    service: str
    region: str
    payload_hash: str
    signing_key: bytes
    seed_signature: str
    timestamp: str
    scope: str
    presigned: bool


def verify(
    request: Request,
    keys: Keyring,
    service: str,
    region: str,
    now: float,
    body_hash: str | None = None,
) -> Authorized:
    """Checks who sent a request and that what was signed is what came. Raises Refusal.

    ``body_hash``: the SHA-256 of the body, where it is there already; S3, which reads bodies
    piecemeal, goes by the request's own ``x-amz-content-sha256`` instead.
    """
    claim = presented(request)
    if claim is None:
        raise Refusal("missing")
    try:
        return _verified(request, claim, keys, service, region, now, body_hash)
    except Refusal as refusal:
        refusal.facts.setdefault("presigned", claim.expires is not None)
        raise


def _verified(
    request: Request,
    claim: Presented,
    keys: Keyring,
    service: str,
    region: str,
    now: float,
    body_hash: str | None,
) -> Authorized:
    if claim.service != service:
        raise Refusal("service", given=claim.service, expected=service)
    if claim.region != region:
        raise Refusal("region", given=claim.region, expected=region)
    _check_time(claim, service, now)
    key = keys.find(claim.access_key)
    if key is None:
        raise Refusal("unknown_key", access_key=claim.access_key)
    payload_hash = _payload_hash(request, claim, service, body_hash)
    _check_signed_headers(request, claim)
    secret = signing_key(key.secret, claim.date, region, service)
    _check_signature(request, claim, payload_hash, secret)
    _check_token(claim, key, now)
    if body_hash is not None and payload_hash not in (body_hash, UNSIGNED_PAYLOAD):
        raise Refusal("payload", given=payload_hash, computed=body_hash)
    return Authorized(
        key.identity,
        service,
        region,
        payload_hash,
        secret,
        claim.signature,
        claim.timestamp,
        claim.scope,
        claim.expires is not None,
    )


def chunk_signature(authorized: Authorized, previous: str, data_hash: str) -> str:
    """The signature that a chunk of a signed stream must carry, given the one before it.

    ``data_hash`` is the chunk's SHA-256 in hexadecimal: a chunk is read piecemeal.
    ``authorized.seed_signature`` is before the first chunk; the empty last chunk has one too.
    """
    text = chunk_string_to_sign(authorized.timestamp, authorized.scope, previous, data_hash)
    return sign(authorized.signing_key, text)


def trailer_signature(authorized: Authorized, previous: str, trailer: bytes) -> str:
    """The signature of a stream's trailing headers: ``name:value\\n`` each, names in lower case."""
    trailer_hash = sha256(trailer).hexdigest()
    text = chunk_string_to_sign(
        authorized.timestamp, authorized.scope, previous, trailer_hash, "TRAILER"
    )
    return sign(authorized.signing_key, text)


def _check_time(claim: Presented, service: str, now: float) -> None:
    skew = _SKEW_SECONDS.get(service, _OTHER_SKEW_SECONDS)
    style = _iso if service == "s3" else _compact
    facts = {"timestamp": claim.timestamp, "server_time": style(now), "skew": skew}
    if claim.when > now + skew:
        kind = "skewed" if claim.expires is None else "not_yet"
        raise Refusal(kind, late=False, limit=style(now + skew), seconds=claim.expires, **facts)
    if claim.expires is None:
        if claim.when < now - skew:
            raise Refusal("skewed", late=True, limit=style(now - skew), **facts)
    elif claim.when + claim.expires < now:
        raise Refusal(
            "expired",
            late=True,
            limit=style(now - claim.expires),
            seconds=claim.expires,
            expired_at=style(claim.when + claim.expires),
            **facts,
        )


def _payload_hash(request: Request, claim: Presented, service: str, body_hash: str | None) -> str:
    given = request.headers.get("X-Amz-Content-Sha256")
    if given is not None:
        if not (
            _SHA256.fullmatch(given)
            or given == UNSIGNED_PAYLOAD
            or (service == "s3" and given in STREAMING_PAYLOADS)
        ):
            raise Refusal("payload_hash" if service == "s3" else "mismatch", given=given)
        return given
    if service == "s3":
        if claim.expires is None:
            raise Refusal("no_payload_hash")
        return UNSIGNED_PAYLOAD
    assert body_hash is not None
    return body_hash


def _check_signed_headers(request: Request, claim: Presented) -> None:
    """Headers that say what is to be done must be signed."""
    signed = frozenset(claim.signed)
    wanted = [name.lower() for name in request.headers if name.startswith("X-Amz-")]
    # S3 takes the hash unsigned: it is a part of what is signed in any case.
    unsigned = [n for n in ("host", *wanted) if n not in signed and n != "x-amz-content-sha256"]
    if unsigned:
        raise Refusal("unsigned", names=unsigned)
    if len(signed) != len(claim.signed) or list(claim.signed) != sorted(signed):
        raise Refusal("malformed", what="SignedHeaders must be sorted, each name once")


def _check_signature(request: Request, claim: Presented, payload_hash: str, secret: bytes) -> None:
    scope = (claim.date, claim.region, claim.service)
    canonical = Canonical(request, claim.signed, payload_hash, claim.timestamp, scope)
    texts = []
    # AWS decodes a target and encodes it again; nearly every client sends it so encoded.
    for normal in (False, True):
        text = canonical.request(normal)
        to_sign = canonical.string_to_sign(text)
        if hmac.compare_digest(sign(secret, to_sign).encode(), claim.signature.encode()):
            return
        texts.append((text, to_sign))
    raise Refusal(
        "mismatch",
        access_key=claim.access_key,
        signature=claim.signature,
        canonical_request=texts[0][0],
        string_to_sign=texts[0][1],
    )


def _check_token(claim: Presented, key: Key, now: float) -> None:
    if key.token is None and claim.token is None:
        return
    given, expected = header_text(claim.token or "").encode(), (key.token or "").encode()
    if not hmac.compare_digest(given, expected):
        raise Refusal("bad_token")
    if key.expires is not None and key.expires <= now:
        raise Refusal("expired_token")


def _iso(when: float) -> str:
    return time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(when))


def _compact(when: float) -> str:
    return time.strftime("%Y%m%dT%H%M%SZ", time.gmtime(when))
