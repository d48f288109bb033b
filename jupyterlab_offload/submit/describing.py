"""One job as AWS describes it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ..driver.verdict import AT_LIMIT
from .connection import Connection

TERMINAL = frozenset({"Completed", "Failed", "Stopped"})

_AT_LIMIT = ("Stopped", "MaxRuntimeExceeded")
"""What SageMaker says of a job that it ends at its limit."""


def state_of(answer: Mapping[str, Any]) -> tuple[str, str]:
    """TrainingJobStatus and SecondaryStatus of a job, as people should read them.

    The driver ends a cell just before the limit, to save what it made, and exits with an error:
    AWS calls that Failed. It is told as what SageMaker would have done a moment later. Whoever
    forges a FailureReason changes this word of their own job, and nothing else: no result is
    trusted or looked for by it. `known` in src/jobs/describe.ts is the same rule.
    """
    status = str(answer["TrainingJobStatus"])
    if status == "Failed" and AT_LIMIT in str(answer.get("FailureReason", "")):
        return _AT_LIMIT
    return status, str(answer.get("SecondaryStatus", ""))


def describe(connection: Connection, name: str) -> dict[str, Any] | None:
    """DescribeTrainingJob's answer, None when there is no such job. Raises what boto3 raises."""
    from botocore.exceptions import ClientError

    try:
        return dict(connection.client("sagemaker").describe_training_job(TrainingJobName=name))
    except ClientError as error:
        found = error.response["Error"]
        if found["Code"] == "ValidationException" and "not found" in found["Message"]:
            return None
        raise
