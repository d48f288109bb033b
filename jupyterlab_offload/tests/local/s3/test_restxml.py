"""REST-XML against botocore's own serialiser and parser, for every served operation of S3."""

from __future__ import annotations

import datetime
from typing import Any

import pytest
from botocore.awsrequest import HeadersDict
from botocore.model import ListShape, MapShape, Shape, StructureShape
from botocore.parsers import create_parser
from botocore.serialize import create_serializer
from hypothesis import given
from hypothesis import strategies as st

from jupyterlab_offload.local.protocol.errors import AWSError
from jupyterlab_offload.local.protocol.models import service_model
from jupyterlab_offload.local.protocol.restxml import Binding
from jupyterlab_offload.local.protocol.served import SERVED
from jupyterlab_offload.local.services.s3.buckets import NAMESPACE
from jupyterlab_offload.local.services.s3.operations import OPERATIONS

MODEL = service_model("s3")
SECONDS = st.integers(0, 4_000_000_000)
# What XML 1.0 can say and a parser gives back as it was.
TEXT = st.text(
    st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\ufffe\uffff"), max_size=12
)
HEADER_TEXT = st.text("abcXYZ019-_/ü".replace("ü", ""), min_size=1, max_size=12)


def values(shape: Shape, in_header: bool) -> st.SearchStrategy[Any]:
    """Values of a shape; times are seconds, as the engine has them."""
    if isinstance(shape, StructureShape):
        required = {
            n: values(m, False) for n, m in shape.members.items() if n in shape.required_members
        }
        others = {n: values(m, False) for n, m in shape.members.items() if n not in required}
        return st.fixed_dictionaries(required, optional=others)
    if isinstance(shape, ListShape):
        # An empty flat list is no element at all, so it does not come back.
        return st.lists(values(shape.member, in_header), min_size=1, max_size=3)
    if isinstance(shape, MapShape):
        return st.dictionaries(st.text("abc-", min_size=1, max_size=5), HEADER_TEXT, max_size=3)
    if shape.metadata.get("enum"):
        return st.sampled_from(shape.metadata["enum"])
    simple: dict[str, st.SearchStrategy[Any]] = {
        "integer": st.integers(-(2**31), 2**31 - 1),
        "long": st.integers(-(2**63), 2**63 - 1),
        "boolean": st.booleans(),
        "timestamp": SECONDS,
    }
    return simple.get(shape.type_name, HEADER_TEXT if in_header else TEXT)


def as_moments(shape: Shape, value: Any) -> Any:
    """The value with datetimes for seconds, which is what botocore takes and gives."""
    if isinstance(shape, StructureShape):
        return {name: as_moments(shape.members[name], inner) for name, inner in value.items()}
    if isinstance(shape, ListShape):
        return [as_moments(shape.member, item) for item in value]
    if shape.type_name == "timestamp":
        return datetime.datetime.fromtimestamp(value, datetime.timezone.utc)
    return value


def members(shape: StructureShape | None, skip: frozenset[str]) -> st.SearchStrategy[Any]:
    if shape is None:
        return st.just({})
    strategies = {
        name: values(member, member.serialization.get("location") is not None)
        for name, member in shape.members.items()
        if member.type_name != "blob" and name not in skip
    }
    required = {n: s for n, s in strategies.items() if n in shape.required_members}
    others = {n: s for n, s in strategies.items() if n not in required}
    return st.fixed_dictionaries(required, optional=others)


@pytest.mark.parametrize("name", SERVED["s3"])
@given(data=st.data())
def test_what_botocore_sends_is_read(name: str, data: st.DataObject) -> None:
    operation = MODEL.operation_model(name)
    shape = operation.input_shape
    given_ = data.draw(members(shape, frozenset({"Bucket", "Key"})))
    placed = {"Bucket": "bucket", "Key": "key"}
    known = shape.members if shape else {}
    asked = {**{n: v for n, v in placed.items() if n in known}, **given_}
    assert shape is not None
    sent = create_serializer("rest-xml", include_validation=False).serialize_to_request(
        as_moments(shape, asked), operation
    )
    binding = Binding(operation, NAMESPACE, OPERATIONS[name].root)
    query = sent["query_string"]
    pairs = [(n, str(v)) for n, v in query.items()] if query else []
    headers = {n: str(v) for n, v in sent["headers"].items()}
    found = binding.read_head(headers.items(), pairs)
    binding.read_body(found, sent["body"] or b"")
    # The Content-Type of a document is no member; an empty map is no header.
    if "ContentType" not in given_:
        found.pop("ContentType", None)
    assert found == {n: v for n, v in given_.items() if v != {} or n not in ("Metadata",)}


@pytest.mark.parametrize("name", sorted({*SERVED["s3"]} - {"GetBucketLocation"}))
@given(data=st.data())
def test_what_the_engine_answers_botocore_reads(name: str, data: st.DataObject) -> None:
    operation = MODEL.operation_model(name)
    shape = operation.output_shape
    output = data.draw(members(shape, frozenset({"Expires"})))
    payload = shape.serialization.get("payload") if shape else None
    if payload and shape and shape.members[payload].type_name != "blob":
        output.setdefault(payload, {})
    binding = Binding(operation, NAMESPACE, OPERATIONS[name].root)
    answer = {
        "status_code": binding.status,
        "headers": HeadersDict(binding.write_headers(output)),
        "body": binding.write_body(output) or b"",
    }
    found = create_parser("rest-xml").parse(answer, shape)
    found.pop("ResponseMetadata")
    if shape is None:
        return
    expected = as_moments(shape, output)
    for empty in ("Metadata", payload):
        if expected.get(empty) == {}:
            found.pop(empty, None)
            expected.pop(empty)
    assert {n: v for n, v in found.items() if n in expected} == expected


@given(st.binary(max_size=60))
def test_rubbish_is_malformed(body: bytes) -> None:
    binding = Binding(MODEL.operation_model("DeleteObjects"), NAMESPACE)
    with pytest.raises(AWSError) as caught:
        binding.read_body({}, body)
    assert caught.value.code in ("MalformedXML", "MissingRequestBodyError")


def test_the_served_operations_are_the_table_s() -> None:
    assert sorted(OPERATIONS) == sorted(SERVED["s3"])
