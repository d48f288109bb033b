"""CreateTrainingJob: what it fills in, what it refuses, and that it keeps names for ever."""

from __future__ import annotations

import sys
from typing import Any

import pytest

from jupyterlab_offload.local.protocol.errors import AWSError
from jupyterlab_offload.local.runner import interpreters
from jupyterlab_offload.local.scenario import Scenario, parse
from jupyterlab_offload.local.store import jobs

from .conftest import BUCKET, REQUEST, ControlPlane, channel

ALGORITHM = REQUEST["AlgorithmSpecification"]
RESOURCES = REQUEST["ResourceConfig"]


def algorithm(**members: Any) -> dict[str, Any]:
    return {"AlgorithmSpecification": {**ALGORITHM, **members}}


def resources(**members: Any) -> dict[str, Any]:
    return {"ResourceConfig": {**RESOURCES, **members}}


def stopping(spot: bool = False, **members: Any) -> dict[str, Any]:
    return {"StoppingCondition": members, "EnableManagedSpotTraining": spot}


def inputs(*channels: dict[str, Any]) -> dict[str, Any]:
    return {"InputDataConfig": list(channels)}


def checkpoints(path: str) -> dict[str, Any]:
    return {"CheckpointConfig": {"S3Uri": f"s3://{BUCKET}/c", "LocalPath": path}}


def tags(*pairs: tuple[str, str]) -> dict[str, Any]:
    return {"Tags": [{"Key": key, "Value": value} for key, value in pairs]}


REFUSED: dict[str, tuple[dict[str, Any], str]] = {
    "no algorithm": ({"AlgorithmSpecification": None}, "AlgorithmSpecification is required"),
    "no resources": ({"ResourceConfig": None}, "ResourceConfig is required"),
    "no limit": ({"StoppingCondition": None}, "StoppingCondition is required"),
    "no volume": (
        {"ResourceConfig": {"InstanceType": "ml.m5.large", "InstanceCount": 1}},
        "VolumeSizeInGB",
    ),
    "volume of 0 GB": (resources(VolumeSizeInGB=0), "'resourceConfig.volumeSizeInGB' failed"),
    "no instance": (resources(InstanceCount=0), "'resourceConfig.instanceCount' failed"),
    "several instances": (resources(InstanceCount=2), "several instances"),
    "instance groups": (
        resources(
            InstanceGroups=[
                {"InstanceType": "ml.m5.large", "InstanceCount": 1, "InstanceGroupName": "g"}
            ]
        ),
        "heterogeneous clusters",
    ),
    "read-only member": (resources(SelectedInstanceType="ml.m5.large"), "read-only"),
    "key for local storage": (
        resources(InstanceType="ml.g5.xlarge", VolumeKmsKeyId="k"),
        "local storage",
    ),
    "warm pool and spot": (
        {
            **resources(KeepAlivePeriodInSeconds=60),
            **stopping(True, MaxRuntimeInSeconds=60, MaxWaitTimeInSeconds=60),
        },
        "KeepAlivePeriodInSeconds is not supported",
    ),
    "longer than 28 days": (stopping(MaxRuntimeInSeconds=28 * 86400 + 1), "or equal to 2419200"),
    "spot without wait": (stopping(True, MaxRuntimeInSeconds=60), "It must be present and be"),
    "spot that waits less than it runs": (
        stopping(True, MaxRuntimeInSeconds=60, MaxWaitTimeInSeconds=59),
        "greater than or equal",
    ),
    "spot that waits less than the default": (
        stopping(True, MaxWaitTimeInSeconds=86399),
        "greater than or equal to",
    ),
    "wait without spot": (
        stopping(MaxRuntimeInSeconds=60, MaxWaitTimeInSeconds=60),
        "only supported when EnableManagedSpotTraining",
    ),
    "neither image nor algorithm": (
        {"AlgorithmSpecification": {"TrainingInputMode": "File"}},
        "Either TrainingImage or",
    ),
    "image and algorithm": (algorithm(AlgorithmName="a"), "Only one of TrainingImage"),
    "algorithm resource": (
        {"AlgorithmSpecification": {"AlgorithmName": "a", "TrainingInputMode": "File"}},
        "AlgorithmName",
    ),
    "version that is not here": (
        algorithm(TrainingImage="local/python:3.99"),
        f"local/python:3.99'; there are {', '.join(interpreters.versions(sys.executable))}. ",
    ),
    "image that cannot run here": (algorithm(TrainingImage="alpine:3"), "runs no containers"),
    "private registry": (
        algorithm(TrainingImageConfig={"TrainingRepositoryAccessMode": "Vpc"}),
        "private Docker",
    ),
    "pipe mode": (algorithm(TrainingInputMode="Pipe"), "TrainingInputMode Pipe"),
    "fast file mode": (algorithm(TrainingInputMode="FastFile"), "TrainingInputMode FastFile"),
    "NUL in an argument": (algorithm(ContainerArguments=["a\0b"]), "NUL"),
    "empty program": (algorithm(ContainerEntrypoint=["", "x"]), "name a program"),
    "NUL in the environment": ({"Environment": {"A": "a\0"}}, "NUL"),
    "metric regex": (
        algorithm(MetricDefinitions=[{"Name": "m", "Regex": "(["}]),
        "Invalid regular expression",
    ),
    "metric defined twice": (
        algorithm(MetricDefinitions=[{"Name": "m", "Regex": "a"}, {"Name": "m", "Regex": "b"}]),
        "Metric names must be unique",
    ),
    "channel named twice": (inputs(channel("a"), channel("a")), "Channel names must be unique"),
    "channel that is a parent folder": (inputs(channel("..")), "Invalid ChannelName"),
    "channel without source": (
        inputs({"ChannelName": "a", "DataSource": {}}),
        "Exactly one data source",
    ),
    "file system": (
        inputs(
            {
                "ChannelName": "a",
                "DataSource": {
                    "FileSystemDataSource": {
                        "FileSystemId": "fs-12345678",
                        "FileSystemAccessMode": "ro",
                        "FileSystemType": "EFS",
                        "DirectoryPath": "/",
                    }
                },
            }
        ),
        "file systems",
    ),
    "channel as a pipe": (inputs(channel("a", InputMode="Pipe")), "InputMode Pipe"),
    "gzip as files": (inputs(channel("a", CompressionType="Gzip")), "only supported in Pipe"),
    "records as files": (inputs(channel("a", RecordWrapperType="RecordIO")), "in Pipe input mode"),
    "augmented manifest": (
        inputs(channel("a", S3DataType="AugmentedManifestFile")),
        "in Pipe input mode",
    ),
    "manifest without key": (
        inputs(channel("a", f"s3://{BUCKET}", S3DataType="ManifestFile")),
        "must be an object",
    ),
    "channel by https": (inputs(channel("a", f"https://{BUCKET}/x")), "must be an S3 URI"),
    "channel in no bucket": (inputs(channel("a", "s3://B_D/x")), "not a valid bucket name"),
    "output to no bucket": (
        {"OutputDataConfig": {"S3OutputPath": "s3://x/y"}},
        "not a valid bucket name",
    ),
    "relative checkpoints": (checkpoints("checkpoints"), "absolute path"),
    "checkpoints above": (checkpoints("/opt/ml/../x"), "absolute path"),
    "checkpoints in the model": (checkpoints("/opt/ml/model/c"), "SageMaker uses itself"),
    "checkpoints over everything": (checkpoints("/opt/ml/"), "SageMaker uses itself"),
    "tag given twice": (tags(("a", "1"), ("a", "2")), "Tag keys must be unique"),
    "tag of AWS's": (tags(("AWS:x", "1")), "aws: prefixed tag key names"),
    "serverless": (
        {
            "ServerlessJobConfig": {
                "BaseModelArn": "arn:aws:sagemaker:us-east-1:aws:hub-content/"
                "SageMakerPublicHub/Model/m",
                "JobType": "FineTuning",
            }
        },
        "serverless training jobs",
    ),
    "experiment": ({"ExperimentConfig": {"ExperimentName": "e"}}, "experiments"),
    "debugger rules": (
        {"DebugRuleConfigurations": [{"RuleConfigurationName": "r", "RuleEvaluatorImage": "i"}]},
        "Debugger rules",
    ),
    "remote debugging": ({"RemoteDebugConfig": {"EnableRemoteDebug": True}}, "remote debugging"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_a_request_that_the_model_allows_and_the_service_does_not(
    sagemaker: ControlPlane, case: str
) -> None:
    members, words = REFUSED[case]
    sagemaker.put("train/a")
    with pytest.raises(AWSError) as refused:
        sagemaker.create(**members)
    assert (refused.value.code, refused.value.status) == ("ValidationException", 400)
    assert words in refused.value.message
    assert sagemaker("ListTrainingJobs")["TrainingJobSummaries"] == []


def test_the_request_without_the_fault_is_accepted(sagemaker: ControlPlane) -> None:
    arn = sagemaker.create("My-Job")
    assert arn == "arn:aws:sagemaker:us-east-1:000000000000:training-job/my-job"


@pytest.mark.parametrize("again", ["My-Job", "my-job"])
def test_a_name_is_used_once_for_ever(sagemaker: ControlPlane, again: str) -> None:
    arn = sagemaker.create("My-Job")
    sagemaker.advance("My-Job", "Failed", status="Failed")
    with pytest.raises(AWSError) as refused:
        sagemaker.create(again)
    assert refused.value.code == "ResourceInUse"
    assert refused.value.message.endswith(f"a training job with this name already exists ({arn})")


def test_data_must_be_there_before_the_job(sagemaker: ControlPlane) -> None:
    with pytest.raises(AWSError, match='No S3 objects found under S3 URL "s3://data/train/"'):
        sagemaker.create(**inputs(channel("train")))
    with pytest.raises(AWSError, match="The specified bucket does not exist"):
        sagemaker.create(**inputs(channel("train", "s3://nowhere/train/")))
    sagemaker.put("train/a")
    sagemaker.create(**inputs(channel("train")))


def test_a_prefix_matches_by_string_and_a_manifest_by_its_whole_key(
    sagemaker: ControlPlane,
) -> None:
    sagemaker.put("train/a.json")
    sagemaker.create("prefix", **inputs(channel("c", f"s3://{BUCKET}/tra")))
    manifest = {"S3DataType": "ManifestFile"}
    with pytest.raises(AWSError, match="No S3 objects found"):
        sagemaker.create("part", **inputs(channel("c", f"s3://{BUCKET}/train/a", **manifest)))
    sagemaker.create("whole", **inputs(channel("c", f"s3://{BUCKET}/train/a.json", **manifest)))


def test_the_scheduler_is_told_of_accepted_jobs_only(sagemaker: ControlPlane) -> None:
    woken: list[bool] = []
    sagemaker.engine.wake_scheduler = lambda: woken.append(True)
    with pytest.raises(AWSError):
        sagemaker.create(**resources(InstanceCount=0))
    assert not woken
    sagemaker.create()
    assert woken == [True]


def test_a_quota_counts_the_jobs_that_have_not_ended(sagemaker: ControlPlane) -> None:
    sagemaker.engine.scenario = Scenario(parse({"quotas": {"ml.g5.xlarge": 1}}))
    gpu = resources(InstanceType="ml.g5.xlarge")
    sagemaker.create("first", **gpu)
    with pytest.raises(AWSError) as refused:
        sagemaker.create("second", **gpu)
    assert refused.value.code == "ResourceLimitExceeded"
    assert refused.value.message.startswith(
        "The account-level service limit 'ml.g5.xlarge for training job usage' is 1 Instances, with"
        " current utilization of 1 Instances and a request delta of 1 Instances. Please use"
    )
    spot = stopping(True, MaxRuntimeInSeconds=60, MaxWaitTimeInSeconds=60)
    sagemaker.create("spot", **gpu, **spot)
    with pytest.raises(AWSError, match=r"ml\.g5\.xlarge for spot training job usage"):
        sagemaker.create("more-spot", **gpu, **spot)
    sagemaker.advance("first", "Completed", status="Completed")
    sagemaker.create("second", **gpu)
    sagemaker.create("other-type")


def test_half_a_character_is_refused(sagemaker: ControlPlane) -> None:
    with pytest.raises(AWSError) as refused:
        sagemaker.create(HyperParameters={"a": "\ud800"})
    assert refused.value.code == "SerializationException"


def test_text_of_every_kind_comes_back_as_it_was(sagemaker: ControlPlane) -> None:
    given = {'quote"d': "it's", "päth.with.dots": "ünï😀", "back\\slash": '{"a": "b"}'}
    sagemaker.create(HyperParameters=given, Environment={"A": "two\nlines", "B": ""})
    described = sagemaker.describe()
    assert described["HyperParameters"] == given
    assert described["Environment"] == {"A": "two\nlines", "B": ""}


def test_the_job_is_recorded_with_what_aws_fills_in(sagemaker: ControlPlane) -> None:
    sagemaker.put("train/a")
    sagemaker.create(
        StoppingCondition={},
        **inputs(channel("train")),
        **algorithm(MetricDefinitions=[{"Name": "loss", "Regex": "loss=(.*)"}]),
        CheckpointConfig={"S3Uri": f"s3://{BUCKET}/c"},
        Tags=[{"Key": "a", "Value": "b"}],
    )
    described = sagemaker.describe()
    assert described["StoppingCondition"] == {"MaxRuntimeInSeconds": 86400}
    assert described["OutputDataConfig"] == {
        "S3OutputPath": f"s3://{BUCKET}/out",
        "KmsKeyId": "",
        "CompressionType": "GZIP",
    }
    assert described["InputDataConfig"][0]["CompressionType"] == "None"
    assert described["InputDataConfig"][0]["RecordWrapperType"] == "None"
    source = described["InputDataConfig"][0]["DataSource"]["S3DataSource"]
    assert source["S3DataDistributionType"] == "FullyReplicated"
    assert described["AlgorithmSpecification"]["EnableSageMakerMetricsTimeSeries"] is True
    assert described["CheckpointConfig"]["LocalPath"] == "/opt/ml/checkpoints"
    for flag in ("NetworkIsolation", "InterContainerTrafficEncryption", "ManagedSpotTraining"):
        assert described[f"Enable{flag}"] is False
    job = jobs.get(sagemaker.engine.db, "job")
    assert job is not None and "Tags" not in job.request
