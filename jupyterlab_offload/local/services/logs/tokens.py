"""Continuation tokens: where the next page begins, good only for the request they came from."""

from __future__ import annotations

import base64
import hashlib
import json
from typing import Any

from .errors import invalid


def make(scope: object, position: list[Any]) -> str:
    """A token for ``position`` (JSON values) in the result of a request described by ``scope``."""
    text = json.dumps([_digest(scope), *position], separators=(",", ":"))
    return base64.urlsafe_b64encode(text.encode()).decode()


def read(token: str, scope: object, *types: type) -> list[Any]:
    """The position in a token, whose members have these types. Raises AWSError for any other."""
    try:
        digest, *position = json.loads(base64.b64decode(token.encode("ascii"), b"-_", True))
    except (ValueError, TypeError, RecursionError):
        raise bad_token() from None
    if digest != _digest(scope) or not _fits(position, types):
        raise bad_token()
    return list(position)


def _fits(position: list[Any], types: tuple[type, ...]) -> bool:
    """Whether the members have the types; numbers must be such as the index can hold."""
    if [type(value) for value in position] != list(types):
        return False
    return all(0 <= value < 1 << 62 for value in position if isinstance(value, int))


def bad_token() -> Exception:
    return invalid("The specified nextToken is invalid.")


def _digest(scope: object) -> str:
    return hashlib.sha256(repr(scope).encode()).hexdigest()[:12]
