"""Sending a signed request and reading its answer piece by piece, without holding the event loop.

botocore's own HTTP session does the work, in threads: it knows the user's CA bundle and proxies,
follows no redirect, decompresses nothing, and keeps connections.
"""

from __future__ import annotations

import asyncio
import socket
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any, Protocol, TypeVar

if TYPE_CHECKING:
    from botocore.awsrequest import AWSPreparedRequest, AWSResponse

    from ...submit import Connection

T = TypeVar("T")

CHUNK_BYTES = 1024 * 1024
CONNECT_SECONDS = 5
READ_SECONDS = 30
"""Between two pieces of an answer."""
_THREADS = 16
_NO_DELAY = (socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

_pool = ThreadPoolExecutor(_THREADS, thread_name_prefix="offload-proxy")


async def in_thread(work: Callable[[], T]) -> T:
    """Runs what waits for network or disk in one of the proxy's own few threads."""
    return await asyncio.get_running_loop().run_in_executor(_pool, work)


class Unreachable(Exception):
    """No answer arrived, or it broke off. Never shown: its text names the endpoint."""


class Body(Protocol):
    """An answer whose body is still on its way. What waits is called in a thread."""

    @property
    def status(self) -> int: ...
    def header(self, name: str) -> str | None: ...
    def read(self) -> bytes:
        """The body's next piece, nothing decompressed; empty at its end. Raises Unreachable."""
        ...

    def close(self) -> None: ...


class Transport(Protocol):
    """Sends one request, exactly as it is, and nothing but it. Raises Unreachable."""

    def send(self, request: AWSPreparedRequest) -> Body: ...
    def close(self) -> None: ...


class Answer:
    """An answer on the event loop's side; whoever has one closes it."""

    def __init__(self, body: Body) -> None:
        self._body = body
        self.status = body.status
        self.header = body.header
        self.close = body.close

    async def chunk(self) -> bytes:
        """The body's next piece; empty at its end. Raises Unreachable."""
        return await in_thread(self._body.read)

    async def beginning(self, most: int, seconds: float) -> bytes:
        """The body, or its first `most` bytes, within a time; then it is closed.

        Raises Unreachable.
        """
        deadline = time.monotonic() + seconds

        def read() -> bytes:
            body = bytearray()
            try:
                while len(body) < most and (piece := self._body.read()):
                    body += piece
                    if time.monotonic() > deadline:
                        raise Unreachable("too slow")
            finally:
                self.close()
            return bytes(body[:most])

        return await in_thread(read)


class BotocoreTransport:
    """botocore's session for one connection of a backend."""

    def __init__(self, connection: Connection, endpoint: str) -> None:
        from botocore.httpsession import URLLib3Session
        from botocore.utils import get_environ_proxies

        # Loopback is reached directly, whatever the environment says about proxies.
        local = connection.backend.local
        self._session = URLLib3Session(
            verify=connection.session.get_config_variable("ca_bundle") or True,
            proxies={} if local else get_environ_proxies(endpoint),
            timeout=(CONNECT_SECONDS, READ_SECONDS),  # type: ignore[arg-type]  # the stubs lack the pair
            max_pool_connections=_THREADS,
            # As botocore's clients have it: else a body waits 40 ms for an acknowledgement.
            socket_options=[_NO_DELAY],  # type: ignore[list-item]  # the stubs say text
        )

    def send(self, request: AWSPreparedRequest) -> Body:
        from botocore.exceptions import BotoCoreError, HTTPClientError

        try:
            return _Received(self._session.send(request))
        except (BotoCoreError, HTTPClientError) as error:
            raise Unreachable(type(error).__name__) from None

    def close(self) -> None:
        self._session.close()


class _Received:
    def __init__(self, answer: AWSResponse) -> None:
        self._answer = answer
        self._raw: Any = answer.raw  # urllib3's response
        # What has arrived, without waiting for a whole piece; urllib3 before 2 cannot.
        self._piece: Callable[..., bytes] = getattr(self._raw, "read1", self._raw.read)
        self.status = answer.status_code

    def header(self, name: str) -> str | None:
        value = self._answer.headers.get(name)
        return None if value is None else str(value)

    def read(self) -> bytes:
        from urllib3.exceptions import HTTPError

        try:
            return self._piece(CHUNK_BYTES, decode_content=False)
        except (HTTPError, OSError, ValueError) as error:
            raise Unreachable(type(error).__name__) from None

    def close(self) -> None:
        """Back to the pool if the answer was read to its end, else the connection is cut."""
        self._raw.close()
        self._raw.release_conn()
