"""The members of a CreateTrainingJob request that AWS fills in when they are missing."""

from __future__ import annotations

import copy
from typing import Any

MAX_RUNTIME_SECONDS = 86_400
_FLAGS = (
    "EnableNetworkIsolation",
    "EnableInterContainerTrafficEncryption",
    "EnableManagedSpotTraining",
)


def complete(request: dict[str, Any]) -> dict[str, Any]:
    """A copy of a checked request with AWS's defaults in it, and without its tags.

    What was given is never changed.
    """
    filled = copy.deepcopy({name: value for name, value in request.items() if name != "Tags"})
    for flag in _FLAGS:
        filled.setdefault(flag, False)
    filled.setdefault("HyperParameters", {})
    filled["StoppingCondition"].setdefault("MaxRuntimeInSeconds", MAX_RUNTIME_SECONDS)
    filled["OutputDataConfig"].setdefault("KmsKeyId", "")
    filled["OutputDataConfig"].setdefault("CompressionType", "GZIP")
    algorithm = filled["AlgorithmSpecification"]
    # Time series come by default when there is a metric to follow.
    has_metrics = bool(algorithm.get("MetricDefinitions"))
    algorithm.setdefault("EnableSageMakerMetricsTimeSeries", has_metrics)
    for channel in filled.get("InputDataConfig", ()):
        channel.setdefault("CompressionType", "None")
        channel.setdefault("RecordWrapperType", "None")
        source = channel["DataSource"]["S3DataSource"]
        source.setdefault("S3DataDistributionType", "FullyReplicated")
    if "CheckpointConfig" in filled:
        filled["CheckpointConfig"].setdefault("LocalPath", "/opt/ml/checkpoints")
    return filled
