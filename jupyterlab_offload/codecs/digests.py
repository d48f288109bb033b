"""What a value is, in one line: equal digests mean equal content."""

from __future__ import annotations

import hashlib

from .encoding import encode
from .errors import CodecError
from .text import json_bytes


def digest(value: object) -> str:
    """SHA-256 over the value's own encoding, in hexadecimal.

    Two digests that one interpreter gives are equal only if what travels of the values is equal.
    An unchanged value may, rarely, get another digest: a pickle also tells how equal parts are
    distributed over objects, and the order of a set. Raises CodecError where a value cannot be
    encoded, with the reason.
    """
    encoding = encode({"value": value})
    if encoding.refused:
        refusal = encoding.refused["value"]
        raise CodecError(f"{refusal.path}: {refusal.reason}")
    (item,) = encoding.items
    meta = {key: part for key, part in item.meta.items() if key != "names"}
    found = hashlib.sha256(json_bytes([item.format, meta]))
    for chunk in item.chunks():
        found.update(chunk)
    return found.hexdigest()
