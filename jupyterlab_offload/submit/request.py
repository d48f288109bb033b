"""From a job's decided parts to the request to SageMaker: the only place that writes it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from ..driver.boot import DRIVER, ENTRYPOINT, MANIFEST, NONCE
from ..spec import Json
from ..transfer import Place
from .names import tag_value

OWN_CHANNEL, INPUTS_CHANNEL = "offload", "offload-inputs"
CHECKPOINTS = "/opt/ml/checkpoints"
TAG = "offload:"
DIGEST = "OFFLOAD_DIGEST"
"""Environment: the plan's digest, by which a second run of a cell knows its first."""
OWN_VARIABLES = 4
"""How many variables of the request are ours."""


@dataclass(frozen=True)
class Decided:
    """What a request is made of."""

    name: str
    nonce: str
    digest: str
    driver_sha256: str
    manifest_sha256: str
    role: str
    image: str
    instance_type: str
    volume_gib: int
    warm_seconds: int
    max_runtime: int
    has_blobs: bool
    environment: Mapping[str, str]
    tags: Mapping[str, str]
    data: Sequence[Json]


def training_request(place: Place, job: Decided) -> Json:
    """The CreateTrainingJob request."""
    request: Json = {
        "TrainingJobName": job.name,
        "RoleArn": job.role,
        "AlgorithmSpecification": {
            "TrainingImage": job.image,
            "TrainingInputMode": "File",
            "ContainerEntrypoint": list(ENTRYPOINT),
        },
        "InputDataConfig": _channels(place, job),
        # SageMaker adds `<job>/output/`.
        "OutputDataConfig": {
            "S3OutputPath": place.uri(place.jobs.rstrip("/")),
            "CompressionType": "NONE",
        },
        "CheckpointConfig": {
            "S3Uri": place.uri(place.checkpoints(job.name).rstrip("/")),
            "LocalPath": CHECKPOINTS,
        },
        "ResourceConfig": {
            "InstanceType": job.instance_type,
            "InstanceCount": 1,
            "VolumeSizeInGB": job.volume_gib,
        },
        "StoppingCondition": {"MaxRuntimeInSeconds": job.max_runtime},
        "Environment": {
            **job.environment,
            DRIVER: job.driver_sha256,
            MANIFEST: job.manifest_sha256,
            NONCE: job.nonce,
            DIGEST: job.digest,
        },
        "Tags": [{"Key": key, "Value": value} for key, value in job.tags.items()],
    }
    if job.warm_seconds:
        request["ResourceConfig"]["KeepAlivePeriodInSeconds"] = job.warm_seconds
    return request


def tags_of(spec: Json, owner: str, backend: Mapping[str, str]) -> dict[str, str]:
    """The job's tags: by them it is found from any kernel, browser or machine."""
    own = {
        "owner": owner,
        "kind": spec["kind"],
        "notebook": spec.get("notebook"),
        "cell": spec.get("cell"),
    }
    return {
        **backend,
        **spec["tags"],
        **{f"{TAG}{key}": tag_value(value) for key, value in own.items() if value},
    }


def _channels(place: Place, job: Decided) -> list[Json]:
    # The slash matters: a prefix is a string, and another job's name may begin with this one's.
    found = [_channel(OWN_CHANNEL, place.uri(place.driver(job.name)), "S3Prefix")]
    if job.has_blobs:
        listed = place.uri(place.inputs(job.name))
        found.append(_channel(INPUTS_CHANNEL, listed, "ManifestFile"))
    found += [_channel(one["name"], one["uri"], "S3Prefix") for one in job.data]
    return found


def _channel(name: str, uri: str, kind: str) -> Json:
    return {
        "ChannelName": name,
        "DataSource": {
            "S3DataSource": {
                "S3DataType": kind,
                "S3Uri": uri,
                "S3DataDistributionType": "FullyReplicated",
            }
        },
    }
