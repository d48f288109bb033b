"""Bodies on their way in: pieces stay in order, and a thread's work is waited for."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable
from hashlib import md5, sha256

import pytest

from jupyterlab_offload.local.context import Identity
from jupyterlab_offload.local.protocol.errors import AWSError
from jupyterlab_offload.local.protocol.exchange import ClientGone
from jupyterlab_offload.local.protocol.sigv4 import Authorized
from jupyterlab_offload.local.services.s3.body import BATCH_BYTES, Body


class Sink:
    """Keeps what is written; waits before each write until it may go on."""

    def __init__(self) -> None:
        self.data = bytearray()
        self.entered = threading.Event()
        self.go_on = threading.Event()

    def write(self, data: bytes | memoryview) -> None:
        self.entered.set()
        assert self.go_on.wait(10)
        self.data += data


def body(sink: Sink, data: bytes, limit: int = 1 << 30) -> Body:
    who = Authorized(
        Identity("key", "arn", "id"),
        "s3",
        "us-east-1",
        sha256(data).hexdigest(),
        b"",
        "",
        "",
        "",
        False,
    )
    return Body(who, {"content-length": str(len(data))}, sink, limit, True)


async def feed(taken: Body, data: bytes, size: int) -> None:
    for start in range(0, len(data), size):
        waiting = taken.add(data[start : start + size])
        if waiting is not None:
            await waiting


@pytest.mark.parametrize("size", [1000, 65536, BATCH_BYTES + 1])
def test_large_bodies_keep_their_order(size: int) -> None:
    data = bytes(range(253)) * 8000
    sink = Sink()
    sink.go_on.set()

    async def run() -> Body:
        taken = body(sink, data)
        await feed(taken, data, size)
        await taken.finish()
        return taken

    assert asyncio.run(run()).md5 == md5(data).hexdigest()
    assert sink.data == data


def test_a_body_beyond_the_limit_is_refused() -> None:
    data = b"x" * 3000
    sink = Sink()
    sink.go_on.set()

    async def run() -> None:
        await feed(body(sink, data, limit=2500), data, 1000)

    with pytest.raises(AWSError) as caught:
        asyncio.run(run())
    assert caught.value.code == "EntityTooLarge"
    assert len(sink.data) == 2000


def test_an_abandoned_body_is_cleared_up_after_the_thread_at_work() -> None:
    sink = Sink()
    cleared: list[int] = []

    def clear() -> None:
        cleared.append(len(sink.data))

    async def run(clear: Callable[[], None]) -> None:
        data = b"x" * (4 * BATCH_BYTES)
        taken = body(sink, data)
        first = taken.add(data[:BATCH_BYTES])
        assert first is not None
        await first
        assert await asyncio.get_running_loop().run_in_executor(None, sink.entered.wait, 10)
        taken.abandon(clear)
        assert cleared == []
        sink.go_on.set()
        late = taken.add(data[:BATCH_BYTES])
        assert late is not None
        with pytest.raises(ClientGone):
            await late

    asyncio.run(run(clear))
    assert cleared == [BATCH_BYTES]
    assert len(sink.data) == BATCH_BYTES
