"""text/plain, compared with IPython's printer."""

from __future__ import annotations

import datetime
import re
import types
from collections import Counter, OrderedDict, UserList, defaultdict, deque
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jupyterlab_offload.driver.display.pretty import pretty

theirs = pytest.importorskip("IPython.lib.pretty").pretty


class Plain:
    pass


class Lines:
    def __repr__(self) -> str:
        return "one\ntwo"


class Own:
    def _repr_pretty_(self, p: Any, cycle: bool) -> None:
        with p.group(4, "Own(", ")"):
            p.text("a,")
            p.breakable()
            p.pretty(list(range(40)))
            p.break_()
            p.text("end")


leaves = st.one_of(
    st.none(), st.booleans(), st.integers(), st.floats(), st.text(max_size=70), st.binary(),
    st.sampled_from([
        Lines(), Own(), Plain, len, re.compile(r"a\d", re.IGNORECASE), ValueError("a", [1] * 40),
        datetime.datetime(2020, 1, 1), pretty, OSError(), range(3), slice(1), Ellipsis, print,
    ]),
)  # fmt: skip
keys = st.one_of(st.integers(), st.text(max_size=30))


def containers(inner: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    lists = st.lists(inner, max_size=12)
    dicts = st.dictionaries(keys, inner, max_size=8)
    sets = st.sets(keys)
    return st.one_of(
        lists, lists.map(tuple), dicts, sets, sets.map(frozenset), lists.map(deque),
        lists.map(UserList), dicts.map(OrderedDict), dicts.map(types.MappingProxyType),
        dicts.map(lambda found: defaultdict(list, found)), sets.map(Counter),
        lists.map(lambda found: deque(found, maxlen=30)),
        lists.map(lambda found: types.SimpleNamespace(a=found, b=1)),
    )  # fmt: skip


@given(st.recursive(leaves, containers))
def test_every_value_is_written_as_ipython_writes_it(value: Any) -> None:
    assert pretty(value) == theirs(value)


@pytest.mark.parametrize(
    "value", [list(range(1500)), set(range(1500)), {i: i for i in range(1500)}]
)
def test_long_containers_are_cut(value: Any) -> None:
    assert pretty(value) == theirs(value) and pretty(value).count("...") == 1


def test_rings_end() -> None:
    ring: list[Any] = [1]
    ring.append(ring)
    table: dict[str, Any] = {}
    table["self"] = table
    assert pretty(ring) == theirs(ring) == "[1, [...]]"
    assert pretty(table) == theirs(table)


def test_objects_without_a_text_of_their_own() -> None:
    value = Plain()
    assert pretty(value) == theirs(value)
