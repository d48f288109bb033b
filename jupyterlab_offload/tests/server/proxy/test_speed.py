"""How often AWS is asked: equal questions once, fewer when it says so, and never in a rush."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Awaitable, Callable
from email.utils import formatdate
from typing import Any

import pytest

from jupyterlab_offload.server.proxy import gateway
from jupyterlab_offload.server.proxy.outgoing import Outgoing
from jupyterlab_offload.server.proxy.pace import LOCAL, ON_AWS, Pacer
from jupyterlab_offload.server.proxy.refusal import Refusal
from jupyterlab_offload.server.proxy.shared import Reply, Shared

from .conftest import Ask, Aws
from .fake_aws import Seen, always, in_turn, response

THROTTLED = response(400, b'{"__type": "ThrottlingException", "message": "Rate exceeded"}')


def outgoing(kind: str = "List", body: bytes = b"{}") -> Outgoing:
    return Outgoing("sagemaker", f"{kind}TrainingJobs", kind, "POST", "/", body=body)


class Clock:
    """Seconds that go on when somebody sleeps, and when the test says so."""

    def __init__(self) -> None:
        self.now = 1000.0
        self.slept: list[float] = []

    def __call__(self) -> float:
        return self.now

    async def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.now += seconds


def replies(*bodies: bytes) -> tuple[list[int], Callable[[], Awaitable[Reply]]]:
    asked: list[int] = []

    async def ask() -> Reply:
        asked.append(1)
        await asyncio.sleep(0)
        return Reply(200, {}, bodies[min(len(asked), len(bodies)) - 1])

    return asked, ask


async def get(
    shared: Shared, ask: Callable[[], Awaitable[Reply]], fresh: float = 1.0, body: bytes = b"{}"
) -> bytes:
    return (await shared.get("class", outgoing(body=body), fresh, ask)).body


def test_equal_questions_under_way_are_one() -> None:
    async def run() -> None:
        shared = Shared(Clock())
        asked, ask = replies(b"a", b"b")
        assert await asyncio.gather(*(get(shared, ask) for _ in range(20))) == [b"a"] * 20
        assert len(asked) == 1

    asyncio.run(run())


def test_other_questions_are_asked_apart() -> None:
    async def run() -> None:
        shared = Shared(Clock())
        asked, ask = replies(b"a", b"b")
        await asyncio.gather(get(shared, ask, body=b"1"), get(shared, ask, body=b"2"))
        assert len(asked) == 2

    asyncio.run(run())


def test_an_answer_is_given_again_for_a_short_time_only() -> None:
    async def run() -> None:
        clock = Clock()
        shared = Shared(clock)
        asked, ask = replies(b"a", b"b")
        assert await get(shared, ask) == b"a"
        clock.now += 0.9
        assert await get(shared, ask) == b"a"
        clock.now += 0.2
        assert await get(shared, ask) == b"b"
        assert len(asked) == 2

    asyncio.run(run())


def test_a_change_makes_every_answer_old() -> None:
    async def run() -> None:
        shared = Shared(Clock())
        _, ask = replies(b"a", b"b")
        assert await get(shared, ask) == b"a"
        shared.changed("class")
        assert await get(shared, ask) == b"b"

    asyncio.run(run())


def test_an_error_is_not_given_again() -> None:
    async def run() -> None:
        shared = Shared(Clock())
        asked: list[int] = []

        async def ask() -> Reply:
            asked.append(1)
            return Reply(400, {}, b"")

        await get(shared, ask)
        await get(shared, ask)
        assert len(asked) == 2

    asyncio.run(run())


def test_who_goes_away_does_not_take_the_answer_from_the_others() -> None:
    async def run() -> None:
        shared = Shared(Clock())
        _, ask = replies(b"a")
        first = asyncio.ensure_future(get(shared, ask))
        second = asyncio.ensure_future(get(shared, ask))
        await asyncio.sleep(0)
        first.cancel()
        assert await second == b"a"

    asyncio.run(run())


def test_what_is_kept_is_bounded() -> None:
    async def run() -> None:
        shared = Shared(Clock())
        for number in range(100):
            _, ask = replies(b"x" * 400_000)
            await get(shared, ask, body=str(number).encode())
        await get(shared, ask, body=b"last")
        assert shared.kept_bytes <= 5 * 2**20

    asyncio.run(run())


def test_a_burst_passes_and_then_everybody_waits_for_a_turn() -> None:
    async def run() -> None:
        clock = Clock()
        pacer = Pacer(clock, clock.sleep)
        limit = ON_AWS["sagemaker", "List"]
        for _ in range(limit.burst):
            await pacer.turn("class", False, outgoing())
        assert clock.slept == []
        await pacer.turn("class", False, outgoing())
        assert clock.slept == [pytest.approx(1 / limit.per_second)]

    asyncio.run(run())


def test_who_would_wait_too_long_is_told_to_come_again() -> None:
    async def run() -> None:
        clock = Clock()

        async def never(seconds: float) -> None:
            clock.slept.append(seconds)

        pacer = Pacer(clock, never)
        with pytest.raises(Refusal) as refused:
            for _ in range(100):
                await pacer.turn("class", False, outgoing())
        assert (refused.value.status, refused.value.kind) == (429, "throttled")
        assert (refused.value.retry_after or 0) > 0
        # Others are not held up by it.
        await pacer.turn("another", False, outgoing())
        await pacer.turn("class", False, outgoing("Describe"))

    asyncio.run(run())


def test_pauses_grow_while_aws_asks_for_fewer_and_end_with_the_first_answer() -> None:
    async def run() -> None:
        clock = Clock()
        pacer = Pacer(clock, clock.sleep, chance=lambda: 1.0)
        pauses = [pacer.throttled("class", outgoing()) for _ in range(8)]
        assert pauses == sorted(pauses)
        assert pauses[-1] == 30.0
        with pytest.raises(Refusal):
            await pacer.turn("class", False, outgoing())
        clock.now += 31
        await pacer.turn("class", False, outgoing())
        pacer.fine("class", outgoing())
        assert pacer.throttled("class", outgoing()) == pauses[0]

    asyncio.run(run())


def test_the_local_engine_is_hardly_held_back() -> None:
    assert LOCAL.per_second >= 1000
    assert LOCAL.fresh <= 0.1


@pytest.fixture
def no_waiting(monkeypatch: pytest.MonkeyPatch) -> None:
    """Gateways whose pacer sleeps for no time, at a time that stands still."""

    async def at_once(seconds: float) -> None:
        return None

    monkeypatch.setattr(
        gateway, "Pacer", lambda: Pacer(clock=lambda: 1000.0, sleep=at_once, chance=lambda: 0.0)
    )


async def test_throttling_is_tried_again_before_anybody_sees_it(
    no_waiting: None, ask: Ask, aws: Aws
) -> None:
    async with aws(in_turn(THROTTLED, THROTTLED, response(200, b'{"ok": 1}'))) as fake:
        answer = await ask("sagemaker", "ListTrainingJobs", backend="class")
        assert (answer.code, answer.body) == (200, b'{"ok": 1}')
        assert len(fake.seen) == 3


async def test_throttling_that_lasts_is_shown_and_nothing_more_is_sent(
    no_waiting: None, ask: Ask, aws: Aws
) -> None:
    async with aws(always(THROTTLED)) as fake:
        for _ in range(3):
            answer = await ask("sagemaker", "ListTrainingJobs", backend="class")
            assert answer.code == 429
            assert json.loads(answer.body)["__type"] == "ThrottlingException"
            assert answer.headers["X-Offload-Problem"] == "throttled"
            assert int(answer.headers["Retry-After"]) >= 1
        assert len(fake.seen) == 3


async def test_pages_that_ask_the_same_at_once_are_one_request(
    ask: Ask, aws: Aws, monkeypatch: pytest.MonkeyPatch
) -> None:
    arrived: list[str] = []
    all_there = asyncio.Event()
    get = Shared.get

    async def counted(self: Shared, *given: Any) -> Reply:
        arrived.append("a page's question")
        if len(arrived) == 5:
            all_there.set()
        return await get(self, *given)

    async def slow(seen: Seen) -> bytes:
        await all_there.wait()
        return response(200, b'{"TrainingJobSummaries": []}')

    monkeypatch.setattr(Shared, "get", counted)
    async with aws(slow) as fake:
        pages = [ask("sagemaker", "ListTrainingJobs", {"a": 1}, "class") for _ in range(5)]
        assert {answer.code for answer in await asyncio.gather(*pages)} == {200}
        assert len(fake.seen) == 1


async def test_after_a_stop_the_job_is_looked_at_again(ask: Ask, aws: Aws) -> None:
    async with aws(always(response(200))) as fake:
        name = {"TrainingJobName": "a"}
        for operation in ("DescribeTrainingJob", "StopTrainingJob", "DescribeTrainingJob"):
            assert (await ask("sagemaker", operation, name, "class")).code == 200
        targets = [seen.headers["X-Amz-Target"] for seen in fake.seen]
        assert targets == [
            "SageMaker.DescribeTrainingJob",
            "SageMaker.StopTrainingJob",
            "SageMaker.DescribeTrainingJob",
        ]


async def test_a_clock_that_is_wrong_is_set_right_once(ask: Ask, aws: Aws) -> None:
    ahead = 1_900_000_000

    async def strict(seen: Seen) -> bytes:
        right = seen.headers["X-Amz-Date"].startswith("20300317")
        body = b'{"__type": "InvalidSignatureException"}'
        return response(200 if right else 403, body, Date=formatdate(ahead, usegmt=True))

    async with aws(strict) as fake:
        for number in range(2):
            answer = await ask("sagemaker", "ListTrainingJobs", {"MaxResults": number + 1}, "class")
            assert answer.code == 200
        assert len(fake.seen) == 3


async def test_a_refusal_at_the_right_time_is_not_tried_again(ask: Ask, aws: Aws) -> None:
    async with aws(always(response(403, Date=formatdate(usegmt=True)))) as fake:
        assert (await ask("sagemaker", "ListTrainingJobs", backend="class")).code == 403
        assert len(fake.seen) == 1


async def test_more_at_once_than_there_is_room_for_is_told_to_come_again(
    ask: Ask, aws: Aws, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(gateway._MOST_AT_ONCE, "sagemaker", 0)
    async with aws(always(response(200))) as fake:
        answer = await ask("sagemaker", "ListTrainingJobs", backend="class")
        assert (answer.code, answer.headers["X-Offload-Problem"]) == (503, "throttled")
        assert fake.seen == []
