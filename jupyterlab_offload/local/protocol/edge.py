"""The HTTP edge: Tornado's connections on one side, exchanges on the other.

One ``_Message`` serves one request. What the edge guards: the request's head (target, host,
size), slow clients, clients that go away, and answers for everything that fails. It knows no
AWS service; ``route`` does.
"""

from __future__ import annotations

import asyncio
import logging
import math
import os
import re
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Protocol, cast

from tornado.http1connection import HTTP1Connection
from tornado.httputil import (
    HTTPConnection,
    HTTPHeaders,
    HTTPMessageDelegate,
    HTTPServerConnectionDelegate,
    RequestStartLine,
    ResponseStartLine,
)

from ..scenario.scenario import OWN_SERVICE
from .errors import AWSError, internal_failure, too_large
from .exchange import ClientGone, CutConnection, Exchange, Request
from .head import head_fault, split_target
from .render import host_id, render_error
from .responder import HTTPResponder

log = logging.getLogger("jupyterlab_offload.local")

_LENGTH = re.compile(r"[0-9]{1,19}")
"""A Content-Length that can be meant; Tornado refuses others by itself."""


@dataclass(frozen=True)
class EdgeLimits:
    """Bytes and seconds that one request may take."""

    header_bytes: int = 64 * 1024
    refused_header_bytes: int = 1024 * 1024
    """Headers up to here get an answer that says they are too large; above, only a closed door."""
    chunk_bytes: int = 256 * 1024
    """What is read from a socket, and handed on, at once."""
    idle_seconds: float = 120.0
    """Between two requests on a connection, and for a request's headers to arrive."""
    body_stall_seconds: float = 30.0
    """Without a byte of a body that was announced."""
    answer_stall_seconds: float = 300.0
    """Without the client's taking a byte of its answer."""


class Route(Protocol):
    """Where a request goes: the protocol family and what makes its exchange."""

    @property
    def service(self) -> str: ...

    async def open(self, request: Request) -> Exchange:
        """The exchange that serves the request. May raise AWSError."""

    @property
    def max_body(self) -> int: ...


Router = Callable[[Request], Route]


class Edge(HTTPServerConnectionDelegate):
    """Hands each request to the exchange that ``router`` finds for it."""

    def __init__(
        self,
        router: Router,
        limits: EdgeLimits,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self.router = router
        self.limits = limits
        self.clock = clock
        self.active: set[_Message] = set()
        self.last_request = clock()
        """When the last request to a service of AWS's ended: asking for health is no use."""

    def start_request(
        self, server_conn: object, request_conn: HTTPConnection
    ) -> HTTPMessageDelegate:
        return _Message(self, cast(HTTP1Connection, request_conn))

    def on_close(self, server_conn: object) -> None:
        """Tornado's connections report to their own server; nothing is kept here."""

    def sweep(self) -> None:
        """Ends requests that stand still. Called every few seconds."""
        now = self.clock()
        for message in list(self.active):
            message.end_if_stalled(now)


class _Message(HTTPMessageDelegate):
    """One request from its first header to the last byte of its answer."""

    def __init__(self, edge: Edge, connection: HTTP1Connection) -> None:
        self.edge = edge
        self.connection = connection
        self.service = ""
        self.request_id = ""
        self.exchange: Exchange | None = None
        self.out: HTTPResponder | None = None
        self.failure: BaseException | None = None
        self.oversized = False
        self.progress = 0.0
        self.answering: asyncio.Task[None] | None = None

    async def headers_received(
        self, start_line: RequestStartLine | ResponseStartLine, headers: HTTPHeaders
    ) -> None:
        line = cast(RequestStartLine, start_line)
        self._begin(line)
        try:
            await self._open(line, headers)
        except Exception as error:
            self._fail(error)
            # A client that waits for leave to send its body gets the answer instead; and of a
            # body that is too large nothing is read.
            if "Expect" in headers or self.oversized:
                await self._answer(close=True)
        # Tornado knows this expectation in one spelling only.
        if headers.get("Expect", "").lower() == "100-continue":
            headers["Expect"] = "100-continue"

    def _begin(self, line: RequestStartLine) -> None:
        edge = self.edge
        edge.active.add(self)
        self.progress = edge.clock()
        self.request_id = _request_id()
        identity = [("x-amzn-RequestId", self.request_id)]
        self.out = HTTPResponder(self.connection, line.method, identity, edge.clock)

    async def _open(self, line: RequestStartLine, headers: HTTPHeaders) -> None:
        self.service = "json" if "X-Amz-Target" in headers else "s3"
        path, query = split_target(line.path, headers)
        remote = getattr(self.connection.context, "remote_ip", "")
        request = Request(line.method, path, query, headers, remote, self.request_id)
        fault = head_fault(request, self.edge.limits.header_bytes)
        if fault is not None:
            raise fault
        route = self.edge.router(request)
        self._name(route.service)
        self.connection.set_max_body_size(route.max_body)
        length = headers.get("Content-Length", "")
        if _LENGTH.fullmatch(length) and int(length) > route.max_body:
            self.connection.set_max_body_size(int(length))
            self.oversized = True
            raise _too_large(route)
        self.exchange = await route.open(request)

    def _name(self, service: str) -> None:
        self.service = service
        if service == "s3" and self.out is not None:
            self.out.identify(
                [
                    ("x-amz-request-id", self.request_id),
                    ("x-amz-id-2", host_id(self.request_id)),
                ]
            )

    def data_received(self, chunk: bytes) -> Awaitable[None] | None:
        self.progress = self.edge.clock()
        if self.exchange is None or self.failure is not None:
            return None
        try:
            waiting = self.exchange.data(chunk)
        except Exception as error:
            self._fail(error)
            return None
        return None if waiting is None else self._settle(waiting)

    async def _settle(self, waiting: Awaitable[None]) -> None:
        # While the exchange is at work, it is not the client that keeps the other waiting.
        self.progress = math.inf
        try:
            await waiting
        except Exception as error:
            self._fail(error)
        self.progress = self.edge.clock()

    def finish(self) -> None:
        self.progress = math.inf
        # Kept: the loop itself holds tasks weakly.
        self.answering = asyncio.ensure_future(self._answer())

    async def _answer(self, close: bool = False) -> None:
        out = self.out
        assert out is not None
        try:
            if self.failure is None and self.exchange is not None:
                try:
                    await self.exchange.finish(out)
                except (ClientGone, CutConnection):
                    raise
                except Exception as error:
                    self._fail(error)
            if self.failure is not None:
                await self._answer_failure(out, close)
            await out.end()
        except (ClientGone, CutConnection):
            self.abort()
            self.connection.close()
        except Exception:
            log.exception("request %s: the answer could not be written", self.request_id)
            self.abort()
            self.connection.close()
        finally:
            self._end()

    async def _answer_failure(self, out: HTTPResponder, close: bool) -> None:
        failure = self.failure
        if isinstance(failure, CutConnection) or out.started:
            raise CutConnection
        error = failure if isinstance(failure, AWSError) else internal_failure(self.service)
        headers, body = render_error(self.service, error, self.request_id)
        out.start(error.status, [*headers, ("Content-Length", str(len(body)))])
        if close:
            out.close_after()
        await out.write(body)

    def _fail(self, error: BaseException) -> None:
        """Remembers the first failure; what is left of the body is read and thrown away."""
        if self.failure is not None:
            return
        self.failure = error
        self.abort()
        if not isinstance(error, (AWSError, CutConnection, ClientGone)):
            log.error("request %s failed", self.request_id, exc_info=error)

    def abort(self) -> None:
        """Clears up after a request that is not completed."""
        exchange, self.exchange = self.exchange, None
        if exchange is None:
            return
        try:
            exchange.abort()
        except Exception:
            log.exception("request %s: clearing up failed", self.request_id)

    def on_connection_close(self) -> None:
        """The client went away, or broke HTTP's rules, before its request was complete."""
        self.abort()
        self._end()

    def _end(self) -> None:
        self.edge.active.discard(self)
        if self.service != OWN_SERVICE:
            self.edge.last_request = self.edge.clock()

    def end_if_stalled(self, now: float) -> None:
        limits = self.edge.limits
        if self.answering is not None:
            if self.out is not None and self.out.waiting_since + limits.answer_stall_seconds < now:
                # Not the connection's close(), which would forget who waits for the write.
                self.connection.stream.close()
        elif self.progress + limits.body_stall_seconds < now:
            self._fail(
                AWSError(
                    "RequestTimeout",
                    "Your socket connection to the server was not read from or written to within"
                    " the timeout period. Idle connections will be closed.",
                )
            )
            self.progress = math.inf
            self.answering = asyncio.ensure_future(self._answer(close=True))


def _request_id() -> str:
    """A random identifier in a UUID's form, which AWS's have."""
    digits = os.urandom(16).hex()
    parts = (digits[:8], digits[8:12], digits[12:16], digits[16:20], digits[20:])
    return "-".join(parts)


def _too_large(route: Route) -> AWSError:
    if route.service == "s3":
        return AWSError(
            "EntityTooLarge",
            "Your proposed upload exceeds the maximum allowed size",
            MaxSizeAllowed=route.max_body,
        )
    return too_large(route.max_body)
