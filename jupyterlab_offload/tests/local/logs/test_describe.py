"""Groups and streams: from the first line on, by name or time, in pages."""

from __future__ import annotations

from itertools import chain
from typing import Any

import pytest

from jupyterlab_offload.local.protocol.served import SERVED
from jupyterlab_offload.local.scenario import Scenario, parse
from jupyterlab_offload.local.services.logs import OPERATIONS

from ..conftest import FakeClock
from .conftest import GROUP, Logs

NO_GROUP = ("ResourceNotFoundException", "The specified log group does not exist.")
NO_STREAM = ("ResourceNotFoundException", "The specified log stream does not exist.")
READS = ("DescribeLogStreams", "GetLogEvents", "FilterLogEvents")


def pages(logs: Logs, operation: str, member: str, **given: Any) -> list[list[str]]:
    """The names on each page."""
    key = "logGroupName" if member == "logGroups" else "logStreamName"
    result = []
    while True:
        answer = logs.call(operation, **given)
        result.append([item[key] for item in answer[member]])
        if "nextToken" not in answer:
            return result
        given["nextToken"] = answer["nextToken"]


def streams(logs: Logs, **given: Any) -> list[str]:
    return list(chain(*pages(logs, "DescribeLogStreams", "logStreams", **given)))


def test_the_operations_are_those_that_the_model_is_cut_to() -> None:
    assert tuple(sorted(OPERATIONS)) == SERVED["logs"]


@pytest.mark.parametrize("operation", READS)
def test_nothing_exists_before_the_first_line(logs: Logs, operation: str) -> None:
    given = {"logStreamName": "job/algo-1-1"} if operation == "GetLogEvents" else {}
    assert logs.call("DescribeLogGroups") == {"logGroups": []}
    assert logs.error(operation, **given) == NO_GROUP


@pytest.mark.parametrize("named", [{"logStreamName": "a/b"}, {"logStreamNames": ["job/x", "a/b"]}])
def test_a_stream_that_does_not_exist_is_named_as_such(logs: Logs, named: dict[str, Any]) -> None:
    logs.write("job/x", "line")
    operation = "GetLogEvents" if "logStreamName" in named else "FilterLogEvents"
    assert logs.error(operation, **named) == NO_STREAM


def test_a_group_is_described_with_its_first_lines_time(logs: Logs, clock: FakeClock) -> None:
    logs.write("job/x", "line")
    logs.close("job/x")
    arn = f"arn:aws:logs:us-east-1:000000000000:log-group:{GROUP}"
    assert logs.call("DescribeLogGroups")["logGroups"] == [
        {
            "logGroupName": GROUP,
            "creationTime": int(clock.now * 1000),
            "arn": arn + ":*",
            "logGroupArn": arn,
            "metricFilterCount": 0,
            "storedBytes": len("line\n"),
            "logGroupClass": "STANDARD",
        }
    ]
    short = logs.call("DescribeLogGroups", logGroupNamePattern="Training")["logGroups"][0]
    assert sorted(short) == ["arn", "creationTime", "logGroupName"]


def test_groups_are_found_by_prefix_pattern_identifier_and_class(logs: Logs) -> None:
    for number, group in enumerate(("/a/1", "/a/2", "/b/1")):
        logs.write(f"job/x{number}", "line", group=group)
    found = {
        ("logGroupNamePrefix", "/a"): ["/a/1", "/a/2"],
        ("logGroupNamePattern", "/1"): ["/a/1", "/b/1"],
        ("logGroupIdentifiers", ("/b/1", "/c")): ["/b/1"],
        ("logGroupClass", "INFREQUENT_ACCESS"): [],
    }
    for (name, value), expected in found.items():
        assert pages(logs, "DescribeLogGroups", "logGroups", **{name: value})[0] == expected
    assert pages(logs, "DescribeLogGroups", "logGroups", limit=2) == [["/a/1", "/a/2"], ["/b/1"]]
    code, _ = logs.error("DescribeLogGroups", logGroupNamePrefix="a", logGroupNamePattern="b")
    assert code == "InvalidParameterException"


@pytest.mark.parametrize("descending", [False, True])
def test_streams_come_by_name_in_pages(logs: Logs, descending: bool) -> None:
    names = [f"job-{letter}/algo-1-1" for letter in "abcde"]
    for name in reversed(names):
        logs.write(name, "line")
    ordered = sorted(names, reverse=descending)
    got = pages(logs, "DescribeLogStreams", "logStreams", limit=2, descending=descending)
    assert got == [ordered[:2], ordered[2:4], ordered[4:]]
    assert streams(logs, logStreamNamePrefix="job-c/", descending=descending) == names[2:3]
    assert streams(logs, logStreamNamePrefix="job-", descending=descending, limit=1) == ordered
    assert streams(logs, logStreamNamePrefix="nothing") == []


@pytest.mark.parametrize("descending", [False, True])
def test_streams_come_by_their_last_event(logs: Logs, clock: FakeClock, descending: bool) -> None:
    for name in ("b/x", "a/x", "c/x", "d/x"):
        logs.write(name, "line")
        clock.advance(1)
    logs.write("b/x", "last")
    logs.close("b/x")
    ordered = ["a/x", "c/x", "d/x", "b/x"]
    by_time = {"orderBy": "LastEventTime", "descending": descending}
    got = pages(logs, "DescribeLogStreams", "logStreams", limit=3, **by_time)
    ordered = ordered[::-1] if descending else ordered
    assert got == [ordered[:3], ordered[3:]]
    code, message = logs.error("DescribeLogStreams", logStreamNamePrefix="a", **by_time)
    assert code == "InvalidParameterException"
    assert message == "Cannot order by LastEventTime with a logStreamNamePrefix."


def test_a_stream_is_described_with_its_times(logs: Logs, clock: FakeClock) -> None:
    first = int(clock.now * 1000)
    logs.write("job/x", "line")
    last = int(clock.advance(5) * 1000)
    logs.write("job/x", "line")
    assert logs.call("DescribeLogStreams")["logStreams"] == [
        {
            "logStreamName": "job/x",
            "creationTime": first,
            "firstEventTimestamp": first,
            "lastEventTimestamp": last,
            "lastIngestionTime": last,
            "arn": f"arn:aws:logs:us-east-1:000000000000:log-group:{GROUP}:log-stream:job/x",
            "storedBytes": 0,
        }
    ]


def test_a_group_goes_by_name_or_arn_and_not_by_both(logs: Logs) -> None:
    logs.write("job/x", "line")
    arn = f"arn:aws:logs:us-east-1:000000000000:log-group:{GROUP}"
    for identifier in (GROUP, arn):
        assert streams(logs, logGroupIdentifier=identifier) == ["job/x"]
    for foreign in (arn.replace("us-east-1", "eu-west-1"), arn.replace("0000:", "0001:")):
        assert logs.error("DescribeLogStreams", logGroupIdentifier=foreign) == NO_GROUP
    for wrong in (
        {"logGroupName": GROUP, "logGroupIdentifier": GROUP},
        {"logGroupName": None},
        {"logGroupIdentifier": "arn:aws:s3:::bucket"},
    ):
        assert logs.error("DescribeLogStreams", **wrong)[0] == "InvalidParameterException"


@pytest.mark.parametrize("token", ["", "x", "AAAA", "W10=", "bnVsbA==", "é", "[" * 5000])
def test_a_token_that_was_not_given_out_is_refused(logs: Logs, token: str) -> None:
    logs.write("job/x", "line")
    for operation in ("DescribeLogGroups", "DescribeLogStreams", "FilterLogEvents"):
        assert logs.error(operation, nextToken=token or "?") == (
            "InvalidParameterException",
            "The specified nextToken is invalid.",
        )


def test_a_token_is_good_only_for_the_request_it_came_from(logs: Logs) -> None:
    for name in ("a/x", "b/x"):
        logs.write(name, "line")
    token = logs.call("DescribeLogStreams", limit=1)["nextToken"]
    code, _ = logs.error("DescribeLogStreams", limit=1, nextToken=token, descending=True)
    assert code == "InvalidParameterException"


def test_late_logs_hide_lines_streams_and_the_group_until_they_are_old_enough(
    logs: Logs, clock: FakeClock
) -> None:
    logs.engine.scenario = Scenario(parse({"log_delay": 10}))
    logs.write("job/x", "first")
    clock.advance(9)
    logs.write("job/x", "second")
    logs.write("job/y", "other")
    assert logs.call("DescribeLogGroups") == {"logGroups": []}
    for operation in READS:
        assert logs.error(operation, logStreamName="job/x") == NO_GROUP
    clock.advance(2)
    assert streams(logs) == streams(logs, orderBy="LastEventTime") == ["job/x"]
    page = logs.call("GetLogEvents", logStreamName="job/x", startFromHead=True)
    assert [event["message"] for event in page["events"]] == ["first"]
    assert logs.error("GetLogEvents", logStreamName="job/y") == NO_STREAM
    assert [e["message"] for e in logs.call("FilterLogEvents")["events"]] == ["first"]
    clock.advance(10)
    assert streams(logs) == ["job/x", "job/y"]
    following = logs.call(
        "GetLogEvents",
        logStreamName="job/x",
        startFromHead=True,
        nextToken=page["nextForwardToken"],
    )
    assert [event["message"] for event in following["events"]] == ["second"]
