"""Running jobs: how soon user code runs, how soon its end is known, how fast a log may be."""

from __future__ import annotations

import statistics
import time
from collections.abc import Iterator
from typing import Any

from . import servers
from .report import Row, limit_row

SLEEPER = ["/bin/sh", "-c", "sleep 0"]
LINES = 500_000
ROUNDS = 7

_CLOCK = ["python3", "-c", "import time; print(repr(time.time()))"]
_TALKER = ["python3", "-c", f"for i in range({LINES}): print('step', i, 'loss 0.123')"]


def training_job(name: str, entrypoint: list[str]) -> dict[str, Any]:
    """The smallest useful CreateTrainingJob request."""
    return {
        "TrainingJobName": name,
        "AlgorithmSpecification": {
            "TrainingImage": "local/python",
            "TrainingInputMode": "File",
            "ContainerEntrypoint": entrypoint,
        },
        "RoleArn": "arn:aws:iam::000000000000:role/bench-role",
        "OutputDataConfig": {"S3OutputPath": "s3://bench/out"},
        "ResourceConfig": {"InstanceType": "ml.m5.large", "InstanceCount": 1, "VolumeSizeInGB": 5},
        "StoppingCondition": {"MaxRuntimeInSeconds": 600},
    }


def rows() -> Iterator[Row]:
    with servers.engine() as ours:
        sagemaker, logs = ours.client("sagemaker"), ours.client("logs")
        ours.client("s3").create_bucket(Bucket="bench")
        starts, ends = [], []
        for number in range(ROUNDS):
            name = f"clock-{number}"
            sagemaker.create_training_job(**training_job(name, _CLOCK))
            accepted = time.time()
            done = _wait(sagemaker, name)
            printed = float(_first_line(logs, name))
            starts.append(printed - accepted)
            ends.append(done - printed)
        yield limit_row(
            "job accepted → user code running",
            statistics.median(starts),
            0.25,
            "s",
            f"slowest of {ROUNDS}: {max(starts):.2f} s",
        )
        yield limit_row(
            "code ended → Describe says Completed",
            statistics.median(ends),
            0.25,
            "s",
            f"slowest of {ROUNDS}: {max(ends):.2f} s",
        )
        yield _talker(sagemaker)


def _talker(sagemaker: Any) -> Row:
    sagemaker.create_training_job(**training_job("talker", _TALKER))
    _wait(sagemaker, "talker")
    job = sagemaker.describe_training_job(TrainingJobName="talker")
    training = next(t for t in job["SecondaryStatusTransitions"] if t["Status"] == "Training")
    took = (training["EndTime"] - training["StartTime"]).total_seconds()
    return Row(
        "log lines from one job",
        f"{LINES / took:,.0f} lines/s",
        f"{LINES:,} lines",
        "≥ 50,000 lines/s",
        LINES / took >= 50_000,
    )


def _first_line(logs: Any, name: str) -> str:
    group = "/aws/sagemaker/TrainingJobs"
    streams = logs.describe_log_streams(logGroupName=group, logStreamNamePrefix=f"{name}/")
    stream = streams["logStreams"][0]["logStreamName"]
    events = logs.get_log_events(logGroupName=group, logStreamName=stream, startFromHead=True)
    line: str = events["events"][0]["message"]
    return line


def _wait(sagemaker: Any, name: str) -> float:
    """Seconds since the epoch at which the job was seen to be over; it must be Completed."""
    while True:
        job = sagemaker.describe_training_job(TrainingJobName=name)
        if job["TrainingJobStatus"] == "Completed":
            return time.time()
        if job["TrainingJobStatus"] != "InProgress":
            raise RuntimeError(f"{name}: {job['TrainingJobStatus']}: {job.get('FailureReason')}")
        time.sleep(0.01)
