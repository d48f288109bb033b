"""Arithmetic on keys in the order in which S3 lists them: as UTF-8 bytes.

That is the order of code points, Python's own for ``str`` and SQLite's for TEXT.
Standard library only.
"""

from __future__ import annotations

LAST = "\U0010ffff"


def just_after(key: str) -> str:
    """The first key behind ``key``."""
    return key + "\0"


def behind_prefix(prefix: str) -> str | None:
    """The first key behind all that start with ``prefix``; None when nothing can be."""
    head = prefix.rstrip(LAST)
    if not head:
        return None
    point = ord(head[-1]) + 1
    # Surrogates are not characters; no key holds one.
    return head[:-1] + chr(0xE000 if point == 0xD800 else point)
