"""The service models' patterns, which are Java's, as patterns of the ``regex`` package.

What the two read differently is written out: Java's ``\\d \\w \\s`` and POSIX classes are ASCII,
its dot stops at every Unicode line end, and a member must match as a whole.
"""

from __future__ import annotations

import functools

import regex

_SECONDS = 1.0
"""A hostile value that takes a pattern longer than that does not match."""

_ASCII_SETS = {
    "d": "0-9",
    "D": r"\x00-/:-\U0010ffff",
    "w": "A-Za-z0-9_",
    "W": r"\x00-/:-@\[-\^`{-\U0010ffff",
    "s": r" \t\n\x0b\f\r",
    "S": r"\x00-\x08\x0e-\x1f!-\U0010ffff",
    "p{Alnum}": "A-Za-z0-9",
    "p{Alpha}": "A-Za-z",
    "p{Digit}": "0-9",
    "p{Lower}": "a-z",
    "p{Upper}": "A-Z",
    "p{Space}": r" \t\n\x0b\f\r",
    "p{ASCII}": r"\x00-\x7f",
}
_PAIR = regex.compile(r"\\u[Dd][89ABab][0-9A-Fa-f]{2}\\u[Dd][C-Fc-f][0-9A-Fa-f]{2}")
"""A character beyond U+FFFF as Java writes it: the halves of its surrogate pair."""

_ANY_CHARACTER = r"[^\n\r\x85\u2028\u2029]"


@functools.cache
def compiled(java: str) -> regex.Pattern[str]:
    """The pattern, compiled once. Raises regex.error for one that ``regex`` cannot take."""
    return regex.compile(translated(java))


def matches(java: str, text: str) -> bool:
    """Whether the whole text matches, as ``Matcher.matches`` says."""
    try:
        return compiled(java).fullmatch(text, timeout=_SECONDS) is not None
    except TimeoutError:
        return False


def translated(java: str) -> str:
    """A Java pattern in the words of ``regex``."""
    out: list[str] = []
    in_class = False
    position = 0
    while position < len(java):
        token = _token(java, position)
        position += len(token)
        if len(token) == 12:
            out.append(chr(_pair(token)))
        elif token.startswith("\\"):
            ascii_set = _ASCII_SETS.get(token[1:])
            if ascii_set is None:
                out.append(token)
            else:
                out.append(ascii_set if in_class else f"[{ascii_set}]")
        elif in_class:
            in_class = token != "]"
            out.append(token)
        elif token == ".":
            out.append(_ANY_CHARACTER)
        else:
            in_class = token.startswith("[")
            out.append(token)
    return "".join(out)


def _token(java: str, position: int) -> str:
    """The next character, escape, or class opening with the ``]`` that it may begin with."""
    if java.startswith(("\\p{", "\\P{"), position):
        return java[position : java.index("}", position) + 1]
    if java[position] == "\\":
        pair = _PAIR.match(java, position)
        return pair[0] if pair else java[position : position + 2]
    for opening in ("[^]", "[]", "[^"):
        if java.startswith(opening, position):
            return opening
    return java[position]


def _pair(halves: str) -> int:
    """The code point of a surrogate pair."""
    high, low = int(halves[2:6], 16), int(halves[8:12], 16)
    return 0x10000 + ((high - 0xD800) << 10) + (low - 0xDC00)
