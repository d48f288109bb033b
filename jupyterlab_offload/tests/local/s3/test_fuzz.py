"""Any signed request gets an answer that S3 could give: never an internal error."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import quote

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from jupyterlab_offload.local.protocol.models import service_model
from jupyterlab_offload.local.protocol.served import SERVED
from jupyterlab_offload.tests.local.protocol.wire import Wire

from . import raw

BUCKET = "fuzzed-bucket"
MODEL = service_model("s3")


def wire_names(location: str) -> list[str]:
    """Every parameter or header that a served operation takes."""
    shapes = [MODEL.operation_model(name).input_shape for name in SERVED["s3"]]
    return sorted(
        {
            str(member.serialization.get("name", name))
            for shape in shapes
            if shape
            for name, member in shape.members.items()
            if member.serialization.get("location") == location
        }
    )


HEADERS = [name for name in wire_names("header") if name != "Content-Length"]
PARAMETERS = [
    *wire_names("querystring"),
    "uploads",
    "delete",
    "location",
    "versioning",
    "tagging",
    "acl",
    "list-type=2",
    "x-id",
]
PRINTABLE = st.text(st.characters(min_codepoint=33, max_codepoint=126), max_size=20)
VALUES = st.one_of(
    st.sampled_from(
        [
            "",
            "0",
            "1",
            "-1",
            "2",
            "99999999999",
            "url",
            "*",
            "true",
            "null",
            "key",
            f"/{BUCKET}/key",
            "bytes=0-1",
            "ENABLED",
            "REPLACE",
            "CRC32",
            "FULL_OBJECT",
            "Sat, 01 Jan 2000 00:00:00 GMT",
            "2000-01-01T00:00:00Z",
            "9" * 400,
        ]
    ),
    PRINTABLE,
)
PATHS = st.one_of(
    st.sampled_from(["/", f"/{BUCKET}", f"/{BUCKET}/", f"/{BUCKET}/key", "/no-such-bucket/key"]),
    st.text("/%.ab0f~+&=\\;", max_size=12).map(lambda text: "/" + text),
    st.binary(max_size=8).map(lambda data: f"/{BUCKET}/{quote(data)}"),
)
BODIES = st.one_of(
    st.binary(max_size=64),
    st.sampled_from(
        [
            b"<Delete><Object><Key>key</Key></Object></Delete>",
            b"<CompleteMultipartUpload><Part><PartNumber>1</PartNumber><ETag>x</ETag></Part>"
            b"</CompleteMultipartUpload>",
            b"<CreateBucketConfiguration/>",
        ]
    ),
)


@pytest.fixture(scope="module")
def fuzzed(served: Wire, s3: Any) -> Wire:
    s3.create_bucket(Bucket=BUCKET)
    return served


@settings(max_examples=300, suppress_health_check=[HealthCheck.too_slow])
@given(
    method=st.sampled_from(["GET", "HEAD", "PUT", "POST", "DELETE"]),
    path=PATHS,
    query=st.lists(st.tuples(st.sampled_from(PARAMETERS), VALUES), max_size=3),
    headers=st.dictionaries(st.sampled_from(HEADERS), VALUES, max_size=3),
    body=BODIES,
    payload_hash=st.sampled_from(["", "UNSIGNED-PAYLOAD", "STREAMING-UNSIGNED-PAYLOAD-TRAILER"]),
)
def test_no_request_breaks_the_engine(
    fuzzed: Wire,
    method: str,
    path: str,
    query: list[tuple[str, str]],
    headers: dict[str, str],
    body: bytes,
    payload_hash: str,
) -> None:
    pairs = [name if "=" in name else f"{name}={quote(value)}" for name, value in query]
    target = path + ("?" + "&".join(pairs) if pairs else "")
    fields = {name.replace("-", "_"): value for name, value in headers.items()}
    answer = raw.send(fuzzed, method, target, body, payload_hash, **fields)
    assert answer.status < 500 or answer.status == 501
    if answer.status >= 400 and method != "HEAD":
        assert answer.code
    if answer.body and answer.headers.get("Content-Type") == "application/xml":
        assert re.match(rb"<\?xml", answer.body)
