"""What the edge does for exchanges: bodies in, answers out, and every way in which it can fail."""

from __future__ import annotations

import asyncio
import logging
import socket
import time
from collections.abc import Awaitable, Callable

import pytest

from jupyterlab_offload.local.protocol.edge import EdgeLimits
from jupyterlab_offload.local.protocol.errors import AWSError
from jupyterlab_offload.local.protocol.exchange import CutConnection, Exchange, Request, Responder
from jupyterlab_offload.tests.local.live import wait_for
from jupyterlab_offload.tests.local.protocol.wire import Wire, parsed, read_all

Finish = Callable[["Recorder", Responder], Awaitable[None]]


class Recorder:
    """An exchange that does what the test says and remembers what happened to it."""

    operation = "Test"

    def __init__(self) -> None:
        self.body = b""
        self.aborted = 0
        self.finish_with: Finish = answer_body
        self.fail_data: BaseException | None = None
        self.gate: asyncio.Event | None = None

    def data(self, chunk: bytes) -> Awaitable[None] | None:
        if self.fail_data is not None:
            raise self.fail_data
        self.body += chunk
        return self.gate.wait() if self.gate else None  # type: ignore[return-value]  # gives True

    async def finish(self, out: Responder) -> None:
        await self.finish_with(self, out)

    def abort(self) -> None:
        self.aborted += 1


async def answer_body(recorder: Recorder, out: Responder) -> None:
    out.start(200, {"Content-Length": str(len(recorder.body))})
    await out.write(recorder.body)


class Scene:
    """A server whose every request goes to one recorder."""

    service = "s3"
    max_body = 10_000_000

    def __init__(self, wire: Wire) -> None:
        self.wire = wire
        self.exchange = Recorder()
        self.fail_open: BaseException | None = None
        wire.server.edge.router = lambda request: self

    async def open(self, request: Request) -> Exchange:
        if self.fail_open is not None:
            raise self.fail_open
        return self.exchange

    def raising(self, error: BaseException) -> None:
        async def finish(recorder: Recorder, out: Responder) -> None:
            raise error

        self.exchange.finish_with = finish


@pytest.fixture
def scene(wire: Wire) -> Scene:
    return Scene(wire)


def test_a_body_goes_in_and_an_answer_comes_out(scene: Scene) -> None:
    body = bytes(range(256)) * 4000
    answer = scene.wire.send("PUT", "/b/k", body)
    assert (answer.status, answer.body) == (200, body)
    assert scene.exchange.aborted == 0
    assert answer.headers["x-amz-request-id"] == answer.headers["x-amz-id-2"].split("/")[1]


def test_a_chunked_body_comes_in_whole(scene: Scene) -> None:
    head = f"PUT / HTTP/1.1\r\nHost: {scene.wire.host}\r\nConnection: close\r\n"
    body = b"3\r\nabc\r\n10\r\n0123456789abcdef\r\n0\r\n\r\n"
    answer = parsed(scene.wire.raw(f"{head}Transfer-Encoding: chunked\r\n\r\n".encode() + body))
    assert answer.body == b"abc0123456789abcdef"


def test_an_answer_of_unknown_length_is_sent_in_chunks(scene: Scene) -> None:
    async def finish(recorder: Recorder, out: Responder) -> None:
        out.start(200, {"Content-Type": "text/plain"})
        await out.write(b"one ")
        await out.write(b"")
        await out.write(memoryview(b"two"))

    scene.exchange.finish_with = finish
    answer = scene.wire.send()
    assert answer.headers["transfer-encoding"] == "chunked"
    assert answer.body == b"one two"


@pytest.mark.parametrize(("method", "status"), [("HEAD", 200), ("DELETE", 204), ("GET", 304)])
def test_what_has_no_body_is_sent_none(scene: Scene, method: str, status: int) -> None:
    async def finish(recorder: Recorder, out: Responder) -> None:
        out.start(status, {"ETag": '"x"', **({"Content-Length": "5"} if status == 200 else {})})
        await out.write(b"12345")

    scene.exchange.finish_with = finish
    answer = scene.wire.send(method)
    assert (answer.status, answer.body) == (status, b"")
    assert answer.headers.get("content-length") == ("5" if status == 200 else None)


def test_requests_share_a_connection_and_may_come_at_once(scene: Scene) -> None:
    head = f"PUT / HTTP/1.1\r\nHost: {scene.wire.host}\r\nContent-Length: 1\r\n"
    both = f"{head}\r\na{head}Connection: close\r\n\r\nb".encode()
    answers = scene.wire.raw(both)
    assert answers.count(b"HTTP/1.1 200 OK") == 2
    assert answers.endswith(b"\r\n\r\nab")


def test_http_1_0_is_answered_and_closed(scene: Scene) -> None:
    answer = scene.wire.raw(f"GET / HTTP/1.0\r\nHost: {scene.wire.host}\r\n\r\n".encode())
    assert parsed(answer).status == 200


def test_a_refused_body_is_not_asked_for(scene: Scene) -> None:
    scene.fail_open = AWSError("AccessDenied", "No", 403)
    answer = scene.wire.send("PUT", "/", Expect="100-continue", Content_Length="1000000")
    assert answer.status == 403
    assert answer.headers["connection"] == "close"


def test_a_welcome_body_is_asked_for(scene: Scene) -> None:
    head = f"PUT / HTTP/1.1\r\nHost: {scene.wire.host}\r\nConnection: close\r\nContent-Length: 3"
    with scene.wire.connect() as connection:
        connection.sendall(f"{head}\r\nExpect: 100-Continue\r\n\r\n".encode())
        assert connection.recv(100).startswith(b"HTTP/1.1 100 ")
        connection.sendall(b"abc")
        assert parsed(read_all(connection)).body == b"abc"


def test_a_body_that_is_refused_is_swallowed_and_then_answered(scene: Scene) -> None:
    """Answering and closing at once would reset the connection under a client still sending."""
    scene.fail_open = AWSError("AccessDenied", "No", 403)
    answer = scene.wire.send("PUT", "/", b"x" * 5_000_000)
    assert answer.status == 403
    assert b"<Code>AccessDenied</Code>" in answer.body


def test_a_body_that_is_too_large_is_not_read(scene: Scene) -> None:
    answer = scene.wire.send("PUT", "/", Content_Length=str(scene.max_body + 1))
    assert answer.status == 400
    assert b"<Code>EntityTooLarge</Code>" in answer.body


def test_an_error_while_data_comes_is_the_answer(scene: Scene) -> None:
    scene.exchange.fail_data = AWSError("BadDigest", "Wrong", 400)
    answer = scene.wire.send("PUT", "/", b"x" * 1_000_000)
    assert (answer.status, scene.exchange.aborted) == (400, 1)


def test_an_error_at_the_end_is_the_answer(scene: Scene) -> None:
    scene.raising(AWSError("NoSuchKey", "The specified key does not exist.", 404, Key="a<\x01>&"))
    answer = scene.wire.send()
    assert answer.status == 404
    assert b"<Key>a&lt;\xef\xbf\xbd&gt;&amp;</Key>" in answer.body
    assert scene.exchange.aborted == 1


def test_an_error_of_the_engine_s_own_is_logged_and_not_shown(
    scene: Scene, caplog: pytest.LogCaptureFixture
) -> None:
    scene.raising(ZeroDivisionError("what happened inside"))
    with caplog.at_level(logging.ERROR):
        answer = scene.wire.send(Authorization="Bearer secret")
    assert (answer.status, scene.exchange.aborted) == (500, 1)
    assert b"InternalError" in answer.body
    assert b"what happened inside" not in answer.body
    assert "what happened inside" in caplog.text
    assert "Bearer secret" not in caplog.text


@pytest.mark.parametrize("value", ["a\r\nSet-Cookie: b", "a\nb", "\u20ac"])
def test_a_header_that_cannot_be_written_is_an_error(scene: Scene, value: str) -> None:
    """Values that a client chose come back in headers, and must not become headers."""

    async def finish(recorder: Recorder, out: Responder) -> None:
        out.start(200, {"Content-Type": value})

    scene.exchange.finish_with = finish
    answer = scene.wire.send()
    assert answer.status == 400
    assert b"<Code>InvalidArgument</Code>" in answer.body


def test_an_error_after_the_answer_began_cuts_it(scene: Scene) -> None:
    async def finish(recorder: Recorder, out: Responder) -> None:
        out.start(200, {"Content-Length": "10"})
        await out.write(b"12345")
        raise OSError("disk")

    scene.exchange.finish_with = finish
    answer = scene.wire.send()
    assert answer.body == b"12345"
    assert scene.exchange.aborted == 1


def test_an_answer_shorter_than_promised_is_cut(scene: Scene) -> None:
    async def finish(recorder: Recorder, out: Responder) -> None:
        out.start(200, {"Content-Length": "10"})
        await out.write(b"12345")

    scene.exchange.finish_with = finish
    assert scene.wire.send().body == b"12345"
    wait_for(lambda: not scene.wire.server.edge.active)


def test_a_scenario_s_cut_gives_no_answer(scene: Scene) -> None:
    scene.raising(CutConnection())
    head = f"GET / HTTP/1.1\r\nHost: {scene.wire.host}\r\n\r\n".encode()
    assert scene.wire.raw(head) == b""
    assert scene.exchange.aborted == 1


def test_a_client_that_leaves_in_the_middle_leaves_nothing(scene: Scene) -> None:
    with scene.wire.connect() as connection:
        head = f"PUT / HTTP/1.1\r\nHost: {scene.wire.host}\r\nContent-Length: 100\r\n\r\n"
        connection.sendall(head.encode() + b"half")
        wait_for(lambda: scene.exchange.body == b"half")
    wait_for(lambda: scene.exchange.aborted == 1)
    wait_for(lambda: not scene.wire.server.edge.active)


def test_a_client_that_does_not_take_its_answer_is_waited_for(scene: Scene) -> None:
    """The exchange gets on only as fast as the client reads."""
    written = 0

    async def finish(recorder: Recorder, out: Responder) -> None:
        nonlocal written
        out.start(200, {"Content-Length": str(200 * 2**20)})
        for _ in range(200):
            await out.write(bytes(2**20))
            written += 1

    scene.exchange.finish_with = finish
    with scene.wire.connect() as connection:
        connection.sendall(f"GET / HTTP/1.1\r\nHost: {scene.wire.host}\r\n\r\n".encode())
        connection.recv(1000)
        wait_for(lambda: written > 0)
        seen = -1
        while seen != written:
            seen = written
            time.sleep(0.05)
        assert written < 50
    wait_for(lambda: scene.exchange.aborted == 1)


def test_a_body_comes_only_as_fast_as_it_is_taken(scene: Scene) -> None:
    scene.exchange.gate = asyncio.Event()
    with scene.wire.connect() as connection:
        head = f"PUT / HTTP/1.1\r\nHost: {scene.wire.host}\r\nContent-Length: 9000000\r\n\r\n"
        connection.sendall(head.encode())
        connection.settimeout(0.3)
        with pytest.raises(TimeoutError):
            connection.sendall(bytes(9_000_000))
        assert len(scene.exchange.body) <= scene.wire.server.limits.chunk_bytes
        scene.wire.call(scene.exchange.gate.set)


class Clock:
    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock(scene: Scene) -> Clock:
    """The edge's clock, stopped."""
    scene.wire.server.edge.clock = clock = Clock()
    return clock


def test_a_body_that_stands_still_is_answered_and_ended(scene: Scene, clock: Clock) -> None:
    edge = scene.wire.server.edge
    with scene.wire.connect() as connection:
        head = f"PUT / HTTP/1.1\r\nHost: {scene.wire.host}\r\nContent-Length: 100\r\n\r\n"
        connection.sendall(head.encode() + b"half")
        wait_for(lambda: scene.exchange.body == b"half")
        clock.now += edge.limits.body_stall_seconds - 1
        scene.wire.call(edge.sweep)
        assert edge.active
        clock.now += 2
        scene.wire.call(edge.sweep)
        answer = parsed(read_all(connection))
    assert b"<Code>RequestTimeout</Code>" in answer.body
    assert scene.exchange.aborted == 1


def test_an_answer_that_nobody_takes_is_ended(scene: Scene, clock: Clock) -> None:
    edge = scene.wire.server.edge
    waiting = asyncio.Event()

    async def finish(recorder: Recorder, out: Responder) -> None:
        out.start(200, {"Content-Length": str(100 * 2**20)})
        waiting.set()
        for _ in range(100):
            await out.write(bytes(2**20))

    scene.exchange.finish_with = finish
    with scene.wire.connect() as connection:
        connection.sendall(f"GET / HTTP/1.1\r\nHost: {scene.wire.host}\r\n\r\n".encode())
        wait_for(waiting.is_set)
        time.sleep(0.1)
        clock.now += edge.limits.answer_stall_seconds + 1
        scene.wire.call(edge.sweep)
        wait_for(lambda: scene.exchange.aborted == 1)


def test_an_operation_that_takes_its_time_is_not_ended(scene: Scene, clock: Clock) -> None:
    go = asyncio.Event()

    async def finish(recorder: Recorder, out: Responder) -> None:
        await go.wait()
        await answer_body(recorder, out)

    scene.exchange.finish_with = finish
    edge = scene.wire.server.edge
    with scene.wire.connect() as connection:
        head = f"GET / HTTP/1.1\r\nHost: {scene.wire.host}\r\nConnection: close\r\n\r\n"
        connection.sendall(head.encode())
        wait_for(lambda: edge.active and all(m.answering for m in edge.active))
        clock.now += 10_000
        scene.wire.call(edge.sweep)
        scene.wire.call(go.set)
        assert parsed(read_all(connection)).status == 200


def test_a_connection_that_says_nothing_is_closed(serve: Callable[..., Wire]) -> None:
    wire = serve(EdgeLimits(idle_seconds=0.1))
    with wire.connect() as connection:
        assert connection.recv(10) == b""
    with wire.connect() as connection:
        connection.sendall(b"GET / HT")
        assert connection.recv(10) == b""


def test_use_is_counted_until_the_answer_ends(scene: Scene, clock: Clock) -> None:
    server = scene.wire.server
    scene.wire.send()
    wait_for(lambda: not server.edge.active)
    clock.now += 50
    assert server.last_request() == 1000.0
    with scene.wire.connect() as connection:
        connection.sendall(
            f"PUT / HTTP/1.1\r\nHost: {scene.wire.host}\r\nContent-Length: 9\r\n\r\n1".encode()
        )
        wait_for(lambda: scene.exchange.body == b"1")
        clock.now += 50
        assert server.last_request() == 1100.0


def test_stopping_clears_up_after_requests_that_do_not_end(scene: Scene) -> None:
    with scene.wire.connect() as connection:
        head = f"PUT / HTTP/1.1\r\nHost: {scene.wire.host}\r\nContent-Length: 9\r\n\r\n1"
        connection.sendall(head.encode())
        wait_for(lambda: scene.exchange.body == b"1")
        scene.wire.call(lambda: scene.wire.server.stop(0.0))
        assert scene.exchange.aborted == 1
        assert read_all(connection) == b""


def test_stopping_lets_requests_be_completed(scene: Scene) -> None:
    started = asyncio.Event()

    async def finish(recorder: Recorder, out: Responder) -> None:
        started.set()
        await asyncio.sleep(0.1)
        await answer_body(recorder, out)

    scene.exchange.finish_with = finish
    with scene.wire.connect() as connection:
        head = f"GET / HTTP/1.1\r\nHost: {scene.wire.host}\r\nConnection: close\r\n\r\n"
        connection.sendall(head.encode())
        wait_for(started.is_set)
        scene.wire.call(lambda: scene.wire.server.stop(5.0))
        assert parsed(read_all(connection)).status == 200
    with pytest.raises(OSError):
        socket.create_connection(("127.0.0.1", scene.wire.port), timeout=1.0).close()
