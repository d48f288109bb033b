"""Requests whose heads are wrong get the right error, and the engine goes on."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from jupyterlab_offload.local.protocol.edge import EdgeLimits
from jupyterlab_offload.tests.local.protocol.wire import Wire, parsed

HEALTH = "/_offload/health"


def alive(wire: Wire) -> bool:
    return wire.send("GET", HEALTH).status == 200


def test_health_needs_no_signature(wire: Wire) -> None:
    answer = wire.send("GET", HEALTH)
    assert answer.status == 200
    assert b'"pid"' in answer.body and b'"version"' in answer.body
    assert "date" in answer.headers and "x-amzn-requestid" in answer.headers


@pytest.mark.parametrize(
    "host", ["127.0.0.1", "127.0.0.1:1", "localhost", "LOCALHOST:80", "my.bucket.localhost:4566"]
)
def test_names_of_loopback_are_served(wire: Wire, host: str) -> None:
    assert wire.send("GET", HEALTH, Host=host).status == 200


@pytest.mark.parametrize(
    "host",
    [
        "example.com",
        "127.0.0.1.example.com",
        "localhost.example.com",
        "evil/127.0.0.1",
        "a@localhost",
        "169.254.169.254",
        "0.0.0.0",
        "127.0.0.1:abc",
    ],
)
def test_a_foreign_host_name_is_refused(wire: Wire, host: str) -> None:
    """A web page whose name was made to resolve to loopback sends its own name."""
    assert wire.send("GET", HEALTH, Host=host).status in (400, 403)


def test_a_proxy_s_absolute_target_is_served(wire: Wire) -> None:
    assert wire.send("GET", f"http://{wire.host}{HEALTH}").status == 200


def test_an_absolute_target_for_another_host_is_refused(wire: Wire) -> None:
    assert wire.send("GET", f"http://example.com{HEALTH}").status == 400


@pytest.mark.parametrize("target", ["*", "health", "/a#b", "/\u00e9", "/a b", "\\a"])
def test_a_target_that_is_none_is_refused(wire: Wire, target: str) -> None:
    assert wire.send("GET", target).status == 400
    assert alive(wire)


@pytest.mark.parametrize("method", ["OPTIONS", "PATCH", "TRACE", "CONNECT", "get"])
def test_an_unknown_method_is_refused(wire: Wire, method: str) -> None:
    answer = wire.send(method, HEALTH)
    assert answer.status == 405
    assert b"<Code>MethodNotAllowed</Code>" in answer.body


def test_headers_that_are_too_large_are_told_so(serve: Callable[..., Wire]) -> None:
    wire = serve(EdgeLimits(header_bytes=2000, refused_header_bytes=20_000))
    assert wire.send("GET", HEALTH, X_Long="x" * 1000).status == 200
    refused = wire.send("GET", HEALTH, X_Long="x" * 3000)
    assert refused.status == 400
    assert b"RequestHeaderSectionTooLarge" in refused.body
    assert wire.raw(b"GET / HTTP/1.1\r\nX: " + b"x" * 30_000) == b""
    assert alive(wire)


@pytest.mark.parametrize("name", ["Host", "Authorization", "X-Amz-Date", "X-Amz-Target"])
def test_a_header_that_counts_may_come_once_only(wire: Wire, name: str) -> None:
    head = f"GET {HEALTH} HTTP/1.1\r\nHost: {wire.host}\r\nConnection: close\r\n"
    answer = parsed(wire.raw(f"{head}{name}: a\r\n{name}: a\r\n\r\n".encode()))
    assert answer.status in (400, 403)


@pytest.mark.parametrize("length", ["-1", "x", "1, 2", "0x1", "1e3", "9" * 40, "9" * 5000])
def test_a_length_that_is_none_is_refused(wire: Wire, length: str) -> None:
    assert wire.send("POST", "/", Content_Length=length).status == 400
    assert alive(wire)


def test_two_framings_are_refused(wire: Wire) -> None:
    answer = wire.send("POST", "/", Content_Length="5", Transfer_Encoding="chunked")
    assert answer.status == 400
    assert alive(wire)


@pytest.mark.parametrize("body", [b"x\r\n", b"5\r\nabc", b"-1\r\n\r\n", b"ffffffffffffffffff\r\n"])
def test_a_broken_chunked_body_ends_the_connection(wire: Wire, body: bytes) -> None:
    head = f"PUT /bucket/key HTTP/1.1\r\nHost: {wire.host}\r\nTransfer-Encoding: chunked\r\n\r\n"
    answer = wire.raw(head.encode() + body, end=True)
    assert answer == b"" or answer.startswith(b"HTTP/1.1 400") or answer.startswith(b"HTTP/1.1 403")
    assert alive(wire)


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.binary(max_size=300))
def test_rubbish_ends_a_connection_and_nothing_else(wire: Wire, rubbish: bytes) -> None:
    answer = wire.raw(rubbish + b"\r\n\r\n")
    assert answer == b"" or answer.startswith(b"HTTP/1.1 4")
    assert alive(wire)


header_bytes = st.binary(max_size=30).map(
    lambda data: bytes(byte for byte in data if byte not in b"\r\n\0")
)


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    st.sampled_from(["GET", "PUT", "POST", "HEAD", "DELETE"]),
    st.text(st.characters(min_codepoint=0x21, max_codepoint=0x7E), max_size=30),
    st.dictionaries(
        st.sampled_from(
            [
                b"Authorization",
                b"X-Amz-Date",
                b"X-Amz-Target",
                b"Content-Type",
                b"X-Amz-Content-Sha256",
                b"X-Amz-Security-Token",
                b"Range",
                b"Date",
            ]
        ),
        header_bytes,
    ),
)
def test_any_head_without_a_good_signature_is_refused(
    wire: Wire, method: str, target: str, headers: dict[bytes, bytes]
) -> None:
    head = f"{method} /{target} HTTP/1.1\r\nHost: {wire.host}\r\nConnection: close\r\n".encode()
    head += b"".join(name + b": " + value + b"\r\n" for name, value in headers.items())
    answer = parsed(wire.raw(head + b"\r\n"))
    assert 400 <= answer.status < 500
