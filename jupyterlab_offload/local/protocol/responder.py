"""Writing an answer to a Tornado connection: one packet where possible, held back when slow."""

from __future__ import annotations

import math
import time
from collections.abc import Awaitable, Callable, Iterable, Mapping
from email.utils import formatdate
from http.client import responses
from typing import cast

from tornado.http1connection import HTTP1Connection
from tornado.httputil import HTTPHeaders, ResponseStartLine
from tornado.iostream import StreamClosedError

from .errors import AWSError
from .exchange import ClientGone

_JOINED_BYTES = 64 * 1024
"""A first piece of the body up to this size goes out in one write with the headers."""

_BODILESS = frozenset({204, 304})


class HTTPResponder:
    """The edge's Responder; ``end`` is the edge's own."""

    __slots__ = (
        "_clock",
        "_common",
        "_connection",
        "_headers",
        "_method",
        "_status",
        "started",
        "waiting_since",
    )

    def __init__(
        self,
        connection: HTTP1Connection,
        method: str,
        common: Iterable[tuple[str, str]],
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._connection = connection
        self._clock = clock
        self._method = method
        self._common = common
        self._headers: _Fields | None = None
        self._status = 0
        self.started = False
        self.waiting_since = math.inf
        """Since when the socket has not taken what it was given."""

    def identify(self, headers: Iterable[tuple[str, str]]) -> None:
        """Replaces the headers that every answer to this request carries."""
        self._common = headers

    def start(self, status: int, headers: Mapping[str, str] | Iterable[tuple[str, str]]) -> None:
        if self.started:
            raise RuntimeError("the answer has been started")
        given = list(headers.items() if isinstance(headers, Mapping) else headers)
        for name, value in given:
            if not (value.isascii() or _is_latin(value)) or "\r" in value or "\n" in value:
                raise AWSError(
                    "InvalidArgument", f"The value of {name} cannot be sent in a header."
                )
        self._status = status
        self._headers = _Fields([*self._common, ("Date", _http_date()), *given])
        self.started = True

    async def write(self, chunk: bytes | memoryview) -> None:
        if not self.started:
            raise RuntimeError("start() comes first")
        if not chunk or self._method == "HEAD" or self._status in _BODILESS:
            return
        await self._send(chunk)

    async def end(self) -> None:
        """Sends what is still held and ends the message. Raises ClientGone."""
        if self._headers is not None:
            bodiless = self._method == "HEAD" or self._status in _BODILESS
            if not bodiless and "Content-Length" not in self._headers:
                self._headers["Content-Length"] = "0"
            await self._send(b"")
        self._connection.finish()

    def close_after(self) -> None:
        """The connection ends with this answer: the rest of the request will not be read."""
        if self._headers is not None:
            self._headers["Connection"] = "close"

    async def _send(self, chunk: bytes | memoryview) -> None:
        headers, self._headers = self._headers, None
        connection = self._connection
        try:
            if connection.stream is None or connection.stream.closed():
                raise ClientGone
            if headers is not None:
                # Nagle's algorithm would hold the last packet of every answer back for an ACK.
                connection.stream.set_nodelay(True)
                line = ResponseStartLine("HTTP/1.1", self._status, responses.get(self._status, ""))
                joined = bytes(chunk) if len(chunk) <= _JOINED_BYTES else b""
                sent = connection.write_headers(line, cast(HTTPHeaders, headers), joined or None)
                if joined or not chunk:
                    await self._taken(sent)
                    return
            # Tornado passes a view on as it is, whatever its annotation says.
            await self._taken(connection.write(cast(bytes, chunk)))
        except StreamClosedError as error:
            raise ClientGone from error

    async def _taken(self, sent: Awaitable[None]) -> None:
        self.waiting_since = self._clock()
        await sent
        self.waiting_since = math.inf


class _Fields:
    """Header fields as they were given, for Tornado to write: in their order and spelling.

    Tornado's own class spells ``x-amz-meta-a`` as ``X-Amz-Meta-A``, and boto3 hands metadata on
    as it was spelled on the wire.
    """

    __slots__ = ("_pairs", "_values")

    def __init__(self, pairs: list[tuple[str, str]]) -> None:
        self._pairs = pairs
        self._values = {name.lower(): value for name, value in pairs}

    def __contains__(self, name: str) -> bool:
        return name.lower() in self._values

    def __getitem__(self, name: str) -> str:
        return self._values[name.lower()]

    def __setitem__(self, name: str, value: str) -> None:
        if name in self:
            self._pairs = [pair for pair in self._pairs if pair[0].lower() != name.lower()]
        self._pairs.append((name, value))
        self._values[name.lower()] = value

    def get_all(self) -> list[tuple[str, str]]:
        return self._pairs


def _is_latin(value: str) -> bool:
    return all(character <= "\xff" for character in value)


_date = (0, "")


def _http_date() -> str:
    global _date
    now = int(time.time())
    if _date[0] != now:
        _date = (now, formatdate(now, usegmt=True))
    return _date[1]
