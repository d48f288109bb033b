"""DescribeTrainingJob, and a job's whole record as Search returns it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ...context import Call
from ...store import jobs
from .errors import no_such_job
from .shapes import structure

REQUESTED = (
    "HyperParameters",
    "AlgorithmSpecification",
    "RoleArn",
    "InputDataConfig",
    "OutputDataConfig",
    "ResourceConfig",
    "VpcConfig",
    "StoppingCondition",
    "EnableNetworkIsolation",
    "EnableInterContainerTrafficEncryption",
    "EnableManagedSpotTraining",
    "CheckpointConfig",
    "DebugHookConfig",
    "TensorBoardOutputConfig",
    "ProfilerConfig",
    "ProfilerRuleConfigurations",
    "Environment",
    "RetryStrategy",
    "RemoteDebugConfig",
    "InfraCheckConfig",
)
"""Members of the request that come back as they were accepted."""

COLUMNS = {
    "TrainingJobName": "name",
    "TrainingJobArn": "arn",
    "TrainingJobStatus": "status",
    "SecondaryStatus": "secondary",
    "CreationTime": "created",
    "LastModifiedTime": "modified",
}
"""Members that a job has from its first moment: attributes of Job and columns of the index."""

STATE = {
    "FailureReason": "failure",
    "TrainingStartTime": "started",
    "TrainingEndTime": "ended",
    "TrainingTimeInSeconds": "training",
    "BillableTimeInSeconds": "billable",
    "SecondaryStatusTransitions": "transitions",
    "FinalMetricDataList": "metrics",
}
"""Members that come with time, and where ``Job.state`` has them."""


def describe_training_job(call: Call, request: dict[str, Any]) -> Mapping[str, Any]:
    job = jobs.get(call.engine.db, request["TrainingJobName"])
    if job is None:
        raise no_such_job()
    return record(job, "DescribeTrainingJobResponse")


def record(job: jobs.Job, shape: str) -> dict[str, Any]:
    """What there is to say of a job now, of the members that a shape has.

    What is not known yet is left out. So ModelArtifacts comes with the upload only, although the
    model requires it: what AWS says before is not documented, and clients must not rely on it.
    """
    whole = {member: getattr(job, column) for member, column in COLUMNS.items()}
    whole["ProfilingStatus"] = "Disabled"
    for member in REQUESTED:
        if member in job.request:
            whole[member] = job.request[member]
    for member, name in STATE.items():
        if job.state.get(name) is not None:
            whole[member] = job.state[name]
    if job.state.get("artifacts"):
        whole["ModelArtifacts"] = {"S3ModelArtifacts": job.state["artifacts"]}
    members = structure(shape).members
    return {member: value for member, value in whole.items() if member in members}
