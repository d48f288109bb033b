"""The Query protocol: forms read by the model, XML written by it."""

from __future__ import annotations

from typing import Any

import pytest
from botocore.model import ShapeResolver
from botocore.parsers import QueryParser
from botocore.serialize import QuerySerializer
from hypothesis import given
from hypothesis import strategies as st

from jupyterlab_offload.local.protocol.errors import AWSError
from jupyterlab_offload.local.protocol.models import service_model
from jupyterlab_offload.local.protocol.query import read_form, write_result
from jupyterlab_offload.tests.local.protocol.wire import Wire

text = st.text(st.characters(blacklist_categories=["Cs", "Cc"]), min_size=1, max_size=10)
requests = st.fixed_dictionaries(
    {"RoleArn": text, "RoleSessionName": text},
    optional={
        "DurationSeconds": st.integers(-(2**31), 2**31 - 1),
        "PolicyArns": st.lists(st.fixed_dictionaries({"arn": text}), min_size=1, max_size=12),
        "Tags": st.lists(st.fixed_dictionaries({"Key": text, "Value": text}), min_size=1),
        "TransitiveTagKeys": st.lists(text, min_size=1, max_size=3),
    },
)


@given(requests)
def test_what_botocore_writes_is_read_back(request: dict[str, Any]) -> None:
    model = service_model("sts").operation_model("AssumeRole")
    form = QuerySerializer().serialize_to_request(request, model)["body"]
    fields = {n: str(v) for n, v in form.items() if n not in ("Action", "Version")}
    assert read_form(model.input_shape, fields) == request


@given(text, st.integers(0, 4_000_000_000))
def test_what_is_written_botocore_reads(token: str, expires: int) -> None:
    model = service_model("sts")
    shape = model.operation_model("AssumeRole").output_shape
    output = {
        "Credentials": {"SessionToken": token, "Expiration": expires},
        "PackedPolicySize": 5,
        "SourceIdentity": None,
    }
    body = write_result(model, "AssumeRole", shape, output, "id-1").encode()
    response = {"body": body, "headers": {}, "status_code": 200}
    parsed = QueryParser().parse(response, shape)
    assert parsed["ResponseMetadata"]["RequestId"] == "id-1"
    assert parsed["PackedPolicySize"] == 5
    assert parsed["Credentials"]["Expiration"].timestamp() == expires
    # XML folds line ends; nothing else may change.
    assert parsed["Credentials"]["SessionToken"] == token


@pytest.mark.parametrize(
    "form",
    [
        {"RoleArn.a": "x"},
        {"Tags": "x"},
        {"Tags.member": "x"},
        {"Tags.member.x.Key": "y"},
        {"Tags.member.1": "x"},
        {"Tags.member.1": "x", "Tags.member.1.Key": "y"},
        {"DurationSeconds": "many"},
        {"DurationSeconds": "1_0"},
        {"DurationSeconds": "\u0661"},
        {"DurationSeconds": "9" * 5000},
        {"Tags.member.\u0663.Key": "y"},
    ],
)
def test_a_form_that_does_not_fit_the_model_is_refused(form: dict[str, str]) -> None:
    with pytest.raises(AWSError) as raised:
        read_form(service_model("sts").operation_model("AssumeRole").input_shape, form)
    assert raised.value.code == "MalformedInput"


@given(st.dictionaries(st.text("RoleArnTags.member1234", max_size=20), text, max_size=5))
def test_any_form_is_read_or_refused(form: dict[str, str]) -> None:
    try:
        read_form(service_model("sts").operation_model("AssumeRole").input_shape, form)
    except AWSError as error:
        assert error.status == 400


def test_maps_and_flattened_lists_are_read() -> None:
    resolver = ShapeResolver(
        {
            "Root": {
                "type": "structure",
                "members": {
                    "Map": {"shape": "Map"},
                    "Flat": {"shape": "Flat"},
                    "On": {"shape": "On"},
                },
            },
            "Map": {"type": "map", "key": {"shape": "Text"}, "value": {"shape": "Text"}},
            "Flat": {"type": "list", "flattened": True, "member": {"shape": "Text"}},
            "Text": {"type": "string"},
            "On": {"type": "boolean"},
        }
    )
    form = {
        "Map.entry.1.key": "a",
        "Map.entry.1.value": "b",
        "Flat.2": "y",
        "Flat.1": "x",
        "On": "true",
    }
    assert read_form(resolver.get_shape_by_name("Root"), form) == {
        "Map": {"a": "b"},
        "Flat": ["x", "y"],
        "On": True,
    }


@pytest.mark.parametrize(
    "body",
    [
        b"Action=GetCallerIdentity",
        b"Action=Nothing&Version=2011-06-15",
        b"",
        b"%ff=%ff&a",
        b"Action=GetCallerIdentity&Action=AssumeRole&Version=2011-06-15",
        b"&".join([b"a=b"] * 2000),
    ],
)
def test_an_unsigned_form_is_refused_as_xml(wire: Wire, body: bytes) -> None:
    answer = wire.send("POST", "/", body, Content_Type="application/x-www-form-urlencoded")
    assert 400 <= answer.status < 404
    assert b"<ErrorResponse" in answer.body or b"<Error>" in answer.body
