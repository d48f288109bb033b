"""A server on a real socket in a thread of this process, and raw requests to it."""

from __future__ import annotations

import asyncio
import socket
import threading
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import boto3
from botocore.config import Config

from jupyterlab_offload.local.context import Engine
from jupyterlab_offload.local.protocol.edge import EdgeLimits
from jupyterlab_offload.local.protocol.server import Server

SECONDS = 10.0


@dataclass(frozen=True)
class Answer:
    """An answer as it came: status, headers by lower-case name, body."""

    status: int
    headers: dict[str, str]
    body: bytes


class Wire:
    """One engine behind one port."""

    def __init__(
        self,
        engine: Engine,
        limits: EdgeLimits | None = None,
        make: Callable[..., Server] = Server,
    ) -> None:
        self.engine = engine
        self._loop = asyncio.new_event_loop()
        self._listener = socket.create_server(("127.0.0.1", 0))
        self._listener.setblocking(False)
        self.port: int = self._listener.getsockname()[1]
        self.host = f"127.0.0.1:{self.port}"
        started = threading.Event()

        async def start() -> None:
            self.server = make(engine, limits=limits)
            self.server.start(self._listener)
            started.set()

        def run() -> None:
            asyncio.set_event_loop(self._loop)
            self._loop.run_until_complete(start())
            self._loop.run_forever()

        self._thread = threading.Thread(target=run, daemon=True)
        self._thread.start()
        assert started.wait(SECONDS)

    def call(self, function: Callable[[], Any]) -> Any:
        """Runs a function, or awaits what it returns, in the server's thread."""

        async def inside() -> Any:
            result = function()
            return await result if asyncio.iscoroutine(result) else result

        return asyncio.run_coroutine_threadsafe(inside(), self._loop).result(SECONDS)

    def close(self) -> None:
        self.call(lambda: self.server.stop(0.0))
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(SECONDS)
        self._loop.close()

    def connect(self) -> socket.socket:
        return socket.create_connection(("127.0.0.1", self.port), timeout=SECONDS)

    def raw(self, data: bytes, end: bool = False) -> bytes:
        """Sends bytes, with ``end`` nothing after them, and reads until the server closes."""
        with self.connect() as connection:
            connection.sendall(data)
            if end:
                connection.shutdown(socket.SHUT_WR)
            return read_all(connection)

    def send(
        self, method: str = "GET", target: str = "/", body: bytes = b"", **headers: str
    ) -> Answer:
        """One request on a connection of its own; ``Content_Type=…`` names a header."""
        fields = {"Host": self.host, "Connection": "close"}
        fields.update({name.replace("_", "-"): value for name, value in headers.items()})
        if body:
            fields.setdefault("Content-Length", str(len(body)))
        head = "".join(f"{name}: {value}\r\n" for name, value in fields.items())
        with self.connect() as connection:
            connection.sendall(f"{method} {target} HTTP/1.1\r\n{head}\r\n".encode() + body)
            return parsed(read_all(connection))

    def client(self, service: str, **arguments: Any) -> Any:
        """A boto3 client that neither checks its input nor tries again."""
        arguments = {
            "aws_access_key_id": self.engine.credentials.access_key,
            "aws_secret_access_key": self.engine.credentials.secret_key,
            "region_name": self.engine.settings.region,
            "config": Config(parameter_validation=False, retries={"total_max_attempts": 1}),
            **arguments,
        }
        url = f"http://{self.host}"
        return boto3.Session().client(service, endpoint_url=url, **arguments)


def read_all(connection: socket.socket) -> bytes:
    """What comes until the other side closes, or breaks the connection off."""
    received = bytearray()
    try:
        while chunk := connection.recv(65536):
            received += chunk
    except ConnectionResetError:
        pass
    return bytes(received)


def parsed(data: bytes) -> Answer:
    """The first answer in what a server sent."""
    head, _, body = data.partition(b"\r\n\r\n")
    first, *lines = head.decode("latin-1").split("\r\n")
    headers = {name.lower(): value for name, _, value in (line.partition(": ") for line in lines)}
    if headers.get("transfer-encoding") == "chunked":
        body = unchunked(body)
    return Answer(int(first.split(" ")[1]), headers, body)


def unchunked(body: bytes) -> bytes:
    whole = b""
    while body:
        size, _, body = body.partition(b"\r\n")
        whole += body[: int(size, 16)]
        body = body[int(size, 16) + 2 :]
    return whole
