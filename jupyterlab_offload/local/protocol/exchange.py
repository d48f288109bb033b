"""What the HTTP edge and a protocol say to each other about one request and its answer."""

from __future__ import annotations

from collections.abc import Awaitable, Iterable, Mapping
from dataclasses import dataclass
from typing import Protocol

from tornado.httputil import HTTPHeaders


class ClientGone(Exception):
    """The client closed the connection; there is nobody left to answer."""


class CutConnection(Exception):
    """Raised by a scenario: the connection ends without an answer."""


@dataclass(frozen=True)
class Request:
    """A request's head, as it came over the wire.

    ``path`` and ``query`` are still percent-encoded, the query without its ``?``. Header values
    are bytes read as Latin-1.
    """

    method: str
    path: str
    query: str
    headers: HTTPHeaders
    remote: str
    id: str


class Responder(Protocol):
    """Where an exchange writes its answer. The edge adds the request id, date and framing."""

    @property
    def started(self) -> bool: ...

    def start(self, status: int, headers: Mapping[str, str] | Iterable[tuple[str, str]]) -> None:
        """Gives status and headers; nothing is sent before the first byte of the body or the end.

        Name ``Content-Length`` if it is known; without it the body is sent in chunks.
        """

    async def write(self, chunk: bytes | memoryview) -> None:
        """Sends a piece of the body; returns when the socket has taken it. Raises ClientGone.

        For HEAD, and for statuses that have no body, the bytes are dropped.
        """


class Exchange(Protocol):
    """One request being served. The edge calls ``data`` for each piece of the body as it
    arrives, then ``finish``; or ``abort``, once, when the client goes away or anything of it
    failed. AWSError from any of them becomes the protocol's error answer."""

    @property
    def operation(self) -> str:
        """The operation's name, for the scenario's faults."""

    def data(self, chunk: bytes) -> Awaitable[None] | None:
        """Takes a piece of the body. The next one comes after the awaitable is done."""

    async def finish(self, out: Responder) -> None:
        """The body is complete: answers."""

    def abort(self) -> None:
        """Leaves nothing behind. Not called after ``finish`` returned."""
