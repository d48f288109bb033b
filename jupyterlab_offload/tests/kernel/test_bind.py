"""Results put into a namespace: into the same objects, never over what changed meanwhile."""

from __future__ import annotations

import hashlib
from typing import Any

from jupyterlab_offload.codecs import encode
from jupyterlab_offload.kernel.binding.bind import Binder, Group
from jupyterlab_offload.kernel.binding.snapshot import Sent, Snapshot


def sent(namespace: dict[str, Any], *names: str) -> list[Sent]:
    values = {name: namespace[name] for name in names}
    return [
        Sent(tuple(item.names), hashlib.sha256(b"".join(item.chunks())).hexdigest())
        for item in encode(values).items
    ]


def binder(namespace: dict[str, Any], *names: str, inputs: tuple[str, ...] = ()) -> Binder:
    return Binder(namespace, Snapshot.of(names, sent(namespace, *inputs), namespace), {})


def test_a_new_name_is_bound() -> None:
    namespace: dict[str, Any] = {}
    binder(namespace, "x").groups([Group({"x": 1})])
    assert namespace == {"x": 1}


def test_a_variable_that_was_assigned_meanwhile_is_kept() -> None:
    namespace: dict[str, Any] = {"x": 1}
    made = binder(namespace, "x")
    namespace["x"] = 2
    made.groups([Group({"x": 3})])
    assert namespace == {"x": 2}
    assert made.report.kept == ["x"]


def test_a_list_that_was_edited_meanwhile_is_kept() -> None:
    namespace: dict[str, Any] = {"x": [1]}
    made = binder(namespace, "x", inputs=("x",))
    namespace["x"].append(2)
    made.groups([Group({"x": [1, 3]}, frozenset("x"))])
    assert namespace == {"x": [1, 2]}
    assert made.report.kept == ["x"]


def test_an_input_changed_in_place_is_changed_for_every_alias() -> None:
    shared = [1]
    namespace: dict[str, Any] = {"x": shared, "y": shared}
    made = binder(namespace, "x", inputs=("x",))
    made.groups([Group({"x": [1, 2]}, frozenset("x"))])
    assert namespace["x"] is shared and namespace["y"] == [1, 2]
    assert made.report.updated == ["x"]


def test_names_that_share_go_on_sharing() -> None:
    inner = [1]
    namespace: dict[str, Any] = {"a": {"p": inner}, "b": {"p": inner}}
    made = binder(namespace, "a", "b", inputs=("a", "b"))
    other = [1, 2]
    made.groups([Group({"a": {"p": other}, "b": {"p": other}}, frozenset("ab"))])
    assert namespace["a"]["p"] is inner and namespace["b"]["p"] is inner
    assert inner == [1, 2]


def test_a_new_name_for_a_changed_input_is_the_same_object_here_too() -> None:
    namespace: dict[str, Any] = {"a": [1]}
    before = namespace["a"]
    made = binder(namespace, "a", "best", inputs=("a",))
    came = [1, 2]
    made.groups([Group({"a": came, "best": came}, frozenset("a"))])
    assert namespace["a"] is before and namespace["best"] is before


def test_what_cannot_change_in_place_is_bound_anew_and_reported() -> None:
    import numpy as np

    namespace: dict[str, Any] = {"x": np.zeros(2)}
    made = binder(namespace, "x", inputs=("x",))
    made.groups([Group({"x": np.ones(3)}, frozenset("x"))])
    assert namespace["x"].tolist() == [1, 1, 1]
    assert made.report.anew == ["x"]


def test_of_two_jobs_the_later_cell_wins_whichever_ends_first() -> None:
    for order in ((0, 1), (1, 0)):
        namespace: dict[str, Any] = {"x": 0}
        ours: dict[str, object] = {}
        snapshots = [Snapshot.of(["x"], [], namespace) for _ in range(2)]
        done: set[int] = set()
        for index in order:
            later = frozenset("x") if any(other > index for other in done) else frozenset()
            Binder(namespace, snapshots[index], ours, later).groups([Group({"x": index + 1})])
            done.add(index)
        assert namespace == {"x": 2}


def test_a_deleted_name_goes_unless_it_was_bound_meanwhile() -> None:
    namespace: dict[str, Any] = {"x": 1, "y": 1}
    made = binder(namespace, "x", "y")
    namespace["y"] = 2
    made.deleted(["x", "y", "z"])
    assert namespace == {"y": 2}


def test_force_takes_the_jobs_value() -> None:
    namespace: dict[str, Any] = {"x": 1}
    made = binder(namespace, "x")
    namespace["x"] = 2
    made.by_force = True
    made.groups([Group({"x": 3})])
    assert namespace == {"x": 3}
