"""Filter patterns for unstructured events: terms, "phrases", ?optional ones and -excluded ones.

An unquoted term matches a whole word, a quoted one any part of a message; both as they are
written, capitals included. Patterns for JSON, for space-delimited fields and regular
expressions are refused.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from .errors import invalid

Matcher = Callable[[str], bool]

_ITEM = re.compile(r'\s*(?P<sign>[?-]?)(?:"(?P<phrase>(?:[^"\\]|\\.)*)"|(?P<term>[^\s"]+))(?=\s|$)')
_WORD = re.compile(r"\w+")
_ESCAPED = re.compile(r"\\(.)", re.DOTALL)
_STRUCTURED = {
    "{": "patterns for JSON events",
    "[": "patterns for space-delimited events",
    "%": "regular expressions",
}


def compile_pattern(pattern: str) -> Matcher | None:
    """What decides whether a message matches; None when every message does. Raises AWSError."""
    text = pattern.strip()
    if not text:
        return None
    if text[0] in _STRUCTURED:
        raise invalid(
            f"Invalid filter pattern: the local engine matches terms and phrases only, not "
            f"{_STRUCTURED[text[0]]}."
        )
    signed: dict[str, list[Matcher]] = {"": [], "?": [], "-": []}
    position = 0
    while position < len(text):
        item = _ITEM.match(text, position)
        if item is None:
            raise invalid(f"Invalid filter pattern: {pattern}")
        signed[item["sign"]].append(_matcher(item["phrase"], item["term"]))
        position = item.end()
    return _combined(signed[""], signed["?"], signed["-"])


def _matcher(phrase: str | None, term: str | None) -> Matcher:
    if phrase is not None:
        wanted = _ESCAPED.sub(r"\1", phrase)
        return lambda message: wanted in message
    assert term is not None
    if not _WORD.fullmatch(term):
        raise invalid(f"Invalid character(s) in term '{term}'")
    word = re.compile(rf"(?<!\w){re.escape(term)}(?!\w)")
    # The plain search first: it is many times faster, and most events do not match.
    return lambda message: term in message and word.search(message) is not None


def _combined(required: list[Matcher], optional: list[Matcher], excluded: list[Matcher]) -> Matcher:
    if optional and not required and not excluded:
        return lambda message: any(found(message) for found in optional)
    # As in CloudWatch, optional terms beside others count for nothing.
    return lambda message: (
        all(found(message) for found in required) and not any(found(message) for found in excluded)
    )
