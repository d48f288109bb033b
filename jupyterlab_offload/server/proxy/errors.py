"""AWS's errors as the browser may see them: code and message, and no key, token or endpoint.

Errors of S3 and of signatures repeat what was sent: the access key, the string that was signed,
the endpoint that should have been asked. So an error is never passed on; it is written anew.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from dataclasses import dataclass
from html import unescape

from ...submit.explain.codes import SIGNATURE_CODES, THROTTLED_CODES
from .refusal import Service

MAX_BODY = 256 * 1024
"""Bytes that are read of an error's body."""
_LONGEST = 2000
_REDACTED = "[hidden]"
_PLACES = re.compile(
    r"\bhttps?://\S+"
    r"|\b(?:[\w-]+\.)+amazonaws\.com(?:\.cn)?\b[^\s,;]*"
    r"|\b127\.0\.0\.1(?::\d+)?|\blocalhost:\d+|\bport \d+"
    r"|\b(?:AKIA|ASIA)[0-9A-Z]{12,}"
)
_CODE = re.compile(r"[A-Za-z0-9.]{1,100}")

_ABSENT = frozenset({"NoSuchKey", "InvalidRange", "ResourceNotFoundException"})
"""An object, bytes of it, a log: what a job that has just begun has not written yet."""

_SIGNATURE_MESSAGE = "AWS does not accept the server's credentials or clock. Sign in again."
_BY_STATUS = {301: "PermanentRedirect", 304: "NotModified", 400: "BadRequest", 403: "AccessDenied"}


@dataclass(frozen=True)
class Failure:
    """An answer of AWS's that is an error, safe to be shown."""

    status: int
    code: str
    message: str

    @property
    def throttled(self) -> bool:
        return self.status == 429 or self.code in THROTTLED_CODES

    @property
    def absent(self) -> bool:
        return self.code in _ABSENT


def failure(service: Service, status: int, body: bytes, secrets: Iterable[str]) -> Failure:
    """What an error says. `secrets` are taken out of its message, wherever they stand."""
    text = body[:MAX_BODY].decode("utf-8", "replace")
    code, message = _xml(text) if service == "s3" else _json(text)
    if not _CODE.fullmatch(code):
        code = _BY_STATUS.get(status, "NotFound" if status == 404 else "Unknown")
    if 300 <= status < 400:
        message = "AWS sends this request elsewhere: check the backend's region and bucket."
        status = 502
    elif code in SIGNATURE_CODES:
        message = _SIGNATURE_MESSAGE
    return Failure(status, code, _without(message, secrets)[:_LONGEST])


def without_places(text: str) -> str:
    """A text without addresses and access keys."""
    return _PLACES.sub(_REDACTED, text)


def _without(text: str, secrets: Iterable[str]) -> str:
    for secret in secrets:
        text = text.replace(secret, _REDACTED)
    return without_places(text)


def _json(text: str) -> tuple[str, str]:
    try:
        found = json.loads(text)
    except (ValueError, RecursionError):
        return "", ""
    if not isinstance(found, dict):
        return "", ""
    code = str(found.get("__type", "")).rpartition("#")[2].partition(":")[0]
    return code, str(found.get("message") or found.get("Message") or "")


def _xml(text: str) -> tuple[str, str]:
    """Read without an XML parser: no entity, no depth, and nothing but two members is wanted."""
    found = [re.search(rf"<{name}>([^<]*)</{name}>", text) for name in ("Code", "Message")]
    code, message = (unescape(one[1]) if one else "" for one in found)
    return code, message
