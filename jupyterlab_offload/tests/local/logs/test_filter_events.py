"""FilterLogEvents: streams in one order of time, patterns, pages, both directions."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from jupyterlab_offload.local.context import Engine
from jupyterlab_offload.local.protocol.errors import AWSError
from jupyterlab_offload.local.services.logs import filter_events
from jupyterlab_offload.local.services.logs.pattern import compile_pattern

from ..conftest import FakeClock
from .conftest import GROUP, Logs


def everything(logs: Logs, **given: Any) -> list[dict[str, Any]]:
    """The events of all pages."""
    events: list[dict[str, Any]] = []
    while True:
        answer = logs.call("FilterLogEvents", **given)
        assert answer["searchedLogStreams"] == []
        events += answer["events"]
        if "nextToken" not in answer:
            return events
        given["nextToken"] = answer["nextToken"]


def messages(logs: Logs, **given: Any) -> list[str]:
    return [event["message"] for event in everything(logs, **given)]


def test_events_of_all_streams_come_interleaved_by_time(logs: Logs, clock: FakeClock) -> None:
    logs.write("b/x", "1 b")
    logs.write("a/x", "1 a")
    clock.advance(1)
    logs.write("b/x", "2 b", "3 b")
    clock.advance(1)
    logs.write("a/x", "4 a")
    assert messages(logs) == ["1 a", "1 b", "2 b", "3 b", "4 a"]
    assert messages(logs, logStreamNamePrefix="a/") == ["1 a", "4 a"]
    assert messages(logs, logStreamNames=["b/x"]) == ["1 b", "2 b", "3 b"]
    code, _ = logs.error("FilterLogEvents", logStreamNames=["b/x"], logStreamNamePrefix="a")
    assert code == "InvalidParameterException"


def test_an_event_says_where_it_is_from(logs: Logs, clock: FakeClock) -> None:
    logs.write("a/x", "line", "line")
    first, second = everything(logs)
    time = int(clock.now * 1000)
    event_id = first.pop("eventId")
    assert first == {
        "logStreamName": "a/x",
        "timestamp": time,
        "message": "line",
        "ingestionTime": time,
    }
    assert len(event_id) == 56 and event_id.isdigit()
    assert second["eventId"] > event_id


def test_both_ends_of_the_time_range_are_included(logs: Logs, clock: FakeClock) -> None:
    start = int(clock.now * 1000)
    for number in range(4):
        logs.write("a/x", str(number))
        clock.advance(1)
    assert messages(logs, startTime=start + 1000, endTime=start + 2000) == ["1", "2"]


WRITES = st.lists(
    st.tuples(st.sampled_from("abc"), st.integers(0, 2), st.integers(1, 4)),
    min_size=1,
    max_size=25,
)


@given(WRITES, st.integers(1, 9), st.integers(1, 12), st.booleans(), st.booleans())
@settings(
    suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=80
)
def test_pages_give_every_matching_event_once_and_in_order(
    engine: Engine,
    writes: list[tuple[str, int, int]],
    limit: int,
    budget: int,
    backward: bool,
    close: bool,
) -> None:
    logs = Logs(engine)
    job = f"job-{id(logs)}-{engine.clock():.0f}"
    start = int(engine.clock() * 1000)
    written: list[tuple[int, str, int]] = []
    for stream, pause, count in writes:
        engine.clock.advance(pause)  # type: ignore[attr-defined]  # the test's own clock
        now = int(engine.clock() * 1000)
        known = sum(name == stream for _, name, _ in written)
        numbers = range(known, known + count)
        written += [(now, stream, number) for number in numbers]
        logs.write(f"{job}/{stream}", *(f"{n % 3} {n}" for n in numbers))
    for stream in {name for _, name, _ in written} if close else ():
        logs.close(f"{job}/{stream}")
    engine.clock.advance(100)  # type: ignore[attr-defined]  # the test's own clock
    given = {"logStreamNamePrefix": f"{job}/", "startTime": start, "filterPattern": "-2"}
    previous = filter_events.SEARCHED_EVENTS
    filter_events.SEARCHED_EVENTS = budget
    try:
        got = everything(logs, limit=limit, startFromHead=not backward, **given)
    finally:
        filter_events.SEARCHED_EVENTS = previous
    expected = [
        event for event in sorted(written, reverse=backward) if event[2] != 2 and event[2] % 3 != 2
    ]
    places = [
        (e["timestamp"], e["logStreamName"].split("/")[1], int(e["message"].split()[1]))
        for e in got
    ]
    assert places == expected
    assert len({event["eventId"] for event in got}) == len(got)


def test_a_search_is_cut_into_requests_that_hold_up_no_other(
    logs: Logs, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(filter_events, "SEARCHED_EVENTS", 100)
    logs.write("a/x", *map(str, range(250)), "needle")
    answer = logs.call("FilterLogEvents", filterPattern="needle")
    assert answer["events"] == []
    assert answer["nextToken"]
    assert messages(logs, filterPattern="needle") == ["needle"]


def test_a_search_does_not_open_every_stream_at_once(
    logs: Logs, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(filter_events, "SEARCHED_STREAMS", 3)
    for number in range(10):
        logs.write(f"job-{number}/x", str(number))
    assert len(logs.call("FilterLogEvents")["events"]) == 3
    assert messages(logs) == list("0123456789")


def test_a_page_holds_at_most_a_megabyte(logs: Logs) -> None:
    logs.write("a/x", *(["x" * 200_000] * 8))
    assert len(logs.call("FilterLogEvents")["events"]) == 5
    assert len(everything(logs)) == 8


def test_many_streams_are_not_all_open_at_once(logs: Logs, clock: FakeClock) -> None:
    for number in range(300):
        logs.write(f"job-{number:03}/algo-1-1", f"{number}")
        logs.close(f"job-{number:03}/algo-1-1")
        clock.advance(1)
    assert messages(logs) == [str(number) for number in range(300)]
    assert messages(logs, limit=7, logGroupName=GROUP) == [str(number) for number in range(300)]


@pytest.mark.parametrize(
    ("pattern", "expected"),
    [
        ("", "abcdef"),
        ("ERROR", "ab"),
        ("error", "d"),
        ("ERROR 400", "a"),
        ("400 ERROR", "a"),
        ('"ERROR 40"', "ab"),
        ('"RROR"', "abc"),
        ("RROR", ""),
        ("?400 ?401", "ab"),
        ('?"loss=0" ?error', "de"),
        ("-ERROR", "cdef"),
        ('ERROR -"BAD REQ"', "b"),
        ("ERROR ?400", "ab"),
        ('"say \\"hi\\""', "f"),
        ("  ERROR  ", "ab"),
    ],
)
def test_what_a_pattern_matches(logs: Logs, pattern: str, expected: str) -> None:
    lines = {
        "a": "[ERROR 400] BAD REQUEST",
        "b": "[ERROR 401] UNAUTHORIZED",
        "c": "ERRORS: none",
        "d": "no error here",
        "e": "loss=0.5 step_1",
        "f": 'they say "hi"',
    }
    logs.write("a/x", *lines.values())
    assert messages(logs, filterPattern=pattern) == [lines[name] for name in expected]


@pytest.mark.parametrize(
    "pattern",
    ['{ $.level = "x" }', "[a, b]", "%[0-9]+%", 'open "phrase', "loss=0.5", 'a"b"', "- a", "-"],
)
def test_patterns_that_are_not_understood_are_refused(logs: Logs, pattern: str) -> None:
    logs.write("a/x", "line")
    code, message = logs.error("FilterLogEvents", filterPattern=pattern)
    assert code == "InvalidParameterException"
    assert "nvalid" in message


@given(st.text(max_size=40))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
def test_any_pattern_is_evaluated_or_refused(engine: Engine, pattern: str) -> None:
    try:
        matches = compile_pattern(pattern)
    except AWSError as error:
        assert error.code == "InvalidParameterException"
    else:
        assert matches is None or isinstance(matches("some message"), bool)


def test_newest_first_only_for_times_that_aws_allows(logs: Logs) -> None:
    logs.write("a/x", "line")
    for start in ({}, {"startTime": 1_704_067_199_999}):
        code, _ = logs.error("FilterLogEvents", startFromHead=False, **start)
        assert code == "InvalidParameterException"
    assert messages(logs, startFromHead=False, startTime=1_704_067_200_000) == ["line"]
