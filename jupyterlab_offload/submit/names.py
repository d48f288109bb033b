"""Names of jobs, and texts in the alphabet of tags."""

from __future__ import annotations

import re
import secrets
import unicodedata
from datetime import datetime

MAX_NAME = 63
_ALPHABET = "abcdefghijkmnpqrstuvwxyz23456789"
"""Without characters that are taken for each other."""
_RANDOM = 4

MAX_TAG_KEY, MAX_TAG_VALUE, MAX_TAGS = 128, 256, 50
_NOT_IN_TAGS = re.compile(r"[^a-zA-Z0-9 _.:/=+\-@]")
_ESCAPED = re.compile(r"=([0-9a-f]+)=")


def slug(text: str) -> str:
    """`text` as far as a job's name can hold it: letters, digits and single hyphens."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")


def job_name(text: str, now: datetime) -> str:
    """``<slug>-<yymmdd-hhmmss>-<4 characters>``, of at most 63 characters; unique for ever."""
    ending = f"{now:%y%m%d-%H%M%S}-{''.join(secrets.choice(_ALPHABET) for _ in range(_RANDOM))}"
    beginning = slug(text)[: MAX_NAME - len(ending) - 1].strip("-") or "cell"
    return f"{beginning}-{ending}"


def tag_value(text: str) -> str:
    """`text` in the alphabet of tag values; `tag_text` is the way back.

    A character that tags lack, and ``=`` itself, becomes its code in hexadecimal between two
    ``=``. What is too long keeps its end, which tells paths apart, after ``..``.
    """
    encoded = "".join(_escape(one) for one in text)
    while len(encoded) > MAX_TAG_VALUE:
        text = text[max(1, (len(encoded) - MAX_TAG_VALUE) // 10) :]
        encoded = ".." + "".join(_escape(one) for one in text)
    return encoded


def tag_text(value: str) -> str:
    """The text that `tag_value` has encoded; anything else comes back as it is."""
    try:
        return _ESCAPED.sub(lambda found: chr(int(found[1], 16)), value)
    except (ValueError, OverflowError):
        return value


def _escape(one: str) -> str:
    return f"={ord(one):x}=" if one == "=" or _NOT_IN_TAGS.match(one) else one
