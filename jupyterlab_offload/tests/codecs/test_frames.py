"""pandas: every kind of index and column, and all that a frame has besides."""

from __future__ import annotations

import datetime
from decimal import Decimal
from typing import Any, ClassVar

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

np = pytest.importorskip("numpy")
pd = pytest.importorskip("pandas")

# Not before it is known that this file runs at all.
from jupyterlab_offload.tests.codecs.tools import comes_back, group, groups, trip  # noqa: E402  # after the skip

TYPED = "frame tree json"
LENGTH = 4


def _columns() -> dict[str, Any]:
    times = pd.DatetimeIndex(["2020-01-01", "2021-10-31 02:30", None, "1969-01-01"])
    return {
        "bool": [True, False, True, True],
        "int8": np.arange(4, dtype="i1"),
        "big-endian": np.arange(4, dtype=">i4"),
        "uint64": np.array([2**64 - 1, 0, 1, 2], "u8"),
        "float": [1.5, -0.0, np.nan, np.inf],
        "complex": [1j, 2, 3, 4],
        "str": ["a", "é", None, ""],
        "object": pd.Series([1, "a", None, 2.5], dtype=object),
        "missing": pd.Series([np.nan, None, pd.NA, pd.NaT], dtype=object),
        "nested": pd.Series([[1], {"a": 2}, (3,), Decimal("1.0")], dtype=object),
        "datetime": times,
        "datetime s": times.as_unit("s"),
        "zone": times.tz_localize("Europe/Zurich", ambiguous="NaT", nonexistent="NaT"),
        "utc": times.tz_localize("UTC").as_unit("us"),
        "offset": times.tz_localize(datetime.timezone(datetime.timedelta(hours=-3))),
        "timedelta": pd.to_timedelta(["1 day", None, "2 h", "-1 ns"]),
        "period": pd.PeriodIndex(["2020-01", None, "2020-03", "2021-01"], freq="M"),
        "interval": pd.interval_range(0, 4, 4, closed="left"),
        "category": pd.Categorical(["b", None, "a", "b"], categories=["b", "a", "c"], ordered=True),
        "number category": pd.Categorical([3, 1, 1, 2]),
        "Int64": pd.array([1, None, 3, 4], dtype="Int64"),
        "UInt8": pd.array([1, None, 3, 4], dtype="UInt8"),
        "Float32": pd.array([1, None, 3, 4], dtype="Float32"),
        "boolean": pd.array([True, None, False, True], dtype="boolean"),
        "string python": pd.array(["x", None, "", "é"], dtype="string[python]"),
    }


def _arrow_columns() -> dict[str, Any]:
    pytest.importorskip("pyarrow")
    return {
        "string": pd.array(["x", None, "", "é"], dtype="string[pyarrow]"),
        "int": pd.array([1, None, 3, 4], dtype="int64[pyarrow]"),
        "list": pd.Series([[1], None, [], [2, 3]], dtype=_arrow_list()),
        "time": pd.array([None, *pd.date_range("2020", periods=3)], "timestamp[ns, UTC][pyarrow]"),
    }


def _arrow_list() -> Any:
    import pyarrow as pa

    return pd.ArrowDtype(pa.list_(pa.int32()))


def _indexes() -> dict[str, Any]:
    return {
        "range": pd.RangeIndex(3, 11, 2, name="r"),
        "int": pd.Index([5, 5, -1, 0], name=("a", 1)),
        "float": pd.Index([1.0, np.nan, -0.0, 2.0]),
        "float32": pd.Index(np.arange(4, dtype="f4")),
        "text": pd.Index(["a", "b", "a", "c"], name=0),
        "mixed": pd.Index(["a", 1, 2.5, None], dtype=object),
        "tuples": pd.Index([(1, 2), (3, 4), (5, 6), 7], dtype=object, tupleize_cols=False),
        "dates": pd.date_range("2020", periods=4, freq="MS", name="d"),
        "no freq": pd.DatetimeIndex(["2020-01-01", "2020-01-02", "2021-01-01", None]),
        "zoned": pd.date_range("2020", periods=4, freq="h", tz="America/New_York"),
        "deltas": pd.timedelta_range("1h", periods=4, freq="2h"),
        "periods": pd.period_range("2020", periods=4, freq="Q"),
        "categories": pd.CategoricalIndex(["x", "y", "x", None], name="c"),
        "intervals": pd.interval_range(0, 1, 4),
        "levels": pd.MultiIndex.from_product([["a", "b"], [1, 2]], names=["x", None]),
        "unused levels": pd.MultiIndex.from_product([["a", "b", "c"], [1, 2]])[2:],
        "bool": pd.Index([True, False, True, True]),
        "nullable": pd.Index(pd.array([1, None, 2, 3], dtype="Int64")),
    }


@pytest.mark.parametrize("name", list(_columns()))
def test_columns_are_typed(name: str) -> None:
    column = _columns()[name]
    comes_back(pd.Series(column, name=name), TYPED)
    comes_back(pd.DataFrame({name: column, "n": range(LENGTH)}), TYPED)
    comes_back(pd.Series(column)[:0], TYPED)
    comes_back(pd.Series(column)[::2], TYPED)


@pytest.mark.parametrize("name", ["string", "int", "list", "time"])
def test_columns_in_arrows_memory_are_typed(name: str) -> None:
    column = _arrow_columns()[name]
    comes_back(pd.Series(column), TYPED)
    comes_back(pd.DataFrame({name: column}).iloc[1:3], TYPED)


@pytest.mark.parametrize("name", list(_indexes()))
def test_indexes_are_typed(name: str) -> None:
    index = _indexes()[name]
    comes_back(index, TYPED)
    comes_back(pd.Series(range(len(index)), index=index), TYPED)
    comes_back(pd.DataFrame({"a": range(len(index)), "b": "x"}, index=index), TYPED)
    comes_back(pd.DataFrame(np.zeros((2, len(index))), columns=index), TYPED)


def test_duplicate_and_odd_column_names_come_back() -> None:
    frame = pd.DataFrame([[1, "a", 2.5, None]])
    for names in (["a", "a", "b", "a"], [1, "1", (1, 2), None], [np.int64(1), 1.5, True, "x"]):
        frame.columns = pd.Index(names, dtype=object, tupleize_cols=False)
        comes_back(frame, TYPED)


def test_attributes_and_flags_come_back() -> None:
    frame = pd.DataFrame({"a": [1]})
    frame.attrs = {"source": "x", 1: [2, (3,)]}
    comes_back(frame.set_flags(allows_duplicate_labels=False), TYPED)
    comes_back(frame["a"], TYPED)


def test_what_was_set_on_a_frame_comes_back_and_accessors_do_no_harm() -> None:
    series = pd.Series(["a", "b"])
    assert series.str.upper().tolist() == ["A", "B"] and series.plot is not None
    comes_back(series, TYPED)
    frame = pd.DataFrame({"a": [1]})
    object.__setattr__(frame, "source", ["x"])
    assert trip(frame, "frame json tree").source == ["x"]


def test_frames_without_rows_or_columns_come_back() -> None:
    for frame in (pd.DataFrame(), pd.DataFrame(index=[1, 2]), pd.DataFrame(columns=["a"])):
        comes_back(frame, TYPED)


def test_a_frame_that_is_one_block_stays_one() -> None:
    frame = pd.DataFrame(np.arange(12.0).reshape(4, 3), columns=list("abc"))
    result = trip(frame, "frame")
    comes_back(frame, "frame")
    assert np.shares_memory(result.to_numpy(), result["b"].to_numpy())


class Own(pd.DataFrame):
    """A subclass, as geopandas has one."""

    _metadata: ClassVar[list[str]] = ["unit"]

    @property
    def _constructor(self) -> type[Own]:
        return Own


def test_subclasses_and_unknown_parts_are_pickled() -> None:
    own = Own({"a": [1]})
    own.unit = "m"
    result = trip(own, "pickle")
    assert type(result) is Own and result.unit == "m"
    comes_back(pd.Series(pd.arrays.SparseArray([0, 0, 1])), "pickle")


@pytest.mark.parametrize(
    "value",
    [
        pd.Timestamp("2020-01-01 12:00"),
        pd.Timestamp("2020-01-01", tz="Europe/Zurich"),
        pd.Timestamp("2020-10-25 02:30+01:00").tz_convert("Europe/Zurich"),
        pd.Timestamp("2020-01-01").as_unit("s"),
        pd.Timedelta("3h"),
        pd.NaT,
        pd.NA,
    ],
    ids=repr,
)
def test_times_are_typed(value: Any) -> None:
    comes_back(value, TYPED)
    comes_back({"x": [value]}, TYPED)


def test_frames_in_containers_are_typed() -> None:
    comes_back({"train": pd.DataFrame({"a": [1]}), "names": ["x"]}, "tree")


def test_a_result_can_be_written_to() -> None:
    frame = pd.DataFrame({"a": [1, 2], "b": ["x", "y"]})
    result = trip(frame, "frame")
    result.loc[0, "a"] = 5
    result["c"] = 1
    assert result.a.tolist() == [5, 2]


def test_frames_that_copy_on_write_travel_apart_and_do_not_see_each_other() -> None:
    if int(pd.__version__.split(".")[0]) < 3:
        pytest.skip("this pandas copies only on demand")
    frame = pd.DataFrame({"a": [1, 2, 3]})
    view = frame[:2]
    again = frame.copy(deep=False)
    assert groups(frame=frame, view=view, again=again) == [["frame"], ["view"], ["again"]]
    box = trip({"one": frame, "view": view, "again": again, "f": object}, "pickle")
    box["one"].iloc[0, 0] = 9
    assert box["view"].iloc[0, 0] == 1 and box["again"].iloc[0, 0] == 1


def test_an_array_over_a_frames_memory_still_shows_it() -> None:
    array = np.arange(4.0)
    frame = pd.DataFrame({"a": pd.Series(array, copy=False)}, copy=False)
    if not np.shares_memory(frame["a"].to_numpy(), array):
        pytest.skip("this pandas copied the array")
    assert groups(array=array, frame=frame) == [["array", "frame"]]
    result = group(array=array, frame=frame)
    result["array"][0] = 7
    assert result["frame"].iloc[0, 0] == 7


def test_frames_that_share_an_index_travel_apart() -> None:
    index = pd.MultiIndex.from_product([["a", "b"], [1, 2]])
    one, two = pd.DataFrame({"a": range(4)}, index), pd.DataFrame({"b": range(4)}, index)
    assert groups(one=one, two=two) == [["one"], ["two"]]
    assert groups(one=[one, object], two=[two, object]) == [["one"], ["two"]]


cells = st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), st.text(), st.binary())


@given(st.lists(st.tuples(cells, cells), max_size=6), st.lists(st.text(), min_size=2, max_size=2))
@settings(max_examples=80, deadline=None)
def test_objects_in_columns_keep_their_types(rows: list[Any], names: list[str]) -> None:
    frame = pd.DataFrame(rows, columns=names, dtype=object)
    comes_back(frame)
