"""Plain values: typed exactly, or not at all."""

from __future__ import annotations

import datetime
import math
import pickle
import struct
import sys
import time
from collections import Counter, OrderedDict, defaultdict, deque, namedtuple
from decimal import Decimal
from fractions import Fraction
from pathlib import PosixPath, PurePosixPath
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jupyterlab_offload.codecs import encode
from jupyterlab_offload.tests.codecs.tools import comes_back, data_of, one, trip

any_float = st.integers(0, 2**64 - 1).map(
    lambda bits: struct.unpack(">d", struct.pack(">Q", bits))[0]
)
any_text = st.text(st.characters(codec=None, exclude_categories=()))
utc = st.sampled_from([None, datetime.timezone.utc])
hashable_atoms = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.integers(min_value=2**62, max_value=2**500),
    st.floats(),
    any_float,
    any_text,
    st.binary(),
    st.complex_numbers(),
    st.decimals().filter(lambda value: not value.is_snan()),  # that one has no hash
    st.dates(),
    st.datetimes(timezones=utc),
    st.times(),
    st.timedeltas(),
    st.fractions(),
)
hashable = st.recursive(
    hashable_atoms,
    lambda inner: st.tuples(inner, inner) | st.frozensets(inner, max_size=4),
    max_leaves=6,
)
values = st.recursive(
    hashable_atoms | st.binary().map(bytearray) | st.sets(hashable, max_size=5),
    lambda inner: (
        st.lists(inner, max_size=6)
        | st.tuples(inner, inner)
        | st.dictionaries(any_text, inner, max_size=5)
        | st.dictionaries(hashable, inner, max_size=5)
    ),
    max_leaves=20,
)


@given(values)
@settings(max_examples=150, deadline=None)
def test_plain_values_come_back_with_their_types(value: object) -> None:
    comes_back(value, "json tree pickle")


@given(st.lists(st.integers(-(2**70), 2**70), min_size=1, max_size=9), st.integers(4090, 4100))
@settings(max_examples=30, deadline=None)
def test_long_lists_of_numbers_come_back(numbers: list[int], length: int) -> None:
    comes_back((numbers * length)[:length], "json tree")


@pytest.mark.parametrize(
    "value",
    [
        list(range(-5000, 5000)),
        [2**63 - 1, -(2**63)] * 3000,
        [2**63] * 5000,
        [0.1, -0.0, math.inf, struct.unpack(">d", bytes.fromhex("fff8000000000123"))[0]] * 2000,
        [True, False] * 3000,
        [True, 1] * 3000,
        ["", "é", "a\nb"] * 3000,
        ["\0"] * 5000,
        ["a", None, "\ud800"] * 3000,
        [str(i) for i in range(9000)],
        [None, *map(str, range(9000))],
        ["a", math.nan] * 3000,
        ["\ud800"] * 5000,
        [None] * 5000,
        {i: str(i) for i in range(6000)},
        {str(i): i for i in range(6000)},
        set(range(6000)),
        tuple(range(6000)),
        [[float(i)] * 5000 for i in range(3)],
    ],
)
def test_long_containers_come_back(value: object) -> None:
    comes_back(value, "json tree")


@pytest.mark.parametrize(
    "value",
    [
        "\ud83d" + "\ude00",  # two lone surrogates, which JSON would join
        {"$": "tuple", "v": [1]},
        {"$": 1},
        {1: "a", "1": "b", True.real + 1: "c", None: 0, (1, 2): 3},
        {-0.0: 1},
        [-0.0, 0.0, math.nan, math.inf],
        pytest.param(10**6000, id="long"),
        pytest.param(-(10**6000), id="long and negative"),
        range(0, 10**30, 3),
        slice(None, 3),
        Ellipsis,
        Decimal("1.00"),
        Decimal("sNaN12"),
        Decimal("-Infinity"),
        Fraction(10**30, 7),
        datetime.datetime(2020, 1, 1, fold=1),
        datetime.time(1, 2, 3, 4, tzinfo=datetime.timezone.utc),
        PosixPath("/a/../b"),
        PurePosixPath("x"),
        b"x" * 100_000,
        bytearray(b"y" * 100_000),
        complex(-0.0, math.nan),
        [],
        {},
        set(),
        (),
        "",
    ],
)
def test_corner_cases_are_typed(value: object) -> None:
    comes_back(value, "json tree")


Point = namedtuple("Point", "x y")


class Named(str):
    """A subclass of what JSON has."""


class Row(dict[str, int]):
    """Another one."""


@pytest.mark.parametrize(
    "value",
    [
        Point(1, 2),
        Named("a"),
        Row(a=1),
        [Named("a")],
        {Named("a"): 1},
        OrderedDict(b=1, a=2),
        defaultdict(list, {1: [2]}),
        Counter("abb"),
        deque([1, 2], maxlen=3),
        datetime.datetime(2020, 1, 1, tzinfo=datetime.timezone(datetime.timedelta(hours=2))),
        int,
        len,
        math.sin,
        ValueError("x").args,
    ],
)
def test_what_is_only_like_a_plain_type_keeps_its_own(value: object) -> None:
    comes_back(value, "json pickle")


def test_one_list_at_two_places_stays_one() -> None:
    inner = [1]
    result = trip({"a": inner, "b": [inner]}, "pickle")
    assert result["a"] is result["b"][0]


def test_a_list_that_holds_itself_comes_back() -> None:
    value: list[object] = []
    value.append(value)
    result = trip(value, "pickle")
    assert result[0] is result


def test_deep_nesting_is_pickled_and_very_deep_refused() -> None:
    deep: list[object] = []
    for _ in range(300):
        deep = [deep]
    comes_back(deep, "pickle")
    for _ in range(3_000):
        deep = [deep]
    limit = sys.getrecursionlimit()
    came: Any = trip(deep, "pickle")
    assert sys.getrecursionlimit() == limit
    for _ in range(3_300):
        (came,) = came
    assert came == []
    for _ in range(200_000):
        deep = [deep]
    refusal = encode({"x": deep}).refused["x"]
    assert refusal.kind == "deep structure"
    while deep:  # taking it apart at once would recurse as deep
        deep = deep.pop()  # type: ignore[assignment]  # lists all the way down


def test_the_same_content_gives_the_same_bytes() -> None:
    a = {"x": {"b", "a", "c"}, "y": [1.5] * 5000}
    b = {"x": {"c", "b", "a"}, "y": [1.5] * 5000}
    assert data_of(one(a)) == data_of(one(b))


def test_the_name_is_no_part_of_the_bytes() -> None:
    (a,) = encode({"first": [1, 2]}).items
    (b,) = encode({"second": [1, 2]}).items
    assert data_of(a) == data_of(b)


def test_millions_of_numbers_take_no_seconds() -> None:
    values = list(range(2_000_000))
    started = time.perf_counter()
    pickle.dumps(values, 5)
    pickled = time.perf_counter() - started
    started = time.perf_counter()
    item = one(values)
    assert sum(map(len, item.chunks())) == item.size
    # Four times, usually; Python code that visits each number would take many more.
    assert time.perf_counter() - started < 15 * pickled
