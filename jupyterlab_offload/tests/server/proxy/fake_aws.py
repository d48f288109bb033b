"""A server on loopback in AWS's place that answers whatever a test wants, well-formed or not."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass, field
from email.message import Message
from email.parser import BytesParser

ACCOUNT = "123456789012"
ARN = f"arn:aws:iam::{ACCOUNT}:user/ann"


@dataclass(frozen=True)
class Seen:
    """A request as it arrived: the target undecoded, every header."""

    method: str
    target: str
    headers: Message
    body: bytes


Script = Callable[[Seen], Awaitable[bytes]]


@dataclass
class FakeAws:
    """`answer` makes the bytes that are sent back, head and body; then the connection ends."""

    url: str
    answer: Script
    seen: list[Seen] = field(default_factory=list)


def response(status: int, body: bytes = b"{}", **headers: str) -> bytes:
    """A well-formed answer; underscores in names of headers stand for dashes."""
    given = {name.replace("_", "-"): value for name, value in headers.items()}
    given = {"Content-Length": str(len(body)), "Connection": "close", **given}
    head = "".join(f"{name}: {value}\r\n" for name, value in given.items())
    return f"HTTP/1.1 {status} X\r\n{head}\r\n".encode() + body


def always(answer: bytes) -> Script:
    async def script(seen: Seen) -> bytes:
        return answer

    return script


def in_turn(*answers: bytes) -> Script:
    """One answer after the other; the last for everything that follows."""
    left = list(answers)

    async def script(seen: Seen) -> bytes:
        return left.pop(0) if len(left) > 1 else left[0]

    return script


@contextlib.asynccontextmanager
async def serving(answer: Script) -> AsyncIterator[FakeAws]:
    fake = FakeAws("", answer)

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with contextlib.suppress(ConnectionError, asyncio.IncompleteReadError):
            seen = await _read(reader)
            if b"GetCallerIdentity" in seen.body:
                writer.write(response(200, _IDENTITY, Content_Type="text/xml"))
            else:
                fake.seen.append(seen)
                writer.write(await fake.answer(seen))
            await writer.drain()
        writer.close()

    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    fake.url = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
    try:
        yield fake
    finally:
        server.close()
        await server.wait_closed()


async def _read(reader: asyncio.StreamReader) -> Seen:
    head = await reader.readuntil(b"\r\n\r\n")
    line, _, rest = head.partition(b"\r\n")
    method, target, _ = line.decode().split(" ")
    headers = BytesParser().parsebytes(rest)
    body = await reader.readexactly(int(headers.get("Content-Length", "0")))
    return Seen(method, target, headers, body)


_IDENTITY = (
    '<GetCallerIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/">'
    f"<GetCallerIdentityResult><Arn>{ARN}</Arn><UserId>A</UserId><Account>{ACCOUNT}</Account>"
    "</GetCallerIdentityResult></GetCallerIdentityResponse>"
).encode()
