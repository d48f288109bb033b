"""Inputs that AWS refuses are refused here, in the same words."""

from __future__ import annotations

from typing import Any

import pytest
from botocore.model import Shape, ShapeResolver
from hypothesis import given
from hypothesis import strategies as st

from jupyterlab_offload.local.protocol.errors import AWSError
from jupyterlab_offload.local.protocol.models import service_model
from jupyterlab_offload.local.protocol.served import SERVED
from jupyterlab_offload.local.protocol.validate import Validator, validator

JOB: dict[str, Any] = {
    "TrainingJobName": "job-1",
    "RoleArn": "arn:aws:iam::000000000000:role/r",
    "AlgorithmSpecification": {"TrainingImage": "local/python", "TrainingInputMode": "File"},
    "OutputDataConfig": {"S3OutputPath": "s3://bucket/out"},
    "ResourceConfig": {
        "InstanceType": "ml.m5.large",
        "InstanceCount": 1,
        "VolumeSizeInGB": 1,
    },
    "StoppingCondition": {"MaxRuntimeInSeconds": 60},
}


def check(
    value: dict[str, Any], operation: str = "CreateTrainingJob", service: str = "sagemaker"
) -> dict[str, Any]:
    model = service_model(service).operation_model(operation)
    return validator(service).validate(model.input_shape, value)


def problem(
    value: dict[str, Any], operation: str = "CreateTrainingJob", service: str = "sagemaker"
) -> AWSError:
    with pytest.raises(AWSError) as raised:
        check(value, operation, service)
    return raised.value


def test_a_valid_request_comes_through_as_it_is() -> None:
    assert check(JOB) == JOB


def test_null_is_nothing() -> None:
    assert check({**JOB, "Tags": None}) == JOB


@pytest.mark.parametrize(
    ("member", "value", "message"),
    [
        (
            "TrainingJobName",
            "-x",
            "Value '-x' at 'trainingJobName' failed to satisfy constraint: Member must satisfy"
            " regular expression pattern: [a-zA-Z0-9](-*[a-zA-Z0-9]){0,62}",
        ),
        (
            "RoleArn",
            None,
            "Value null at 'roleArn' failed to satisfy constraint: Member must not be null",
        ),
        (
            "StoppingCondition",
            {"MaxRuntimeInSeconds": 0},
            "Value '0' at 'stoppingCondition.maxRuntimeInSeconds' failed to satisfy constraint:"
            " Member must have value greater than or equal to 1",
        ),
        (
            "AlgorithmSpecification",
            {"TrainingInputMode": "Flie"},
            "Value 'Flie' at 'algorithmSpecification.trainingInputMode' failed to satisfy"
            " constraint: Member must satisfy enum value set: [Pipe, File, FastFile]",
        ),
        (
            "AlgorithmSpecification",
            {"TrainingInputMode": "File", "ContainerEntrypoint": []},
            "Value '[]' at 'algorithmSpecification.containerEntrypoint' failed to satisfy"
            " constraint: Member must have length greater than or equal to 1",
        ),
        (
            "HyperParameters",
            {"a": "x\ny"},
            "Value '{a=x\ny}' at 'hyperParameters' failed to satisfy constraint: Map value must"
            " satisfy constraint: [Member must have length less than or equal to 2500, Member"
            " must have length greater than or equal to 0, Member must satisfy regular"
            " expression pattern: .*]",
        ),
        (
            "Environment",
            {"1A": "x"},
            "Value '{1A=x}' at 'environment' failed to satisfy constraint: Map keys must satisfy"
            " constraint: [Member must have length less than or equal to 512, Member must have"
            " length greater than or equal to 0, Member must satisfy regular expression pattern:"
            " [a-zA-Z_][a-zA-Z0-9_]*]",
        ),
        (
            "Tags",
            [{"Key": "a", "Value": "b"}, {"Key": "<", "Value": "b"}],
            "Value '<' at 'tags.2.member.key' failed to satisfy constraint: Member must satisfy"
            r" regular expression pattern: ([\p{L}\p{Z}\p{N}_.:/=+\-@]*)",
        ),
        (
            "Tags",
            [None],
            "Value null at 'tags.1.member' failed to satisfy constraint: Member must not be null",
        ),
        (
            "Colour",
            "red",
            "Value 'red' at 'Colour' failed to satisfy constraint: Member is not known to the"
            " service model",
        ),
    ],
)
def test_a_broken_constraint_is_named_as_aws_names_it(
    member: str, value: Any, message: str
) -> None:
    error = problem({**JOB, member: value})
    assert (error.code, error.status) == ("ValidationException", 400)
    assert error.message == f"1 validation error detected: {message}"


def test_all_that_is_wrong_is_told_at_once() -> None:
    error = problem({**JOB, "TrainingJobName": "", "RoleArn": "x"})
    assert error.message.startswith("4 validation errors detected: Value '' at 'trainingJobName'")
    assert error.message.count("; ") == 3


@pytest.mark.parametrize(
    ("value", "message"),
    [
        ({"TrainingJobName": 5}, "NUMBER_VALUE can not be converted to String"),
        ({"TrainingJobName": True}, "TRUE_VALUE can not be converted to String"),
        ({"TrainingJobName": []}, "Start of list found where not expected"),
        ({"Tags": {}}, "Start of structure or map found where not expected"),
        ({"Tags": "a"}, "A single value found where not expected"),
        ({"HyperParameters": []}, "Start of list found where not expected"),
        ({"HyperParameters": {"a": 1}}, "NUMBER_VALUE can not be converted to String"),
        ({"ResourceConfig": {"InstanceCount": "1"}}, "STRING_VALUE can not be converted to"),
        ({"ResourceConfig": {"InstanceCount": 1.5}}, "NUMBER_VALUE can not be converted to"),
        ({"ResourceConfig": {"InstanceCount": 2**31}}, "NUMBER_VALUE can not be converted to"),
        ({"EnableNetworkIsolation": "true"}, "STRING_VALUE can not be converted to Boolean"),
        ({"TrainingJobName": "\ud800"}, "Half of a surrogate pair"),
    ],
)
def test_a_value_of_another_type_is_not_deserialised(value: dict[str, Any], message: str) -> None:
    error = problem({**JOB, **value})
    assert error.code == "SerializationException"
    assert error.message.startswith(message)


def test_each_service_has_its_own_code() -> None:
    assert problem({}, "GetLogEvents", "logs").code == "InvalidParameterException"
    assert problem({}, "AssumeRole", "sts").code == "ValidationError"


def test_lengths_are_java_s() -> None:
    """Two for a character beyond U+FFFF."""
    value = "\U0001f600" * 1250
    assert check({**JOB, "HyperParameters": {"a": value}})
    assert problem({**JOB, "HyperParameters": {"a": value + "x"}})


def test_an_expression_within_an_expression_is_checked() -> None:
    inner = {"Filters": [{"Name": "", "Value": "x"}]}
    error = problem(
        {"Resource": "TrainingJob", "SearchExpression": {"SubExpressions": [inner]}}, "Search"
    )
    assert "searchExpression.subExpressions.1.member.filters.1.member.name" in error.message


def shape_of(**description: Any) -> Shape:
    shapes = {
        "Root": description,
        "Text": {"type": "string"},
        "Bytes": {"type": "blob", "max": 3},
        "Time": {"type": "timestamp"},
        "Real": {"type": "double", "max": 1},
    }
    return ShapeResolver(shapes).get_shape_by_name("Root", {"shape": "Root"})


def members(**shapes: str) -> Shape:
    return shape_of(type="structure", members={n: {"shape": s} for n, s in shapes.items()})


def test_blobs_are_decoded_and_measured_in_bytes() -> None:
    shape = members(Data="Bytes")
    assert Validator("x").validate(shape, {"Data": "AAEC"}) == {"Data": b"\0\1\2"}
    for bad in ("AAECAw==", "?", "AAEC\n"):
        with pytest.raises(AWSError):
            Validator("x").validate(shape, {"Data": bad})


def test_times_and_reals_are_numbers() -> None:
    shape = members(At="Time", Share="Real")
    assert Validator("x").validate(shape, {"At": 1.5, "Share": 1}) == {"At": 1.5, "Share": 1.0}
    for bad in ({"At": "2020"}, {"At": 1e300}, {"At": True}, {"Share": 10**400}, {"Share": 2}):
        with pytest.raises(AWSError):
            Validator("x").validate(shape, bad)


def test_of_a_union_there_is_one() -> None:
    shape = shape_of(
        type="structure", union=True, members={"A": {"shape": "Text"}, "B": {"shape": "Text"}}
    )
    assert Validator("x").validate(shape, {"A": "a"}) == {"A": "a"}
    for bad in ({}, {"A": "a", "B": "b"}):
        with pytest.raises(AWSError):
            Validator("x").validate(shape, bad)


def test_a_secret_is_not_repeated() -> None:
    resolver = ShapeResolver(
        {
            "Root": {"type": "structure", "members": {"Key": {"shape": "Secret"}}},
            "Secret": {"type": "string", "max": 3, "sensitive": True},
        }
    )
    with pytest.raises(AWSError) as raised:
        Validator("x").validate(resolver.get_shape_by_name("Root"), {"Key": "hush-hush"})
    assert "hush" not in raised.value.message


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner),
    max_leaves=8,
)
OPERATIONS = [(s, o) for s in ("sagemaker", "logs", "sts") for o in SERVED[s]]


@given(st.sampled_from(OPERATIONS), st.data())
def test_any_json_is_taken_or_refused(operation: tuple[str, str], data: st.DataObject) -> None:
    service, name = operation
    shape = service_model(service).operation_model(name).input_shape
    known = st.sampled_from(sorted(shape.members) if shape and shape.members else ["x"])
    value = data.draw(st.dictionaries(known | st.text(max_size=5), json_values, max_size=5))
    try:
        checked = validator(service).validate(shape, value)
    except AWSError as error:
        assert error.status == 400
    else:
        assert all(checked[member] is not None for member in checked)
