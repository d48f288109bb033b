"""Spoilt requests end in one of AWS's errors or in a job that can be described; in nothing else."""

from __future__ import annotations

import copy
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from jupyterlab_offload.local.protocol.errors import AWSError

from .conftest import BUCKET, REQUEST, ControlPlane, channel

CODES = {"ValidationException", "SerializationException", "ResourceInUse"}
FULL: dict[str, Any] = {
    **REQUEST,
    "HyperParameters": {"lr": "0.1", "name": "x"},
    "InputDataConfig": [channel("train"), channel("test")],
    "Environment": {"A": "b"},
    "Tags": [{"Key": "a", "Value": "b"}],
    "CheckpointConfig": {"S3Uri": f"s3://{BUCKET}/c", "LocalPath": "/opt/ml/checkpoints"},
    "VpcConfig": {"SecurityGroupIds": ["sg-1"], "Subnets": ["subnet-1"]},
}
SEARCH: dict[str, Any] = {
    "Resource": "TrainingJob",
    "SearchExpression": {
        "Filters": [{"Name": "Tags.a", "Operator": "Equals", "Value": "b"}],
        "NestedFilters": [
            {
                "NestedPropertyName": "InputDataConfig",
                "Filters": [{"Name": "InputDataConfig.ChannelName", "Value": "train"}],
            }
        ],
        "SubExpressions": [
            {"Filters": [{"Name": "HyperParameters.lr", "Operator": "LessThan", "Value": "1"}]}
        ],
        "Operator": "Or",
    },
    "SortBy": "CreationTime",
    "SortOrder": "Ascending",
    "MaxResults": 2,
}
ODD = st.one_of(
    st.sampled_from(
        [
            None,
            True,
            0,
            -1,
            2**31,
            2**70,
            1.5,
            "",
            "\0",
            "\ud800",
            "..",
            "/",
            "s3://",
            "s3:///x",
            f"s3://{BUCKET}",
            "https://a/b",
            "x" * 300,
            "x" * 3000,
            "'; DROP TABLE jobs; --",
            "a.b.c",
            "Tags.",
            "HyperParameters.",
            'HyperParameters."',
            "Metrics.x",
            "nan",
            "(",
            "Exists",
            "Name",
            "CreationTime",
            [],
            {},
            [[]],
            [None],
            {"": ""},
            {"a": {"b": 1}},
        ]
    ),
    st.text(max_size=8),
    st.sampled_from(sorted(FULL)),
)


def paths(value: Any, here: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """Every place in a JSON value, parents before their children."""
    found = [here] if here else []
    if isinstance(value, (dict, list)):
        for key, part in value.items() if isinstance(value, dict) else enumerate(value):
            found += paths(part, (*here, key))
    return found


def spoil(request: dict[str, Any], steps: list[tuple[int, bool, Any]]) -> dict[str, Any]:
    """The request with some places deleted, or given another value."""
    spoilt = copy.deepcopy(request)
    for number, delete, value in steps:
        places = paths(spoilt)
        if not places:
            break
        *way, last = places[number % len(places)]
        parent: Any = spoilt
        for key in way:
            parent = parent[key]
        if delete:
            del parent[last]
        else:
            parent[last] = copy.deepcopy(value)
    return spoilt


STEPS = st.lists(st.tuples(st.integers(0, 1000), st.booleans(), ODD), min_size=1, max_size=3)
quickly = settings(
    max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


@given(steps=STEPS)
@quickly
def test_a_spoilt_job_is_refused_or_whole(
    sagemaker: ControlPlane, steps: list[tuple[int, bool, Any]]
) -> None:
    sagemaker.engine.db.run("DELETE FROM jobs")
    sagemaker.engine.db.run("DELETE FROM tags")
    sagemaker.put("train/a")
    try:
        sagemaker("CreateTrainingJob", **spoil(FULL, steps))
    except AWSError as error:
        assert error.code in CODES and error.status == 400
        assert sagemaker("ListTrainingJobs")["TrainingJobSummaries"] == []
    else:
        [summary] = sagemaker("ListTrainingJobs")["TrainingJobSummaries"]
        sagemaker.describe(summary["TrainingJobName"])
        assert len(sagemaker("Search", Resource="TrainingJob")["Results"]) == 1


@given(steps=STEPS)
@quickly
def test_a_spoilt_search_is_refused_or_answered(
    sagemaker: ControlPlane, steps: list[tuple[int, bool, Any]]
) -> None:
    sagemaker.engine.db.run("DELETE FROM jobs")
    sagemaker.create()
    try:
        answer = sagemaker("Search", **spoil(SEARCH, steps))
    except AWSError as error:
        assert error.code in CODES and error.status == 400
    else:
        assert len(answer["Results"]) == answer["TotalHits"]["Value"] <= 1
