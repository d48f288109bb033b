"""NextToken: where a list goes on, closed against reading more into it or changing it."""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import json
from collections.abc import Mapping
from typing import Any

from ...context import Call
from ...protocol.errors import AWSError
from .errors import invalid

_SEAL_BYTES = 16
_FREE = ("NextToken", "MaxResults")
"""Members that may differ from page to page; all others belong to the query."""


def next_token(call: Call, request: Mapping[str, Any], position: list[Any]) -> str:
    """A token that leads on behind ``position`` (JSON values), for this very query."""
    text = json.dumps(position, separators=(",", ":")).encode()
    return base64.urlsafe_b64encode(_seal(call, request, text) + text).decode()


def position(call: Call, request: Mapping[str, Any]) -> list[Any] | None:
    """What ``next_token`` was given; None on the first page.

    Raises AWSError for a token that is not ours or belongs to another query.
    """
    token = request.get("NextToken")
    if not token:
        return None
    try:
        raw = base64.b64decode(token.encode("ascii"), altchars=b"-_", validate=True)
    except (ValueError, binascii.Error) as error:
        raise _refused() from error
    seal, text = raw[:_SEAL_BYTES], raw[_SEAL_BYTES:]
    if not hmac.compare_digest(seal, _seal(call, request, text)):
        raise _refused()
    found: list[Any] = json.loads(text)
    return found


def _seal(call: Call, request: Mapping[str, Any], text: bytes) -> bytes:
    query = {name: value for name, value in request.items() if name not in _FREE}
    sealed = json.dumps([call.operation, query, text.decode("latin-1")], sort_keys=True)
    key = hashlib.sha256(b"NextToken:" + call.engine.credentials.secret_key.encode()).digest()
    return hmac.new(key, sealed.encode(), hashlib.sha256).digest()[:_SEAL_BYTES]


def _refused() -> AWSError:
    return invalid("Invalid pagination token.")
