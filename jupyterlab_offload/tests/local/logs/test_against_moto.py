"""The same calls, through boto3, to moto and to a live engine: same answers, or a known reason."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from typing import Any

import boto3
import pytest
from botocore.exceptions import ClientError
from moto import mock_aws

from jupyterlab_offload.local.store.db import Database
from jupyterlab_offload.local.store.logs import LogWriter

from ..live import LiveEngine

GROUP = "/oracle/TrainingJobs"
FIRST, SECOND = "job-a/algo-1-1", "job-b/algo-1-1"
START = int(time.time() * 1000) - 60_000
LINES = [
    (FIRST, 0, "epoch 0 loss=0.9"),
    (SECOND, 1, "ERROR: disk"),
    (FIRST, 2, "epoch 1 loss=0.5"),
    (FIRST, 3, "ERROR: memory"),
    (SECOND, 4, "epoch 0"),
    (FIRST, 5, "epoch 2 “loss”=0.1"),
    (SECOND, 6, "done"),
]
"""(stream, seconds after START, message); no two at the same time."""

Flow = Callable[[Any], Any]
MAX_PAGES = 20


def fill_moto(client: Any) -> None:
    client.create_log_group(logGroupName=GROUP)
    for stream in (FIRST, SECOND):
        client.create_log_stream(logGroupName=GROUP, logStreamName=stream)
    for stream, second, message in LINES:
        event = {"timestamp": START + second * 1000, "message": message}
        client.put_log_events(logGroupName=GROUP, logStreamName=stream, logEvents=[event])


def fill_engine(live: LiveEngine) -> None:
    db = Database(live.home.index_file)
    now = START / 1000
    writers = {
        stream: LogWriter(db, live.home, GROUP, stream, lambda: now) for stream in (FIRST, SECOND)
    }
    for stream, second, message in LINES:
        now = START / 1000 + second
        writers[stream].append(message.encode() + b"\n")
    for writer in writers.values():
        writer.close()
    db.close()


def get(**given: Any) -> Flow:
    """The events of one page."""
    return lambda client: shown(
        client.get_log_events(logGroupName=GROUP, logStreamName=FIRST, **given)["events"]
    )


def get_pages(token: str, **given: Any) -> Flow:
    """The events page by page, until the token repeats."""

    def flow(client: Any) -> Any:
        pages: list[Any] = []
        sent: dict[str, str] = {}
        for _ in range(MAX_PAGES):
            page = client.get_log_events(logGroupName=GROUP, logStreamName=FIRST, **given, **sent)
            pages.append(shown(page["events"]))
            if page[token] == sent.get("nextToken"):
                return pages
            sent = {"nextToken": page[token]}
        return pages

    return flow


def filtered(**given: Any) -> Flow:
    """The matching events, page by page.

    AWS ignores ``interleaved`` since 2019 and always interleaves; moto wants to be told.
    """

    def flow(client: Any) -> Any:
        pages: list[Any] = []
        sent: dict[str, str] = {}
        while True:
            page = client.filter_log_events(logGroupName=GROUP, interleaved=True, **given, **sent)
            pages.append([(e["logStreamName"], *event(e)) for e in page["events"]])
            if "nextToken" not in page:
                return pages
            sent = {"nextToken": page["nextToken"]}

    return flow


def streams(**given: Any) -> Flow:
    def flow(client: Any) -> Any:
        pages = client.get_paginator("describe_log_streams").paginate(logGroupName=GROUP, **given)
        names = ("logStreamName", "firstEventTimestamp", "lastEventTimestamp", "arn")
        return [
            [masked(stream[name]) for name in names]
            for page in pages
            for stream in page["logStreams"]
        ]

    return flow


def groups(**given: Any) -> Flow:
    def flow(client: Any) -> Any:
        found = client.describe_log_groups(**given)["logGroups"]
        return [
            [masked(group.get(name)) for name in ("logGroupName", "arn", "logGroupArn")]
            for group in found
            if group["logGroupName"] == GROUP
        ]

    return flow


def searched(client: Any) -> Any:
    return client.filter_log_events(logGroupName=GROUP)["searchedLogStreams"]


def call(operation: str, **given: Any) -> Flow:
    return lambda client: getattr(client, operation)(**given)


def shown(events: list[dict[str, Any]]) -> list[tuple[int, str]]:
    return [event(e) for e in events]


def event(given: dict[str, Any]) -> tuple[int, str]:
    return given["timestamp"] - START, given["message"]


def masked(value: Any) -> Any:
    """Account numbers differ."""
    text = value.replace("123456789012", "0" * 12) if isinstance(value, str) else value
    return text


FORWARD, BACKWARD = "nextForwardToken", "nextBackwardToken"
FLOWS: dict[str, Flow] = {
    "head": get(startFromHead=True),
    "tail": get(limit=2),
    "tail whole": get(),
    "from a time on": get(startTime=START + 2000, startFromHead=True),
    "until between two events": get(endTime=START + 4000, startFromHead=True),
    "until an event's time": get(endTime=START + 3000, startFromHead=True),
    "forward pages": get_pages(FORWARD, limit=3, startFromHead=True),
    "backward pages": get_pages(BACKWARD, limit=3),
    "wrong token": get(nextToken="x", startFromHead=True),
    "forward token from the tail": get_pages(FORWARD, limit=3),
    "filter all": filtered(),
    "filter pages": filtered(limit=3),
    "filter streams": filtered(logStreamNames=[SECOND]),
    "filter prefix": filtered(logStreamNamePrefix="job-b"),
    "filter times": filtered(startTime=START + 1000, endTime=START + 4000),
    "filter term": filtered(filterPattern="ERROR"),
    "filter two terms": filtered(filterPattern="epoch loss"),
    "filter phrase": filtered(filterPattern='"epoch 1"'),
    "filter any of two": filtered(filterPattern="?ERROR ?done"),
    "filter no match": filtered(filterPattern="nothing"),
    "filter part of a word": filtered(filterPattern="epo"),
    "filter wrong token": filtered(nextToken="x"),
    "filter unknown stream": filtered(logStreamNames=["no/such"]),
    "filter names and prefix": filtered(logStreamNames=[SECOND], logStreamNamePrefix="job"),
    "filter searched streams": searched,
    "filter without group": call("filter_log_events", logGroupName="/no/such"),
    "streams": streams(),
    "streams in pages": streams(limit=1),
    "streams descending": streams(descending=True),
    "streams by prefix": streams(logStreamNamePrefix="job-b/"),
    "streams by time": streams(orderBy="LastEventTime"),
    "streams newest first": streams(orderBy="LastEventTime", descending=True, limit=1),
    "streams by time and prefix": streams(orderBy="LastEventTime", logStreamNamePrefix="job"),
    "streams without group": call("describe_log_streams", logGroupName="/no/such"),
    "streams of neither": call("describe_log_streams"),
    "streams too many": call("describe_log_streams", logGroupName=GROUP, limit=51),
    "groups by prefix": groups(logGroupNamePrefix="/oracle"),
    "groups by pattern": groups(logGroupNamePattern="oracle"),
    "groups by both": groups(logGroupNamePattern="oracle", logGroupNamePrefix="/"),
    "events without group": call("get_log_events", logGroupName="/no/such", logStreamName=FIRST),
    "events without stream": call("get_log_events", logGroupName=GROUP, logStreamName="no/such"),
    "too many events": call(
        "get_log_events", logGroupName=GROUP, logStreamName=FIRST, limit=10_001
    ),
}

DIFFERENCES = {
    "until an event's time": "the model: an event at endTime is not included; moto includes it",
    "forward token from the tail": "the model: a forward token needs startFromHead",
    "filter prefix": "moto ignores logStreamNamePrefix",
    "filter part of a word": "AWS matches whole terms; moto any part of a message",
    "filter any of two": "moto knows no optional terms",
    "filter wrong token": "moto gives nothing; an error shows what went wrong",
    "filter unknown stream": "moto ignores it; AWS has ResourceNotFoundException for it",
    "filter names and prefix": "the model: InvalidParameterException",
    "filter searched streams": "the model: an empty list since 2020",
    "streams of neither": "the same error in other words",
    "groups by pattern": "the model: only name, ARN and time; moto gives all members",
    "groups by both": "the model: mutually exclusive",
    "events without stream": "moto says that the group does not exist",
}
"""Why the engine answers otherwise, for each flow where it does."""


@pytest.fixture(scope="module")
def moto_answers() -> Iterator[dict[str, Any]]:
    with mock_aws():
        client = boto3.client("logs", region_name="us-east-1")
        fill_moto(client)
        yield {name: answer(flow, client) for name, flow in FLOWS.items()}


@pytest.fixture(scope="module")
def engine_answers(moto_answers: Any, live_engine: LiveEngine) -> dict[str, Any]:
    fill_engine(live_engine)
    return {name: answer(flow, live_engine.logs) for name, flow in FLOWS.items()}


def answer(flow: Flow, client: Any) -> Any:
    """What a flow gives, or its error's code, status and message."""
    try:
        return flow(client)
    except ClientError as error:
        status = error.response["ResponseMetadata"]["HTTPStatusCode"]
        return error.response["Error"]["Code"], status, error.response["Error"]["Message"]


@pytest.mark.parametrize("name", FLOWS)
def test_the_engine_answers_as_moto_or_for_a_reason(
    name: str, moto_answers: dict[str, Any], engine_answers: dict[str, Any]
) -> None:
    if name in DIFFERENCES:
        assert engine_answers[name] != moto_answers[name], "the difference is gone: drop the reason"
    else:
        assert engine_answers[name] == moto_answers[name]
