"""JSON as it is written and read here: compact, UTF-8, nothing that could hurt a reader."""

from __future__ import annotations

import json
import sys
from typing import Any

from .errors import CodecError

MAX_DIGITS = 20
"""Longest whole number written as such; longer ones are tagged. int() of long text is quadratic."""


def json_bytes(value: Any) -> bytes:
    """Compact UTF-8. The values hold no lone surrogate: those are tagged before."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()


def parse_json(data: bytes) -> Any:
    """Parsed JSON, NaN and Infinity included. Raises CodecError for anything that is not JSON."""
    # From 3.11 on int() itself refuses long text, and needs no hook, which costs time.
    hook = None if hasattr(sys, "get_int_max_str_digits") else _whole
    try:
        return json.loads(data.decode(), parse_int=hook)
    except (ValueError, RecursionError) as error:
        raise CodecError(f"not JSON as it is written here: {error}") from error


def _whole(text: str) -> int:
    if len(text) > MAX_DIGITS:
        raise ValueError("a number is too long")
    return int(text)
