"""DescribeTrainingJob through a job's life, and StopTrainingJob."""

from __future__ import annotations

from typing import Any

import pytest

from jupyterlab_offload.local.context import Engine
from jupyterlab_offload.local.protocol.errors import AWSError
from jupyterlab_offload.local.store import jobs

from .conftest import ControlPlane


def test_a_new_job_is_starting_and_knows_no_end(sagemaker: ControlPlane, engine: Engine) -> None:
    now = engine.clock()
    sagemaker.create()
    described = sagemaker.describe()
    assert described["TrainingJobStatus"] == "InProgress"
    assert described["SecondaryStatus"] == "Starting"
    assert described["SecondaryStatusTransitions"] == [
        {"Status": "Starting", "StartTime": now, "StatusMessage": "Starting the training job"}
    ]
    assert described["CreationTime"] == described["LastModifiedTime"] == now
    for member in (
        "TrainingStartTime",
        "TrainingEndTime",
        "TrainingTimeInSeconds",
        "BillableTimeInSeconds",
        "ModelArtifacts",
        "FailureReason",
        "FinalMetricDataList",
    ):
        assert member not in described


def test_a_completed_job_tells_its_times_artifacts_and_metrics(
    sagemaker: ControlPlane, clock: Any
) -> None:
    created = clock()
    sagemaker.create()
    started = clock.advance(1)
    sagemaker.advance("job", "Downloading", started=started)
    clock.advance(2)
    sagemaker.advance("job", "Training")
    ended = clock.advance(122.6)
    metric = {"MetricName": "loss", "Value": 0.5, "Timestamp": ended}
    sagemaker.advance(
        "job",
        "Completed",
        status="Completed",
        ended=ended,
        artifacts="s3://b/model.tar.gz",
        metrics=[metric, {"MetricName": "bad", "Value": float("nan"), "Timestamp": ended}],
    )
    described = sagemaker.describe()
    assert described["TrainingJobStatus"] == described["SecondaryStatus"] == "Completed"
    assert described["CreationTime"] == created
    assert described["TrainingStartTime"] == started
    assert described["TrainingEndTime"] == described["LastModifiedTime"] == ended
    assert described["TrainingTimeInSeconds"] == described["BillableTimeInSeconds"] == 125
    assert described["ModelArtifacts"] == {"S3ModelArtifacts": "s3://b/model.tar.gz"}
    assert described["FinalMetricDataList"] == [metric]
    steps = [(step["Status"], step["EndTime"]) for step in described["SecondaryStatusTransitions"]]
    assert steps == [
        ("Starting", started),
        ("Downloading", started + 2),
        ("Training", ended),
        ("Completed", ended),
    ]


def test_a_job_that_failed_before_it_started_has_a_reason_and_no_times(
    sagemaker: ControlPlane,
) -> None:
    sagemaker.create()
    sagemaker.advance("job", "Failed", status="Failed", failure="CapacityError: none")
    described = sagemaker.describe()
    assert described["FailureReason"] == "CapacityError: none"
    assert "TrainingTimeInSeconds" not in described
    assert "BillableTimeInSeconds" not in described


@pytest.mark.parametrize("operation", ["DescribeTrainingJob", "StopTrainingJob"])
def test_an_unknown_job(sagemaker: ControlPlane, operation: str) -> None:
    with pytest.raises(AWSError) as refused:
        sagemaker(operation, TrainingJobName="nobody")
    assert refused.value.code == "ValidationException"
    assert refused.value.message == "Requested resource not found."


def test_stop_is_recorded_and_passed_on_to_the_scheduler(sagemaker: ControlPlane) -> None:
    sagemaker.create()
    woken: list[bool] = []
    sagemaker.engine.wake_scheduler = lambda: woken.append(True)
    assert sagemaker("StopTrainingJob", TrainingJobName="job") == {}
    assert woken == [True]
    described = sagemaker.describe()
    assert described["TrainingJobStatus"] == described["SecondaryStatus"] == "Stopping"
    job = jobs.get(sagemaker.engine.db, "job")
    assert job is not None and job.state["stop_requested"] == sagemaker.engine.clock()


@pytest.mark.parametrize("status", ["Completed", "Failed", "Stopped", "Stopping"])
def test_only_a_job_in_progress_can_be_stopped(sagemaker: ControlPlane, status: str) -> None:
    sagemaker.create()
    sagemaker.advance("job", status, status=status)
    with pytest.raises(AWSError) as refused:
        sagemaker("StopTrainingJob", TrainingJobName="job")
    assert refused.value.message == (
        f"The request was rejected because the training job is in status {status}."
    )
    assert sagemaker.describe()["TrainingJobStatus"] == status
