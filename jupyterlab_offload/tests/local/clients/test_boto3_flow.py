"""The whole way of a job through plain boto3: data in, job, log, model out, lists, tags, errors."""

from __future__ import annotations

import io
import json
import tarfile
from typing import Any

import pytest
from botocore.exceptions import ClientError

from ..live import LiveEngine, training_job, wait_for

SCRIPT = """
import json, os, pathlib
config = pathlib.Path("/opt/ml/input/config/hyperparameters.json")
if not config.exists():
    config = pathlib.Path(os.environ["SM_INPUT_CONFIG_DIR"], "hyperparameters.json")
epochs = int(json.loads(config.read_text())["epochs"])
numbers = pathlib.Path(os.environ["SM_CHANNEL_TRAIN"], "numbers.json")
total = sum(json.loads(numbers.read_text()))
for epoch in range(epochs):
    print(f"epoch={epoch} loss={total / (epoch + 1):.3f}", flush=True)
pathlib.Path(os.environ["SM_MODEL_DIR"], "model.json").write_text(json.dumps({"total": total}))
"""
WAITING = """
import pathlib, os, signal, sys, time
def stop(*_):
    pathlib.Path(os.environ["SM_MODEL_DIR"], "model.txt").write_text("saved at the stop")
    sys.exit(0)
signal.signal(signal.SIGTERM, stop)
print("waiting", flush=True)
time.sleep(60)
"""


def train_channel(bucket: str) -> dict[str, Any]:
    source = {"S3DataType": "S3Prefix", "S3Uri": f"s3://{bucket}/train/"}
    return {"ChannelName": "train", "DataSource": {"S3DataSource": source}}


def model(live: LiveEngine, described: dict[str, Any], member: str) -> bytes:
    """A file of a job's model.tar.gz."""
    uri = described["ModelArtifacts"]["S3ModelArtifacts"]
    bucket, _, key = uri.removeprefix("s3://").partition("/")
    packed = io.BytesIO()
    live.s3.download_fileobj(bucket, key, packed)
    packed.seek(0)
    with tarfile.open(fileobj=packed, mode="r:gz") as archive:
        file = archive.extractfile(member)
        assert file is not None
        return file.read()


def error_of(call: Any, **members: Any) -> tuple[str, str]:
    """Code and message of the error that a call ends in."""
    with pytest.raises(ClientError) as refused:
        call(**members)
    error = refused.value.response["Error"]
    return error["Code"], error["Message"]


def test_a_job_trains_on_data_logs_and_leaves_its_model(
    live_engine: LiveEngine, bucket: str
) -> None:
    sagemaker = live_engine.sagemaker
    live_engine.s3.put_object(Bucket=bucket, Key="train/numbers.json", Body=b"[1, 2, 3]")
    request = training_job(
        live_engine,
        bucket,
        SCRIPT,
        HyperParameters={"epochs": "3"},
        Tags=[{"Key": "offload:owner", "Value": bucket}],
    )
    request["InputDataConfig"].append(train_channel(bucket))
    request["AlgorithmSpecification"]["MetricDefinitions"] = [
        {"Name": "loss", "Regex": r"loss=([0-9.]+)"}
    ]
    name = request["TrainingJobName"]

    arn = sagemaker.create_training_job(**request)["TrainingJobArn"]
    waiter = sagemaker.get_waiter("training_job_completed_or_stopped")
    waiter.wait(TrainingJobName=name, WaiterConfig={"Delay": 0.1, "MaxAttempts": 200})

    described = sagemaker.describe_training_job(TrainingJobName=name)
    assert described["TrainingJobStatus"] == "Completed", described.get("FailureReason")
    assert described["TrainingJobArn"] == arn
    assert live_engine.log_lines(name) == [
        "epoch=0 loss=6.000",
        "epoch=1 loss=3.000",
        "epoch=2 loss=2.000",
    ]
    [metric] = described["FinalMetricDataList"]
    assert (metric["MetricName"], metric["Value"]) == ("loss", 2.0)
    assert json.loads(model(live_engine, described, "model.json")) == {"total": 6}
    times = [
        described[member]
        for member in ("CreationTime", "TrainingStartTime", "TrainingEndTime", "LastModifiedTime")
    ]
    assert times == sorted(times)
    assert described["BillableTimeInSeconds"] == described["TrainingTimeInSeconds"] >= 1

    found = sagemaker.search(
        Resource="TrainingJob",
        SearchExpression={
            "Filters": [{"Name": "Tags.offload:owner", "Operator": "Equals", "Value": bucket}]
        },
    )["Results"]
    assert [each["TrainingJob"]["TrainingJobName"] for each in found] == [name]
    assert found[0]["TrainingJob"]["TrainingStartTime"] == described["TrainingStartTime"]
    sagemaker.add_tags(ResourceArn=arn, Tags=[{"Key": "kind", "Value": "cell"}])
    sagemaker.delete_tags(ResourceArn=arn, TagKeys=["offload:owner"])
    [tags] = [
        page["Tags"] for page in sagemaker.get_paginator("list_tags").paginate(ResourceArn=arn)
    ]
    assert tags == [{"Key": "kind", "Value": "cell"}]


def test_a_stopped_job_keeps_what_it_saved(live_engine: LiveEngine, bucket: str) -> None:
    sagemaker = live_engine.sagemaker
    request = training_job(live_engine, bucket, WAITING)
    name = request["TrainingJobName"]
    sagemaker.create_training_job(**request)

    def lines() -> list[str]:
        try:
            return live_engine.log_lines(name)
        except live_engine.logs.exceptions.ResourceNotFoundException:
            return []

    wait_for(lambda: lines() == ["waiting"])
    sagemaker.stop_training_job(TrainingJobName=name)
    described = live_engine.ended(name)
    assert (described["TrainingJobStatus"], described["SecondaryStatus"]) == ("Stopped", "Stopped")
    assert model(live_engine, described, "model.txt") == b"saved at the stop"
    assert error_of(sagemaker.stop_training_job, TrainingJobName=name) == (
        "ValidationException",
        "The request was rejected because the training job is in status Stopped.",
    )


def test_a_job_that_fails_says_why(live_engine: LiveEngine, bucket: str) -> None:
    described = live_engine.run(training_job(live_engine, bucket, "raise SystemExit(7)"))
    assert described["TrainingJobStatus"] == described["SecondaryStatus"] == "Failed"
    assert "AlgorithmError" in described["FailureReason"]
    assert described["FailureReason"].endswith("exit code: 7")


def test_a_job_ends_at_its_time_limit(live_engine: LiveEngine, bucket: str) -> None:
    described = live_engine.run(
        training_job(live_engine, bucket, WAITING, StoppingCondition={"MaxRuntimeInSeconds": 1})
    )
    assert described["TrainingJobStatus"] == "Stopped"
    assert described["SecondaryStatus"] == "MaxRuntimeExceeded"


def test_errors_are_the_ones_that_boto3_knows(live_engine: LiveEngine, bucket: str) -> None:
    sagemaker = live_engine.sagemaker
    request = training_job(live_engine, bucket, "pass")
    live_engine.run(request)
    with pytest.raises(sagemaker.exceptions.ResourceInUse, match="already exists"):
        sagemaker.create_training_job(**request)
    assert error_of(sagemaker.describe_training_job, TrainingJobName="nobody") == (
        "ValidationException",
        "Requested resource not found.",
    )
    code, message = error_of(
        sagemaker.create_training_job,
        **{**request, "TrainingJobName": "under_score", "RoleArn": "arn:aws:iam::0:role/nobody"},
    )
    assert code == "ValidationException"
    assert message.startswith("2 validation errors detected: ")
    assert "at 'trainingJobName' failed to satisfy constraint" in message
    code, message = error_of(sagemaker.create_endpoint, EndpointName="e", EndpointConfigName="c")
    assert "CreateEndpoint" in message


def test_paginators_see_every_job_once(live_engine: LiveEngine, bucket: str) -> None:
    sagemaker = live_engine.sagemaker
    prefix = f"page-{bucket[-6:]}"
    names = [f"{prefix}-{number}" for number in range(5)]
    tag = {"Key": "test", "Value": bucket}
    for name in names:
        sagemaker.create_training_job(
            **training_job(live_engine, bucket, "pass", TrainingJobName=name, Tags=[tag])
        )
    pages = sagemaker.get_paginator("list_training_jobs").paginate(
        NameContains=prefix, SortBy="Name", PaginationConfig={"PageSize": 2}
    )
    listed = [[job["TrainingJobName"] for job in page["TrainingJobSummaries"]] for page in pages]
    assert listed == [names[:2], names[2:4], names[4:]]
    pages = sagemaker.get_paginator("search").paginate(
        Resource="TrainingJob",
        SortBy="TrainingJobName",
        SortOrder="Ascending",
        SearchExpression={"Filters": [{"Name": "Tags.test", "Value": bucket}]},
        PaginationConfig={"PageSize": 3},
    )
    found = [[each["TrainingJob"]["TrainingJobName"] for each in page["Results"]] for page in pages]
    assert found == [names[:3], names[3:]]
    for name in names:
        assert live_engine.ended(name)["TrainingJobStatus"] == "Completed"
