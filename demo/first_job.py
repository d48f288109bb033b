"""A training job from first request to loaded model, with nothing but boto3.

Works against whatever boto3 is pointed at: here the local engine, through the variables that
``python -m jupyterlab_offload.local env`` prints.
"""

from __future__ import annotations

import io
import json
import pickle
import tarfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timezone
from pathlib import Path
from typing import Any

import boto3
import numpy as np
from sklearn.datasets import load_digits

BUCKET = "offload-demo"
SCRIPT = Path(__file__).parent / "digits" / "train.py"
UNSEEN = 297
"""Images that the job never sees; its model is tried on them here."""


@dataclass(frozen=True)
class Outcome:
    """What came of the job: Describe's answer, and the share of unseen digits read correctly."""

    description: dict[str, Any]
    accuracy: float


def run(say: Callable[[str], None]) -> Outcome:
    """Uploads code and data, creates the job, follows its log, loads and tries its model."""
    s3, sagemaker = boto3.client("s3"), boto3.client("sagemaker")
    s3.create_bucket(Bucket=BUCKET)
    images, digits = load_digits(return_X_y=True)
    _upload(s3, images[UNSEEN:], digits[UNSEEN:])
    name = f"digits-{datetime.now(timezone.utc):%y%m%d-%H%M%S}"
    sagemaker.create_training_job(**_request(name))
    say(f"Created training job {name}. Its log:")
    description = _follow(sagemaker, name, lambda line: say(f"    {line}"))
    if description["TrainingJobStatus"] != "Completed":
        raise SystemExit(
            f"The job ended as {description['TrainingJobStatus']}: "
            f"{description.get('FailureReason', 'no reason given')}"
        )
    network = _model(s3, description["ModelArtifacts"]["S3ModelArtifacts"])
    return Outcome(description, float(network.score(images[:UNSEEN], digits[:UNSEEN])))


def _upload(s3: Any, images: Any, digits: Any) -> None:
    data, code = io.BytesIO(), io.BytesIO()
    np.savez_compressed(data, images=images, digits=digits)
    with tarfile.open(fileobj=code, mode="w:gz") as archive:
        archive.add(SCRIPT, SCRIPT.name)
    s3.put_object(Bucket=BUCKET, Key="data/digits.npz", Body=data.getvalue())
    s3.put_object(Bucket=BUCKET, Key="code/sourcedir.tar.gz", Body=code.getvalue())


def _request(name: str) -> dict[str, Any]:
    """A CreateTrainingJob request in script mode: every hyperparameter is a JSON string."""
    return {
        "TrainingJobName": name,
        "AlgorithmSpecification": {
            "TrainingImage": "local/python",
            "TrainingInputMode": "File",
            "MetricDefinitions": [
                {"Name": metric, "Regex": rf"{metric}=([0-9.]+)"} for metric in ("loss", "accuracy")
            ],
        },
        "HyperParameters": {
            "sagemaker_program": json.dumps(SCRIPT.name),
            "sagemaker_submit_directory": json.dumps(f"s3://{BUCKET}/code/sourcedir.tar.gz"),
            "epochs": "15",
            "hidden": "64",
        },
        "InputDataConfig": [
            {
                "ChannelName": "train",
                "DataSource": {
                    "S3DataSource": {"S3DataType": "S3Prefix", "S3Uri": f"s3://{BUCKET}/data/"}
                },
            }
        ],
        "OutputDataConfig": {"S3OutputPath": f"s3://{BUCKET}/jobs"},
        "ResourceConfig": {"InstanceType": "ml.m5.large", "InstanceCount": 1, "VolumeSizeInGB": 5},
        "RoleArn": "arn:aws:iam::000000000000:role/offload-demo",
        "StoppingCondition": {"MaxRuntimeInSeconds": 600},
    }


def _follow(sagemaker: Any, name: str, say: Callable[[str], None]) -> dict[str, Any]:
    """Says each line of the job's log once, as it comes; returns the ended job's description."""
    lines = _Lines(name)
    while True:
        description: dict[str, Any] = sagemaker.describe_training_job(TrainingJobName=name)
        ended = description["TrainingJobStatus"] in ("Completed", "Failed", "Stopped")
        for line in lines.new():
            say(line)
        if ended:
            return description
        time.sleep(0.2)


class _Lines:
    """The lines of a job's log stream, each given once."""

    GROUP = "/aws/sagemaker/TrainingJobs"

    def __init__(self, job: str) -> None:
        self._logs: Any = boto3.client("logs")
        self._job = job
        self._at: dict[str, str] = {}

    def new(self) -> list[str]:
        """What was written since the last call; nothing before the container first wrote."""
        try:
            streams = self._logs.describe_log_streams(
                logGroupName=self.GROUP, logStreamNamePrefix=f"{self._job}/"
            )["logStreams"]
        except self._logs.exceptions.ResourceNotFoundException:
            return []
        return [line for stream in streams for line in self._read(stream["logStreamName"])]

    def _read(self, stream: str) -> list[str]:
        lines: list[str] = []
        while True:
            sent = self._at.get(stream)
            page = self._logs.get_log_events(
                logGroupName=self.GROUP,
                logStreamName=stream,
                startFromHead=True,
                **({"nextToken": sent} if sent else {}),
            )
            lines += [event["message"] for event in page["events"]]
            self._at[stream] = page["nextForwardToken"]
            if page["nextForwardToken"] == sent:
                return lines


def _model(s3: Any, uri: str) -> Any:
    """The network out of model.tar.gz. Unpickling runs code: right only for one's own job."""
    bucket, _, key = uri.removeprefix("s3://").partition("/")
    packed = s3.get_object(Bucket=bucket, Key=key)["Body"].read()
    with tarfile.open(fileobj=io.BytesIO(packed)) as archive:
        member = archive.extractfile("network.pkl")
        assert member is not None
        return pickle.load(member)
