"""boto3, newest version: a job from request to model, with the SDK's own conveniences."""

from __future__ import annotations

import io
import tarfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from boto3.s3.transfer import TransferConfig

from ..live import LiveEngine

pytestmark = pytest.mark.slow

SCRIPT = """
import json, os, pathlib, sys
print("hyperparameters", os.environ["SM_HPS"])
data = pathlib.Path(os.environ["SM_CHANNEL_TRAIN"], "numbers.txt").read_text().split()
total = sum(map(int, data))
print("loss=0.25")
print("to stderr", file=sys.stderr)
pathlib.Path(os.environ["SM_MODEL_DIR"], "total.json").write_text(json.dumps(total))
"""


def test_a_job_from_request_to_model(
    live_engine: LiveEngine, bucket: str, training_job: Callable[..., Any]
) -> None:
    live_engine.s3.put_object(Bucket=bucket, Key="train/numbers.txt", Body=b"1 2 3 4")
    request = training_job(live_engine, bucket, SCRIPT)
    request["InputDataConfig"].append(
        {
            "ChannelName": "train",
            "DataSource": {
                "S3DataSource": {"S3DataType": "S3Prefix", "S3Uri": f"s3://{bucket}/train/"}
            },
        }
    )
    request["HyperParameters"] = {"epochs": "3", "quote": 'it\'s "fine" — indeed'}
    request["AlgorithmSpecification"]["MetricDefinitions"] = [
        {"Name": "loss", "Regex": r"loss=([0-9.]+)"}
    ]
    sagemaker, name = live_engine.sagemaker, request["TrainingJobName"]
    arn = sagemaker.create_training_job(**request)["TrainingJobArn"]
    waiter = sagemaker.get_waiter("training_job_completed_or_stopped")
    waiter.wait(TrainingJobName=name, WaiterConfig={"Delay": 1, "MaxAttempts": 30})
    described = sagemaker.describe_training_job(TrainingJobName=name)
    assert (described["TrainingJobArn"], described["TrainingJobStatus"]) == (arn, "Completed")
    assert described["HyperParameters"] == request["HyperParameters"]
    assert [metric["Value"] for metric in described["FinalMetricDataList"]] == [0.25]
    assert described["TrainingEndTime"] >= described["TrainingStartTime"]

    lines = live_engine.log_lines(name)
    assert "loss=0.25" in lines and "to stderr" in lines

    key = described["ModelArtifacts"]["S3ModelArtifacts"].partition(f"s3://{bucket}/")[2]
    stored = live_engine.s3.get_object(Bucket=bucket, Key=key)["Body"].read()
    with tarfile.open(fileobj=io.BytesIO(stored)) as model:
        member = model.extractfile("total.json")
        assert member is not None and member.read() == b"10"


def test_large_files_go_in_parts_both_ways(
    live_engine: LiveEngine, bucket: str, tmp_path: Path
) -> None:
    source, back = tmp_path / "source", tmp_path / "back"
    source.write_bytes(bytes(range(256)) * (96 << 10))
    parts = TransferConfig(multipart_threshold=8 << 20, multipart_chunksize=8 << 20)
    live_engine.s3.upload_file(str(source), bucket, "big", Config=parts)
    live_engine.s3.download_file(bucket, "big", str(back), Config=parts)
    assert back.read_bytes() == source.read_bytes()
    assert live_engine.s3.head_object(Bucket=bucket, Key="big")["ETag"].endswith('-3"')
