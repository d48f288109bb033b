"""One job as AWS describes it."""

from __future__ import annotations

from typing import Any

from .connection import Connection

TERMINAL = frozenset({"Completed", "Failed", "Stopped"})


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
