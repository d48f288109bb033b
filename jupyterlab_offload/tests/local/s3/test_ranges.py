"""The Range header, against bytes sliced in Python."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jupyterlab_offload.local.protocol.errors import AWSError
from jupyterlab_offload.local.services.s3.ranges import Span, span_of

WHOLE = bytes(range(20))


def cut(header: str, size: int = len(WHOLE)) -> bytes | None:
    span = span_of(header, size)
    return None if span is None else WHOLE[span.start : span.start + span.size]


@given(st.integers(0, 19), st.integers(0, 40))
def test_first_and_last(first: int, more: int) -> None:
    assert cut(f"bytes={first}-{first + more}") == WHOLE[first : first + more + 1]


@given(st.integers(0, 19))
def test_from_an_offset_on(first: int) -> None:
    assert cut(f"bytes={first}-") == WHOLE[first:]


@given(st.integers(1, 40))
def test_the_last_bytes(count: int) -> None:
    assert cut(f"bytes=-{count}") == WHOLE[-min(count, 20) :]


@pytest.mark.parametrize(
    ("header", "size"),
    [
        ("bytes=20-", 20),
        ("bytes=20-30", 20),
        ("bytes=-0", 20),
        ("bytes=0-", 0),
        ("bytes=-1", 0),
        ("bytes=9999999999999999999-", 20),
    ],
)
def test_outside_is_not_satisfiable(header: str, size: int) -> None:
    with pytest.raises(AWSError) as caught:
        span_of(header, size)
    assert (caught.value.code, caught.value.status) == ("InvalidRange", 416)
    assert caught.value.extra == {"RangeRequested": header, "ActualObjectSize": size}


@pytest.mark.parametrize(
    "header",
    [
        "",
        "bytes",
        "bytes=",
        "bytes=-",
        "bytes=5-2",
        "bytes=a-b",
        "bytes=1-2,4-5",
        "lines=1-2",
        "bytes=1--2",
        "bytes=0x1-2",
        "bytes=٣-٤",
        "bytes=1-99999999999999999999",
    ],
)
def test_what_is_no_single_range_means_everything(header: str) -> None:
    assert span_of(header, 20) is None


@given(st.text("bytes=-,0123456789 ", max_size=16), st.integers(0, 30))
def test_any_header_gives_a_span_inside_or_an_error(header: str, size: int) -> None:
    try:
        span = span_of(header, size)
    except AWSError:
        return
    assert span is None or (span.start >= 0 and span.size > 0 and span.start + span.size <= size)


def test_the_content_range() -> None:
    assert Span(5, 3).header(20) == "bytes 5-7/20"
