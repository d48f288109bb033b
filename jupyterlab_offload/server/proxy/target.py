"""The address of a request, taken apart: each part is decoded once, and refused when in doubt."""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import quote, unquote_to_bytes

from .refusal import SERVICES, Refusal, Service, malformed

_MOST = 8192
"""Characters of an address: S3 keys have at most 1,024 bytes, which may all be encoded."""
_ESCAPE = re.compile(r"%(?![0-9A-Fa-f]{2})")
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f]")
UNRESERVED = "-_.~"


@dataclass(frozen=True)
class Target:
    """Which service of which backend; `rest` begins with a slash and is still encoded."""

    backend: str
    service: Service
    rest: str
    query: str


def parse(uri: str, base: str) -> Target:
    """Takes apart the address of a request. `base` is the proxy's own path, with its slash."""
    if len(uri) > _MOST:
        raise Refusal(414, "InvalidURI", "The address is too long.")
    if not uri.isascii() or _CONTROL.search(uri) or "\\" in uri or "#" in uri:
        raise malformed("The address holds characters that have to be encoded.")
    path, _, query = uri.partition("?")
    if not path.startswith(base):
        raise malformed("The address is none of the proxy's.")
    backend, _, tail = path[len(base) :].partition("/")
    name, slash, rest = tail.partition("/")
    for service in SERVICES:
        if service == name:
            return Target(decode(backend), service, slash + rest, query)
    raise Refusal(404, "UnknownService", f"There is no such service; there are {_names()}.")


def decode(text: str) -> str:
    """One part of an address, decoded once. Control characters and broken UTF-8 are refused."""
    if _ESCAPE.search(text):
        raise malformed("A percent sign in the address begins no encoded character.")
    try:
        decoded = unquote_to_bytes(text).decode()
    except UnicodeDecodeError:
        raise malformed("The address is not UTF-8.") from None
    if _CONTROL.search(decoded):
        raise malformed("The address holds control characters.")
    return decoded


def decode_query(query: str) -> dict[str, str]:
    """A query's members, each at most once. A plus sign must be encoded: readings of it differ."""
    members: dict[str, str] = {}
    for pair in query.split("&") if query else []:
        if "+" in pair or ";" in pair:
            raise malformed("The query holds characters that have to be encoded.")
        name, _, value = pair.partition("=")
        name = decode(name)
        if name in members:
            raise malformed(f"The query says {name!r} twice.")
        members[name] = decode(value)
    return members


def encode(text: str, also: str = "") -> str:
    """As AWS's signature wants it: everything but unreserved characters and those in `also`."""
    return quote(text, safe=UNRESERVED + also)


def encode_query(members: dict[str, str]) -> str:
    return "&".join(f"{encode(name)}={encode(members[name])}" for name in sorted(members))


def _names() -> str:
    return ", ".join(SERVICES)
