"""The JSON protocol on the wire: what is parsed, refused, and written."""

from __future__ import annotations

import json
import math
from typing import Any

import pytest
from botocore.exceptions import ClientError
from botocore.model import ShapeResolver
from hypothesis import given
from hypothesis import strategies as st

from jupyterlab_offload.local.protocol.errors import AWSError
from jupyterlab_offload.local.protocol.json11 import parse
from jupyterlab_offload.local.protocol.jsonshape import JSONWriter
from jupyterlab_offload.tests.local.protocol.wire import Wire


@pytest.mark.parametrize(
    "body",
    [
        b"{",
        b"[]",
        b"1",
        b'"a"',
        b"null",
        b"{}x",
        b"\xff",
        b'{"a": NaN}',
        b'{"a": 1, "a": 2}',
        b'{"a": ' * 200 + b"1" + b"}" * 200,
        b"[" * 100_000,
        "{}".encode("utf-16"),
        b'{"a": ' + b"9" * 5000 + b"}",
    ],
)
def test_a_body_that_is_no_json_object_is_refused(body: bytes) -> None:
    with pytest.raises(AWSError) as raised:
        parse(body)
    assert raised.value.code == "SerializationException"


def test_no_body_is_an_empty_object() -> None:
    assert parse(b"") == {}


@given(st.binary(max_size=200))
def test_any_bytes_are_parsed_or_refused(body: bytes) -> None:
    try:
        assert isinstance(parse(body), dict)
    except AWSError as error:
        assert error.code == "SerializationException"


def test_output_is_written_by_the_model() -> None:
    resolver = ShapeResolver(
        {
            "Root": {
                "type": "structure",
                "members": {
                    "At": {"shape": "Time"},
                    "Data": {"shape": "Bytes"},
                    "Reals": {"shape": "Reals"},
                    "Map": {"shape": "Map"},
                    "Left": {"shape": "Text"},
                },
            },
            "Time": {"type": "timestamp"},
            "Bytes": {"type": "blob"},
            "Text": {"type": "string"},
            "Real": {"type": "double"},
            "Reals": {"type": "list", "member": {"shape": "Real"}},
            "Map": {"type": "map", "key": {"shape": "Text"}, "value": {"shape": "Time"}},
        }
    )
    shape = resolver.get_shape_by_name("Root")
    output = {
        "At": 1.23456,
        "Data": b"\0",
        "Reals": [1.0, math.nan, -math.inf],
        "Map": {"a": 2},
        "Left": None,
    }
    assert JSONWriter().write(shape, output) == {
        "At": 1.235,
        "Data": "AA==",
        "Reals": [1.0, "NaN", "-Infinity"],
        "Map": {"a": 2.0},
    }
    with pytest.raises(KeyError):
        JSONWriter().write(shape, {"Unknown": 1})


def refused(call: Any, **arguments: Any) -> ClientError:
    with pytest.raises(ClientError) as raised:
        call(**arguments)
    return raised.value


def test_an_operation_is_carried_out(wire: Wire) -> None:
    answer = wire.client("sagemaker").list_training_jobs()
    assert answer["TrainingJobSummaries"] == []
    assert len(answer["ResponseMetadata"]["RequestId"]) == 36


def test_invalid_input_is_refused_with_the_model_s_words(wire: Wire) -> None:
    error = refused(wire.client("sagemaker").list_training_jobs, MaxResults=101)
    assert error.response["Error"]["Code"] == "ValidationException"
    assert "at 'maxResults' failed to satisfy constraint" in error.response["Error"]["Message"]
    assert error.response["ResponseMetadata"]["HTTPStatusCode"] == 400


def test_an_operation_that_the_engine_lacks_is_named(wire: Wire) -> None:
    error = refused(wire.client("sagemaker").create_endpoint, EndpointName="e")
    assert error.response["Error"]["Code"] == "UnknownOperationException"
    assert "does not serve the operation CreateEndpoint" in error.response["Error"]["Message"]


def test_a_wrong_secret_is_refused(wire: Wire) -> None:
    client = wire.client("logs", aws_secret_access_key="wrong")
    error = refused(client.describe_log_groups)
    assert error.response["Error"]["Code"] == "InvalidSignatureException"


def test_an_unknown_key_is_refused(wire: Wire) -> None:
    client = wire.client("sagemaker", aws_access_key_id="AKIAOTHER")
    error = refused(client.list_training_jobs)
    assert error.response["Error"]["Code"] == "UnrecognizedClientException"


def test_a_request_without_a_signature_is_refused(wire: Wire) -> None:
    answer = wire.send(
        "POST",
        "/",
        b"{}",
        X_Amz_Target="SageMaker.ListTrainingJobs",
        Content_Type="application/x-amz-json-1.1",
    )
    assert answer.status == 400
    assert json.loads(answer.body)["__type"] == "MissingAuthenticationTokenException"


def test_a_body_that_is_too_large_is_refused(wire: Wire) -> None:
    target = {"X_Amz_Target": "SageMaker.ListTrainingJobs"}
    announced = wire.send("POST", "/", Content_Length=str(2**30), **target)
    assert announced.status == 413
    head = f"POST / HTTP/1.1\r\nHost: {wire.host}\r\nX-Amz-Target: SageMaker.Search\r\n"
    chunk = b"100000\r\n" + bytes(2**20) + b"\r\n"
    sent = wire.raw(f"{head}Transfer-Encoding: chunked\r\n\r\n".encode() + chunk * 7)
    assert sent.startswith((b"HTTP/1.1 413", b"HTTP/1.1 400"))
