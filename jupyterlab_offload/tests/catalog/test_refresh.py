"""The price list: read in pieces, kept with its date, and never a price that is not in it."""

from __future__ import annotations

import io
import json
import tracemalloc
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from typing import Any, BinaryIO

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jupyterlab_offload.catalog import RefreshError, price, refresh
from jupyterlab_offload.catalog.jsonstream import JsonStream
from jupyterlab_offload.catalog.offer import read_offer

# The shape is that of AWS's documentation; only the figures that matter are kept.
OFFER = Path(__file__).with_name("offer.json").read_bytes()


class Drops(io.BytesIO):
    """A file that gives a few bytes at a time, whatever it is asked for."""

    def __init__(self, data: bytes, size: int) -> None:
        super().__init__(data)
        self._size = size

    def read(self, _: int | None = -1) -> bytes:
        return super().read(self._size)


@pytest.mark.parametrize("size", [1, 7, 1000, 10**6])
def test_training_prices_on_demand_are_kept_and_nothing_else(size: int) -> None:
    offer = read_offer(Drops(OFFER, size))
    assert offer.prices == {"ml.g5.xlarge": 1.408, "ml.m5.large": 0.115}
    assert offer.published == "2026-09-18T17:45:01Z"


def test_a_refresh_brings_newer_prices(tmp_path: Path) -> None:
    asked: list[str] = []

    def open(url: str) -> AbstractContextManager[BinaryIO]:
        asked.append(url)
        return nullcontext(io.BytesIO(OFFER.replace(b"1.4080000000", b"1.5")))

    found = refresh("us-east-1", tmp_path, open)
    assert (found.count, found.date) == (2, "2026-09-18")
    assert asked[0].startswith("https://") and "/us-east-1/" in asked[0]
    known = price("ml.g5.xlarge", "us-east-1", tmp_path)
    assert known is not None and (known.usd_per_hour, known.date) == (1.5, "2026-09-18")
    assert [path.name for path in tmp_path.iterdir()] == ["prices-us-east-1.json"]


BROKEN = [b"", b"{}", b"<html>", OFFER[: len(OFFER) // 2], OFFER.replace(b'"OnDemand"', b'"Other"')]


@pytest.mark.parametrize("data", BROKEN)
def test_what_is_no_price_list_changes_nothing(tmp_path: Path, data: bytes) -> None:
    with pytest.raises(RefreshError, match="cannot be read"):
        refresh("us-east-1", tmp_path, lambda url: nullcontext(io.BytesIO(data)))
    assert list(tmp_path.iterdir()) == []


def test_no_network_is_told(tmp_path: Path) -> None:
    def open(url: str) -> AbstractContextManager[BinaryIO]:
        raise OSError("no route")

    with pytest.raises(RefreshError, match="no route"):
        refresh("us-east-1", tmp_path, open)


@pytest.mark.parametrize("region", ["", "../x", "us-east-1/../../y", "US-EAST-1"])
def test_a_region_is_a_region(tmp_path: Path, region: str) -> None:
    with pytest.raises(RefreshError, match="no region"):
        refresh(region, tmp_path, lambda url: nullcontext(io.BytesIO(OFFER)))


def test_a_large_list_is_never_in_memory_whole() -> None:
    document = json.loads(OFFER)
    one = document["products"]["3DEF"]
    document["products"].update({f"X{number}": one for number in range(40_000)})
    data = json.dumps(document).encode()
    file = io.BytesIO(data)
    del document
    tracemalloc.start()
    try:
        assert len(read_offer(file).prices) == 2
        assert tracemalloc.get_traced_memory()[1] < len(data) / 4
    finally:
        tracemalloc.stop()


@pytest.mark.parametrize("number", [0.5, -1.25e-7, 1e300, 12, -0.0])
def test_numbers_that_arrive_in_drops_stay_whole(number: float) -> None:
    stream = JsonStream(Drops(json.dumps({"a": number}).encode(), 1))
    assert [stream.value() for _ in stream.members()] == [number]


documents = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
)


@given(st.dictionaries(st.text(), documents, max_size=4), st.integers(1, 9), st.data())
def test_any_document_is_walked_through(document: dict[str, Any], size: int, data: Any) -> None:
    stream = JsonStream(
        Drops(json.dumps(document, ensure_ascii=False).encode("utf-8", "replace"), size)
    )
    plain = json.loads(json.dumps(document, ensure_ascii=False).encode("utf-8", "replace"))
    for key in stream.members():
        if data.draw(st.booleans()):
            assert stream.value() == plain[key]
        else:
            stream.skip()
