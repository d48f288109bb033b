"""Requests that AWS refuses and that moto accepts, every one of them (moto 5.2)."""

from __future__ import annotations

from typing import Any

import boto3
import pytest
from botocore.config import Config
from moto import mock_aws

from jupyterlab_offload.local.protocol.errors import AWSError

from .conftest import REQUEST, ControlPlane, channel

ALGORITHM = REQUEST["AlgorithmSpecification"]
RESOURCES = REQUEST["ResourceConfig"]


def algorithm(**members: Any) -> dict[str, Any]:
    return {"AlgorithmSpecification": {**ALGORITHM, **members}}


def many(count: int) -> dict[str, str]:
    return {f"k{number}": "v" for number in range(count)}


INVALID: dict[str, dict[str, Any]] = {
    "name with an underscore": {"TrainingJobName": "my_job"},
    "name of 64 characters": {"TrainingJobName": "a" * 64},
    "role that is no ARN": {"RoleArn": "a-role-of-my-own-account"},
    "instance type that does not exist": {
        "ResourceConfig": {**RESOURCES, "InstanceType": "ml.t9.medium"}
    },
    "no instance at all": {"ResourceConfig": {**RESOURCES, "InstanceCount": 0}},
    "warm pool of a day": {"ResourceConfig": {**RESOURCES, "KeepAlivePeriodInSeconds": 86_400}},
    "input mode that does not exist": algorithm(TrainingInputMode="Stream"),
    "neither image nor algorithm": {"AlgorithmSpecification": {"TrainingInputMode": "File"}},
    "entry point with an argument of 257 characters": algorithm(ContainerEntrypoint=["x" * 257]),
    "empty entry point": algorithm(ContainerEntrypoint=[]),
    "metric without a regex": algorithm(MetricDefinitions=[{"Name": "loss", "Regex": ""}]),
    "101 hyperparameters": {"HyperParameters": many(101)},
    "hyperparameter of 2,501 characters": {"HyperParameters": {"a": "x" * 2501}},
    "environment name with a dash": {"Environment": {"MY-NAME": "x"}},
    "environment value of 513 characters": {"Environment": {"A": "x" * 513}},
    "two channels of one name": {"InputDataConfig": [channel("train"), channel("train")]},
    "spot without a waiting time": {"EnableManagedSpotTraining": True},
    "29 days": {"StoppingCondition": {"MaxRuntimeInSeconds": 29 * 86_400}},
    "tag value outside the alphabet": {"Tags": [{"Key": "a", "Value": "semi;colon"}]},
}


@pytest.mark.parametrize("case", INVALID)
def test_an_invalid_request_is_refused_and_leaves_nothing(
    sagemaker: ControlPlane, case: str
) -> None:
    sagemaker.put("train/a")
    with pytest.raises(AWSError) as refused:
        sagemaker("CreateTrainingJob", **{**REQUEST, **INVALID[case]})
    assert (refused.value.code, refused.value.status) == ("ValidationException", 400)
    assert sagemaker("ListTrainingJobs")["TrainingJobSummaries"] == []


def test_every_member_that_moto_describes_is_described_here_too(sagemaker: ControlPlane) -> None:
    """But for the members that moto makes up, since it ends every job at once, with a model."""
    sagemaker.put("train/a")
    request = {
        **REQUEST,
        "InputDataConfig": [channel("train")],
        "HyperParameters": {"lr": "0.1"},
        "Environment": {"A": "b"},
    }
    with mock_aws():
        moto = boto3.client(
            "sagemaker",
            region_name="us-east-1",
            aws_access_key_id="k",
            aws_secret_access_key="s",
            config=Config(parameter_validation=False),
        )
        moto.create_training_job(**request)
        theirs = moto.describe_training_job(TrainingJobName="job")
    made_up = {
        "ResponseMetadata",
        "TrainingJobArn",
        "TrainingJobStatus",
        "SecondaryStatus",
        "SecondaryStatusTransitions",
        "ModelArtifacts",
        "TrainingStartTime",
        "TrainingEndTime",
        "CreationTime",
        "LastModifiedTime",
        "FinalMetricDataList",
        "TrainingTimeInSeconds",
        "BillableTimeInSeconds",
        "DebugRuleEvaluationStatuses",
        "ProfilerRuleEvaluationStatuses",
    }
    sagemaker("CreateTrainingJob", **request)
    ours = sagemaker.describe()
    empty: tuple[Any, ...] = ({}, [], None, "")
    compared = {name for name, value in theirs.items() if value not in empty} - made_up
    assert compared >= {"TrainingJobName", "HyperParameters", "ResourceConfig"}
    assert compared <= set(ours)
