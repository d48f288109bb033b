"""polars' frames and series, as Arrow streams."""

from __future__ import annotations

import datetime
import io
from decimal import Decimal
from typing import Any

import pytest

pl = pytest.importorskip("polars", reason="polars is not installed here")

# Not before it is known that this file runs at all.
from jupyterlab_offload.codecs import CodecError, decode  # noqa: E402  # after the skip
from jupyterlab_offload.tests.codecs.tools import comes_back, data_of, one, trip  # noqa: E402  # after the skip


def _columns() -> dict[str, Any]:
    day = datetime.date(2020, 1, 2)
    return {
        "int": pl.Series([1, None, 3]),
        "u8": pl.Series([1, 2, None], dtype=pl.UInt8),
        "float": pl.Series([1.5, -0.0, float("nan")], dtype=pl.Float32),
        "text": pl.Series(["a", None, "é"]),
        "bool": pl.Series([True, None, False]),
        "bytes": pl.Series([b"a", b"", None]),
        "date": pl.Series([day, None, day]),
        "time": pl.Series([datetime.time(1, 2), None, None]),
        "moment": pl.Series([datetime.datetime(2020, 1, 2), None, None], dtype=pl.Datetime("ms")),
        "zoned": pl.Series([None, datetime.datetime(2020, 1, 2), None]).dt.replace_time_zone("UTC"),
        "duration": pl.Series([datetime.timedelta(1), None, None]),
        "decimal": pl.Series([Decimal("1.50"), None, Decimal("2.25")]),
        "list": pl.Series([[1, 2], None, []]),
        "array": pl.Series([[1, 2], [3, 4], None], dtype=pl.Array(pl.Int8, 2)),
        "struct": pl.Series([{"a": 1, "b": "x"}, {"a": None, "b": "y"}, {"a": 2, "b": None}]),
        "category": pl.Series(["b", "a", "b"], dtype=pl.Categorical),
        "enum": pl.Series(["b", None, "b"], dtype=pl.Enum(["a", "b"])),
        "null": pl.Series([None, None, None]),
    }


@pytest.mark.parametrize("name", list(_columns()))
def test_columns_are_typed(name: str) -> None:
    column = _columns()[name]
    comes_back(column.alias(name), "arrow")
    comes_back(pl.DataFrame({name: column, "n": [1, 2, 3]}), "arrow")
    comes_back(column[:0], "arrow")
    comes_back(column[1:], "arrow")


def test_frames_without_rows_or_columns_come_back() -> None:
    comes_back(pl.DataFrame({"a": []}, schema={"a": pl.Int8}), "arrow")
    comes_back(pl.DataFrame(), "arrow pickle")


def test_objects_and_plans_are_pickled() -> None:
    plan = pl.DataFrame({"a": [1, 2]}).lazy().filter(pl.col("a") > 1)
    assert trip(plan, "pickle").collect().to_dicts() == [{"a": 2}]


def test_addresses_in_a_stream_are_not_followed() -> None:
    item = one(pl.DataFrame({"a": ["x" * 60]}))
    data = data_of(item)
    schema = data.index(b"\xff\xff\xff\xff")
    marker = b"POLARS_EXTENSION_TYPE"
    forged = data[: schema + 8] + marker + data[schema + 8 + len(marker) :]
    with pytest.raises(CodecError, match="objects"):
        decode(item.format, item.meta, io.BytesIO(forged), allow_pickle=False)
    comes_back(pl.Series([marker.decode()]), "arrow")
    comes_back(pl.Series(marker.decode(), [1]), "pickle")


def test_a_large_frame_goes_in_slices() -> None:
    frame = pl.DataFrame({"a": range(3_000_000), "b": ["x" * 9] * 3_000_000})
    assert max(map(len, one(frame).chunks())) < 32 * 1024 * 1024
    assert trip(frame, "arrow").equals(frame)
