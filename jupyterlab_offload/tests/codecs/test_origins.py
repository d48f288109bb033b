"""Who was where: what a change moved, and what it replaced, is told from what it changed."""

from __future__ import annotations

import gc
import json
import pickle

import pytest

from jupyterlab_offload.codecs import Moved, Origins, moves_of, update
from jupyterlab_offload.codecs import origins as module


class Thing:
    def __init__(self, value):
        self.value = value


def brought(values, change):
    """The values after a change elsewhere: copies go, are changed, and come back."""
    there = pickle.loads(pickle.dumps(values))
    origins = Origins(there)
    change(there)
    moves = moves_of(json.loads(json.dumps(origins.moves(there))))
    back, names = pickle.loads(pickle.dumps(there)), list(values)
    old, new = [values[name] for name in names], [back[name] for name in names]
    assert update(old, new, Moved(moves, values, names))
    return dict(zip(names, old, strict=True)), moves


def test_what_stays_where_it_is_needs_no_word():
    rows = [[1], {"k": [2]}, Thing([3])]

    def change(values):
        values["rows"][1]["k"].append(4)
        values["rows"][2].value += [5]
        values["rows"].append([6])

    now, moves = brought({"rows": rows}, change)
    assert moves == [] and now["rows"] is rows
    assert rows[1]["k"] == [2, 4] and rows[2].value == [3, 5] and rows[3] == [6]


def test_what_is_sorted_stays_itself():
    first, second, third = [1], [2], [3]
    rows = [first, second, third]
    brought({"rows": rows}, lambda values: values["rows"].sort(reverse=True))
    assert rows[0] is third and rows[1] is second and rows[2] is first
    assert (first, second, third) == ([1], [2], [3])


def test_what_replaces_another_leaves_it_alone():
    kept = Thing([1])
    table = {"a": kept}

    def change(values):
        values["table"]["a"] = Thing([2])

    brought({"table": table}, change)
    assert kept.value == [1] and table["a"].value == [2] and table["a"] is not kept


def test_what_goes_into_another_value_is_the_same_there():
    one, two = [["x"]], []
    inner = one[0]

    def change(values):
        values["two"].append(values["one"].pop())
        values["two"][0].append("y")

    brought({"one": one, "two": two}, change)
    assert one == [] and two[0] is inner and inner == ["x", "y"]


def test_an_element_of_a_new_tuple_is_the_one_that_was():
    model = Thing(0)
    steps = [("scale", Thing(1)), ("model", model)]

    def change(values):
        values["steps"][0:2] = [("model", values["steps"][1][1])]
        values["steps"][0][1].value = 7

    brought({"steps": steps}, change)
    assert len(steps) == 1 and steps[0][1] is model and model.value == 7


def test_a_new_object_at_the_address_of_an_old_one_is_new():
    there = {"table": {"a": Thing([0])}}
    origins = Origins(there)
    old = id(there["table"]["a"])
    del there["table"]["a"]
    gc.collect()
    others = [Thing([number]) for number in range(100)]
    again = [one for one in others if id(one) == old]
    there["table"]["a"] = (again or others)[0]
    assert origins.moves(there)[0] == (("table", 0), None)


def test_of_too_much_nothing_is_claimed(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(module, "MOST", 3)
    origins = Origins({"rows": [[1], [2], [3]]})
    assert not origins.complete and origins.moves({"rows": []}) == [(("rows",), None)]


def test_forged_paths_lead_nowhere():
    moved = Moved(
        moves_of([[["rows", 0], ["rows", 9, "x"]], [["rows", 1], []], [[], None]]), {}, ["rows"]
    )
    assert moved.old((0, 0)) is None and moved.old((0, 1)) is None
    moved = Moved([(("rows", 0), ("rows", -1))], {"rows": [[1]]}, ["rows"])
    assert moved.old((0, 0)) is None
