"""The credentials that a request presents, in its Authorization header or its query."""

from __future__ import annotations

import re
import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timezone
from email.utils import parsedate_to_datetime
from urllib.parse import unquote

from .canonical import ALGORITHM
from .exchange import Request
from .refusals import Refusal

UNSIGNED_PAYLOAD = "UNSIGNED-PAYLOAD"
MAX_EXPIRES = 604_800
"""Seven days: the longest that AWS lets a presigned URL live, in seconds."""

_TIMESTAMP = re.compile(r"[0-9]{8}T[0-9]{6}Z")
_FIELDS = ((0, 4), (4, 6), (6, 8), (9, 11), (11, 13), (13, 15))
_QUERY_PARTS = (
    "X-Amz-Algorithm",
    "X-Amz-Credential",
    "X-Amz-Date",
    "X-Amz-Expires",
    "X-Amz-SignedHeaders",
    "X-Amz-Signature",
)


@dataclass(frozen=True)
class Presented:
    """What the client says: who it is, for what, and its signature. Nothing is checked yet."""

    access_key: str
    date: str
    region: str
    service: str
    timestamp: str
    when: float
    signed: Sequence[str]
    signature: str
    token: str | None
    expires: int | None
    """Seconds that a presigned URL is valid; None for the header form."""

    @property
    def scope(self) -> str:
        return f"{self.date}/{self.region}/{self.service}/aws4_request"


def scope_service(request: Request) -> str | None:
    """The service that a request is signed for, when it says so legibly."""
    credential = re.search(r"Credential=([^,\s]*)", request.headers.get("Authorization", ""))
    text = credential[1] if credential else query_values(request.query).get("X-Amz-Credential", "")
    parts = text.rsplit("/", 4)
    return parts[3] if len(parts) == 5 else None


def query_values(query: str) -> dict[str, str]:
    """A query's values by name, decoded; of a repeated name the first."""
    values: dict[str, str] = {}
    for pair in query.split("&"):
        name, _, value = pair.partition("=")
        values.setdefault(unquote(name), unquote(value))
    return values


def presented(request: Request) -> Presented | None:
    """The credentials of a request, None when it has none. Raises Refusal."""
    header = request.headers.get("Authorization")
    query = f"&{request.query}"
    in_query = "&X-Amz-Signature=" in query or "&X-Amz-Algorithm=" in query
    if header is not None and in_query:
        raise Refusal("both")
    if header is not None:
        return _from_header(request, header)
    if in_query:
        return _from_query(request)
    if "&Signature=" in query and "&AWSAccessKeyId=" in query:
        raise Refusal("mechanism")
    return None


def _from_header(request: Request, header: str) -> Presented:
    algorithm, _, rest = header.strip().partition(" ")
    if algorithm != ALGORITHM:
        raise Refusal("mechanism")
    parts = {}
    for piece in rest.split(","):
        name, _, value = piece.strip().partition("=")
        if name in parts:
            raise Refusal("malformed", what=f"{name} is given more than once")
        parts[name] = value.strip()
    missing = [n for n in ("Credential", "Signature", "SignedHeaders") if not parts.get(n)]
    if missing:
        raise Refusal("incomplete", missing=missing, header=header)
    timestamp, when = _header_time(request)
    return _scoped(
        parts["Credential"],
        parts["SignedHeaders"],
        parts["Signature"],
        timestamp,
        when,
        token=request.headers.get("X-Amz-Security-Token"),
        expires=None,
    )


def _from_query(request: Request) -> Presented:
    names = [pair.partition("=")[0] for pair in request.query.split("&")]
    values = query_values(request.query)
    for name in _QUERY_PARTS:
        if names.count(name) > 1:
            raise Refusal("query", what=f"{name} may be given once only")
        if not values.get(name):
            raise Refusal("query_missing")
    if values["X-Amz-Algorithm"] != ALGORITHM:
        raise Refusal("query", what=f'X-Amz-Algorithm only supports "{ALGORITHM}"')
    return _scoped(
        values["X-Amz-Credential"],
        values["X-Amz-SignedHeaders"],
        values["X-Amz-Signature"],
        values["X-Amz-Date"],
        _epoch(values["X-Amz-Date"]),
        token=values.get("X-Amz-Security-Token"),
        expires=_expires(values["X-Amz-Expires"]),
    )


def _expires(text: str) -> int:
    if not (text.isascii() and text.lstrip("-").isdigit() and len(text) <= 12):
        raise Refusal("query", what="X-Amz-Expires should be a number")
    seconds = int(text)
    if seconds < 0:
        raise Refusal("query", what="X-Amz-Expires must be non-negative")
    if seconds > MAX_EXPIRES:
        raise Refusal(
            "query",
            what="X-Amz-Expires must be less than a week (in seconds); that is, the given"
            f" X-Amz-Expires must be less than {MAX_EXPIRES} seconds",
        )
    return seconds


def _scoped(
    credential: str,
    signed: str,
    signature: str,
    timestamp: str,
    when: float,
    token: str | None,
    expires: int | None,
) -> Presented:
    parts = credential.rsplit("/", 4)
    if len(parts) != 5 or parts[4] != "aws4_request":
        raise Refusal("credential", credential=credential)
    access_key, date, region, service, _ = parts
    if date != timestamp[:8]:
        raise Refusal("date", date=date, timestamp=timestamp)
    return Presented(
        access_key,
        date,
        region,
        service,
        timestamp,
        when,
        tuple(signed.split(";")),
        signature,
        token,
        expires,
    )


def _header_time(request: Request) -> tuple[str, float]:
    """The time that a request was signed at; ``X-Amz-Date`` counts before ``Date``."""
    text = request.headers.get("X-Amz-Date")
    if text is not None:
        return text, _epoch(text)
    try:
        when = parsedate_to_datetime(request.headers["Date"]).timestamp()
    except (KeyError, ValueError, TypeError, OverflowError):
        raise Refusal("no_date") from None
    return time.strftime("%Y%m%dT%H%M%SZ", time.gmtime(when)), when


def _epoch(timestamp: str) -> float:
    if not _TIMESTAMP.fullmatch(timestamp):
        raise Refusal("no_date")
    year, month, day, hour, minute, second = (int(timestamp[a:b]) for a, b in _FIELDS)
    try:
        moment = datetime(year, month, day, hour, minute, second, tzinfo=timezone.utc)
        return moment.timestamp()
    except ValueError:
        raise Refusal("no_date") from None
