"""Each documented limit: at it the request passes, beyond it is refused before it leaves."""

from __future__ import annotations

import copy
from typing import Any

import pytest

from jupyterlab_offload.submit import SubmitError
from jupyterlab_offload.submit.checks import check, fits_environment


def channel(name: str, uri: str = "s3://b/k/") -> dict[str, Any]:
    return {"ChannelName": name, "DataSource": {"S3DataSource": {"S3Uri": uri}}}


ROLE = "arn:aws:iam::123456789012:role/"
BASE: dict[str, Any] = {
    "TrainingJobName": "job",
    "RoleArn": "arn:aws:iam::123456789012:role/r",
    "AlgorithmSpecification": {"TrainingImage": "i", "ContainerEntrypoint": ["python3"]},
    "InputDataConfig": [channel("offload")],
    "OutputDataConfig": {"S3OutputPath": "s3://b/jobs"},
    "CheckpointConfig": {"S3Uri": "s3://b/c"},
    "ResourceConfig": {},
    "StoppingCondition": {"MaxRuntimeInSeconds": 60},
    "Environment": {},
    "HyperParameters": {},
    "Tags": [],
}

ALGORITHM = "AlgorithmSpecification"
METRIC = {"Name": "a", "Regex": "b"}
LONG = {"Name": "a" * 255, "Regex": "b" * 500}


def many(count: int, value: str = "") -> dict[str, str]:
    return {f"K{n}": value for n in range(count)}


def tags(found: dict[str, str]) -> list[dict[str, str]]:
    return [{"Key": key, "Value": value} for key, value in found.items()]


LIMITS: list[tuple[str, Any, Any]] = [
    ("TrainingJobName", "a" * 63, "a" * 64),
    ("TrainingJobName", "a--b", "a_b"),
    ("TrainingJobName", "a-b", "a-"),
    ("RoleArn", f"{ROLE}{'a' * (2048 - len(ROLE))}", f"{ROLE}{'a' * (2049 - len(ROLE))}"),
    ("RoleArn", f"{ROLE}service-role/My_Role", "admin"),
    (f"{ALGORITHM}.TrainingImage", "i" * 255, "i" * 256),
    (f"{ALGORITHM}.TrainingImage", "a b", "a\nb"),
    (f"{ALGORITHM}.ContainerEntrypoint", ["a" * 256], ["a" * 257]),
    (f"{ALGORITHM}.ContainerEntrypoint", ["a;b"], ["a\nb"]),
    (f"{ALGORITHM}.ContainerEntrypoint", ["a"] * 100, ["a"] * 101),
    (f"{ALGORITHM}.ContainerArguments", ["a" * 256] * 100, ["a" * 257]),
    (f"{ALGORITHM}.MetricDefinitions", [METRIC] * 40, [METRIC] * 41),
    (f"{ALGORITHM}.MetricDefinitions", [LONG], [{**LONG, "Regex": "b" * 501}]),
    ("Environment", many(100), many(101)),
    ("Environment", {"k" * 512: "v" * 512}, {"k": "v" * 513}),
    ("Environment", {"_k": "v"}, {"1k": "v"}),
    ("Environment", {"k": "ü"}, {"k": "a\nb"}),
    ("HyperParameters", many(100), many(101)),
    ("HyperParameters", {"k" * 256: "v" * 2500}, {"k": "v" * 2501}),
    ("HyperParameters", {"k": "[1, 2]"}, {"k": "a\nb"}),
    ("InputDataConfig", [channel(n) for n in many(20)], [channel(n) for n in many(21)]),
    ("InputDataConfig", [channel("c" * 64)], [channel("c" * 65)]),
    ("InputDataConfig", [channel("a.b-c_d")], [channel("a b")]),
    ("InputDataConfig", [channel("a"), channel("b")], [channel("a"), channel("a")]),
    ("InputDataConfig", [channel("a", "s3://" + "k" * 1019)], [channel("a", "s3://" + "k" * 1020)]),
    ("OutputDataConfig.S3OutputPath", f"s3://{'k' * 1019}", f"s3://{'k' * 1020}"),
    ("CheckpointConfig.S3Uri", f"s3://{'k' * 1019}", f"s3://{'k' * 1020}"),
    ("OutputDataConfig.S3OutputPath", "s3://b", "b/jobs"),
    ("Tags", tags(many(50)), tags(many(51))),
    ("Tags", tags({"k" * 128: "v" * 256}), tags({"k": "v" * 257})),
    ("Tags", [{"Key": "k", "Value": "a b_.:/=+-@"}], [{"Key": "k", "Value": "a#b"}]),
    ("Tags", [{"Key": "größe", "Value": "x\u2028y ½ 数"}], [{"Key": "k", "Value": "a\tb"}]),
    ("Tags", [{"Key": "k", "Value": ""}], [{"Key": "", "Value": "v"}]),
    ("Tags", [{"Key": "aw", "Value": ""}], [{"Key": "aws:k", "Value": ""}]),
    ("StoppingCondition.MaxRuntimeInSeconds", 28 * 86400, 28 * 86400 + 1),
    ("ResourceConfig.KeepAlivePeriodInSeconds", 3600, 3601),
]  # fmt: skip


def request(path: str, value: Any) -> dict[str, Any]:
    made = copy.deepcopy(BASE)
    *parents, last = path.split(".")
    place = made
    for parent in parents:
        place = place[parent]
    place[last] = value
    return made


@pytest.mark.parametrize(("path", "good", "bad"), LIMITS)
def test_limits(path: str, good: Any, bad: Any) -> None:
    check(request(path, good))
    with pytest.raises(SubmitError) as caught:
        check(request(path, bad))
    assert caught.value.kind == "limit"
    assert str(caught.value).endswith(".") and len(str(caught.value)) < 200


@pytest.mark.parametrize(
    ("name", "value", "fits"),
    [("A", "b", True), ("A", "b" * 513, False), ("A", "b\n", False), ("A b", "", False)],
)
def test_what_fits_into_the_request(name: str, value: str, fits: bool) -> None:
    assert fits_environment(name, value) is fits
