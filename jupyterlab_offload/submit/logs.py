"""The lines of a job's log, with whichever right of reading logs there is."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from .connection import Connection
from .explain.codes import DENIED_CODES

if TYPE_CHECKING:
    from botocore.exceptions import ClientError
    from mypy_boto3_logs import CloudWatchLogsClient

LOG_GROUP = "/aws/sagemaker/TrainingJobs"


def lines(connection: Connection, name: str, holding: str = "") -> Iterator[str]:
    """The job's lines that hold a text, in the order of time; none while there is no log.

    AWS's own policy AmazonSageMakerFullAccess, which most notebooks of Studio run with, allows
    GetLogEvents and not FilterLogEvents: then every stream is read. Raises what botocore raises.
    """
    from botocore.exceptions import ClientError

    logs = connection.client("logs")
    try:
        if not connection.reads_streams:
            try:
                yield from _filtered(logs, name, holding)
                return
            except ClientError as error:
                # It comes with the first page: nothing has been given out yet.
                if _code(error) not in DENIED_CODES:
                    raise
        yield from _streams(logs, name, holding)
        connection.reads_streams = True
    except logs.exceptions.ResourceNotFoundException:
        return


def _filtered(logs: CloudWatchLogsClient, name: str, holding: str) -> Iterator[str]:
    pages = logs.get_paginator("filter_log_events").paginate(
        logGroupName=LOG_GROUP,
        logStreamNamePrefix=f"{name}/",
        filterPattern=f'"{holding}"' if holding else "",
    )
    for page in pages:
        for event in page["events"]:
            yield event["message"]


def _streams(logs: CloudWatchLogsClient, name: str, holding: str) -> Iterator[str]:
    """One stream after the other; jobs have one instance."""
    pages = logs.get_paginator("describe_log_streams").paginate(
        logGroupName=LOG_GROUP, logStreamNamePrefix=f"{name}/"
    )
    for page in pages:
        for stream in page["logStreams"]:
            yield from _stream(logs, stream["logStreamName"], holding)


def _stream(logs: CloudWatchLogsClient, stream: str, holding: str) -> Iterator[str]:
    # Pages may be empty: the end is where the token comes back that was sent.
    token, before = "", None
    while token != before:
        more: dict[str, Any] = {"nextToken": token} if token else {}
        answer = logs.get_log_events(
            logGroupName=LOG_GROUP, logStreamName=stream, startFromHead=True, **more
        )
        for event in answer["events"]:
            if holding in event["message"]:
                yield event["message"]
        before, token = token, answer["nextForwardToken"]


def _code(error: ClientError) -> str:
    return str(error.response.get("Error", {}).get("Code", ""))
