"""GetLogEvents: pages in both directions, tokens that repeat at the ends, time ranges."""

from __future__ import annotations

from itertools import chain
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from jupyterlab_offload.local.context import Engine

from ..conftest import FakeClock
from .conftest import Logs

STREAM = "job/algo-1-1"
MEGABYTE = 1 << 20


def get(logs: Logs, **given: Any) -> dict[str, Any]:
    return logs.call("GetLogEvents", logStreamName=STREAM, **given)


def messages(page: dict[str, Any]) -> list[str]:
    return [event["message"] for event in page["events"]]


def numbers(page: dict[str, Any]) -> list[int]:
    return [int(message) for message in messages(page)]


def write(logs: Logs, count: int, each: float = 0.0) -> None:
    for number in range(count):
        logs.write(STREAM, str(number))
        logs.engine.clock.advance(each)  # type: ignore[attr-defined]  # the test's own clock


def test_an_event_has_its_time_in_milliseconds(logs: Logs, clock: FakeClock) -> None:
    clock.now = 1_790_000_000.1239
    logs.write(STREAM, "epoch 1 \u20ac")
    time = 1_790_000_000_123
    assert get(logs)["events"] == [
        {"timestamp": time, "message": "epoch 1 €", "ingestionTime": time}
    ]


def test_without_a_direction_the_newest_lines_come_in_their_order(logs: Logs) -> None:
    write(logs, 10)
    page = get(logs, limit=4)
    assert numbers(page) == [6, 7, 8, 9]
    assert numbers(get(logs, limit=4, nextToken=page["nextBackwardToken"])) == [2, 3, 4, 5]


def test_at_the_end_the_token_repeats_until_there_are_more_lines(logs: Logs) -> None:
    write(logs, 5)
    page = get(logs, startFromHead=True)
    end = page["nextForwardToken"]
    for _ in range(2):
        page = get(logs, startFromHead=True, nextToken=end)
        assert (page["events"], page["nextForwardToken"]) == ([], end)
    logs.write(STREAM, "5")
    page = get(logs, startFromHead=True, nextToken=end)
    assert numbers(page) == [5]
    assert page["nextForwardToken"] != end


def test_at_the_beginning_the_token_repeats(logs: Logs) -> None:
    write(logs, 5)
    beginning = get(logs)["nextBackwardToken"]
    page = get(logs, nextToken=beginning)
    assert (page["events"], page["nextBackwardToken"]) == ([], beginning)
    assert numbers(get(logs, startFromHead=True, nextToken=page["nextForwardToken"])) == [
        0,
        1,
        2,
        3,
        4,
    ]


@given(
    st.integers(1, 30), st.integers(1, 12), st.booleans(), st.integers(-2, 32), st.integers(-2, 32)
)
@settings(
    suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=60
)
def test_pages_in_either_direction_give_every_line_of_the_range_once(
    engine: Engine, count: int, limit: int, from_head: bool, low: int, high: int
) -> None:
    logs = Logs(engine)
    stream = f"job-{id(logs)}/algo-1-1"
    start = int(engine.clock() * 1000)
    for number in range(count):
        logs.write(stream, str(number))
        engine.clock.advance(1)  # type: ignore[attr-defined]  # the test's own clock
    given: dict[str, Any] = {
        "logStreamName": stream,
        "limit": limit,
        "startFromHead": from_head,
        "startTime": start + low * 1000,
        "endTime": start + high * 1000,
    }
    member = "nextForwardToken" if from_head else "nextBackwardToken"
    got: list[list[int]] = []
    while True:
        page = logs.call("GetLogEvents", **given)
        got.append(numbers(page))
        assert len(page["events"]) <= limit
        if page[member] == given.get("nextToken"):
            break
        given["nextToken"] = page[member]
    ordered = got if from_head else got[::-1]
    assert list(chain(*ordered)) == list(range(max(0, low), min(count, high)))
    assert got[-1] == []


def test_a_page_turned_back_and_forth_is_the_same(logs: Logs) -> None:
    write(logs, 9)
    first = get(logs, startFromHead=True, limit=3)
    second = get(logs, startFromHead=True, limit=3, nextToken=first["nextForwardToken"])
    back = get(logs, limit=3, nextToken=second["nextBackwardToken"])
    assert numbers(back) == numbers(first) == [0, 1, 2]


def test_a_page_holds_at_most_a_megabyte_or_ten_thousand_events(logs: Logs) -> None:
    logs.write(STREAM, *(["x" * 100_000] * 30))
    page = get(logs, startFromHead=True)
    assert len(page["events"]) == MEGABYTE // 100_026
    logs.write(STREAM, *map(str, range(25_000)))
    page = get(logs)
    assert numbers(page) == list(range(15_000, 25_000))


def test_start_time_is_included_and_end_time_is_not(logs: Logs, clock: FakeClock) -> None:
    start = int(clock.now * 1000)
    write(logs, 4, each=1)
    assert numbers(get(logs, startTime=start + 1000, endTime=start + 3000)) == [1, 2]


@pytest.mark.parametrize("token", ["x", "f/1", "b/" + "9" * 55, "f/" + "9" * 57, "f/" + "٣" * 56])
def test_a_token_of_another_form_is_refused(logs: Logs, token: str) -> None:
    write(logs, 1)
    expected = ("InvalidParameterException", "The specified nextToken is invalid.")
    for direction in (True, False):
        given = {"logStreamName": STREAM, "nextToken": token, "startFromHead": direction}
        assert logs.error("GetLogEvents", **given) == expected


def test_a_token_far_behind_the_end_gives_nothing(logs: Logs) -> None:
    write(logs, 3)
    token = "f/" + "9" * 56
    page = get(logs, startFromHead=True, nextToken=token)
    assert (page["events"], page["nextForwardToken"]) == ([], token)


def test_a_forward_token_needs_start_from_head(logs: Logs) -> None:
    write(logs, 3)
    token = get(logs)["nextForwardToken"]
    code, message = logs.error("GetLogEvents", logStreamName=STREAM, nextToken=token)
    assert code == "InvalidParameterException"
    assert "startFromHead" in message
