"""What shares something that can change travels together, and arrives sharing it."""

from __future__ import annotations

import collections
import functools
import time
from pathlib import Path
from typing import Any

import pytest

from jupyterlab_offload.codecs import encode
from jupyterlab_offload.tests.codecs.tools import comes_back, group, groups

np = pytest.importorskip("numpy")


class Box:
    """An instance with attributes."""

    def __init__(self, **attributes: Any) -> None:
        vars(self).update(attributes)


def test_an_alias_arrives_as_one() -> None:
    value = [1, 2]
    result = group(a=value, b=value)
    assert result["a"] is result["b"]


def test_names_without_anything_in_common_travel_apart() -> None:
    assert groups(a=[1], b=[1], c=(1, "x"), d="x") == [["a"], ["b"], ["c"], ["d"]]


def test_what_cannot_change_is_no_sharing() -> None:
    text, row, dtype = "x" * 100, (1, (2, "y")), np.dtype("f4")
    assert groups(a=[text, row], b=[text, row], c=text) == [["a"], ["b"], ["c"]]
    assert groups(a=Box(d=dtype, c=int, f=len), b=Box(d=dtype, c=int, f=len)) == [["a"], ["b"]]
    assert groups(a=Box(e=collections.OrderedDict), b=collections.OrderedDict) == [["a"], ["b"]]


def test_a_tuple_leads_to_what_can_change() -> None:
    inner: list[int] = []
    assert groups(a=(1, inner), b={"x": inner}, c=[inner[:]]) == [["a", "b"], ["c"]]


def test_groups_join_over_a_third_name() -> None:
    one, two = [1], [2]
    assert groups(a=one, n=5, b=two, both=[one, two]) == [["a", "b", "both"], ["n"]]


def test_a_view_and_its_array_share_memory() -> None:
    array = np.arange(12.0).reshape(3, 4)
    result = group(view=array[1:, ::2], array=array, flat=array.ravel(), back=array[::-1])
    result["array"][...] = 5
    assert (result["view"] == 5).all() and (result["flat"] == 5).all()
    assert (result["back"] == 5).all()
    assert result["view"].strides == array[1:, ::2].strides


def test_two_halves_of_one_array_travel_apart() -> None:
    array = np.arange(10)
    assert groups(head=array[:5], tail=array[5:]) == [["head"], ["tail"]]


def test_views_inside_one_value_share_memory() -> None:
    array = np.arange(5)
    result = group(x={"all": array, "some": array[2:]})["x"]
    result["all"][3] = 77
    assert result["some"][1] == 77


def test_views_of_different_types_share_memory() -> None:
    array = np.zeros(4, "f8")
    result = group(
        numbers=array, raw=array.view("u1"), record=array.view([("a", "f4"), ("b", "f4")])
    )
    result["raw"][:] = 255
    assert np.isnan(result["numbers"]).all() and np.isnan(result["record"]["a"]).all()


@pytest.mark.filterwarnings("ignore:the matrix subclass:PendingDeprecationWarning")
def test_a_matrix_over_an_array_shares_memory() -> None:
    array = np.zeros((2, 2))
    result = group(array=array, matrix=np.asmatrix(array))
    result["array"][0, 0] = 3
    assert result["matrix"][0, 0] == 3 and type(result["matrix"]) is np.matrix


def test_a_masked_array_shares_its_data_and_mask() -> None:
    array, mask = np.arange(4.0), np.array([False, False, True, False])
    masked = np.ma.array(array, mask=mask, copy=False, fill_value=-1.0, hard_mask=True)
    result = group(array=array, masked=masked)
    result["array"][0] = 9
    assert result["masked"][0] == 9 and result["masked"].mask.tolist() == mask.tolist()
    assert result["masked"].fill_value == -1.0 and result["masked"].hardmask
    comes_back(np.ma.array([1, 2]), "pickle")


def test_a_memory_map_arrives_in_memory_and_this_is_said(tmp_path: Path) -> None:
    array = np.memmap(tmp_path / "map", dtype="f4", mode="w+", shape=(5,))
    array[:] = 2
    (item,) = encode({"x": array}).items
    assert "memory map" in item.notes[0]
    result = group(x=array)["x"]
    assert type(result) is np.memmap and result.tolist() == [2] * 5


def test_views_of_objects_share_them() -> None:
    array = np.array([[1], "a", None, 4], object)
    result = group(array=array, view=array[::2], box=[array[0]])
    result["array"][2] = "new"
    assert result["view"][1] == "new"
    assert result["box"][0] is result["array"][0]


def test_read_only_views_stay_read_only() -> None:
    array = np.arange(4)
    view = array[:]
    view.flags.writeable = False
    result = group(array=array, view=view)
    result["array"][0] = 9
    assert result["view"][0] == 9 and not result["view"].flags.writeable


def test_an_instance_and_its_part_travel_together() -> None:
    part = Box(n=1)
    whole = Box(part=part, data=np.arange(3))
    assert groups(whole=whole, part=part, data=whole.data) == [["whole", "part", "data"]]
    result = group(whole=whole, part=part, data=whole.data)
    assert result["whole"].part is result["part"] and result["whole"].data is result["data"]


def test_a_pipeline_and_its_step() -> None:
    pipeline = pytest.importorskip("sklearn.pipeline")
    linear = pytest.importorskip("sklearn.linear_model")
    step = linear.LinearRegression()
    whole = pipeline.Pipeline([("step", step)]).fit(np.arange(6.0).reshape(3, 2), np.arange(3.0))
    result = group(pipe=whole, step=step)
    assert result["pipe"].steps[0][1] is result["step"]
    assert (result["step"].coef_ == step.coef_).all()


def test_two_models_travel_apart() -> None:
    linear = pytest.importorskip("sklearn.linear_model")
    data = np.arange(6.0).reshape(3, 2), np.arange(3.0)
    one, two = linear.Ridge().fit(*data), linear.Ridge().fit(*data)
    assert groups(one=one, two=two, lists=[1]) == [["one"], ["two"], ["lists"]]


def test_functions_that_share_a_variable_go_on_sharing_it() -> None:
    pytest.importorskip("cloudpickle")

    def counter() -> tuple[Any, Any]:
        count = [0]

        def add() -> None:
            count[0] += 1

        return add, lambda: count[0]

    add, read = counter()
    assert groups(add=add, read=read) == [["add", "read"]]
    result = group(add=add, read=read)
    result["add"]()
    assert result["read"]() == 1


def test_functions_say_what_they_need() -> None:
    (item,) = encode({"f": functools.partial(lambda x, y: x + y, 1)}).items
    assert item.meta["same_python_minor"] and "cloudpickle" not in item.meta["libraries"]
    (item,) = encode({"f": functools.partial(max, 1)}).items
    assert not item.meta["same_python_minor"] and item.meta["modules"] == []
    assert group(f=functools.partial(lambda x, y: x + y, 1))["f"](2) == 3


def test_functions_in_a_namespace_of_their_own_need_cloudpickle() -> None:
    pytest.importorskip("cloudpickle")
    (item,) = encode({"f": [eval("lambda x: x + more", {"more": 1})]}).items
    assert item.meta["same_python_minor"] and "cloudpickle" in item.meta["libraries"]
    assert group(f=[eval("lambda x: x + more", {"more": 1})])["f"][0](2) == 3


def test_pickles_say_which_packages_they_need() -> None:
    (item,) = encode({"x": Box(a=np.arange(3))}).items
    assert item.meta["libraries"]["numpy"] == np.__version__
    assert "jupyterlab_offload" in item.meta["modules"]  # where Box is defined


def test_a_refused_name_leaves_the_others_alone() -> None:
    shared: list[Any] = [1]
    encoding = encode({"a": shared, "bad": [shared, iter([]), (n for n in "x")], "b": shared})
    assert [item.names for item in encoding.items] == [["a", "b"]]
    assert list(encoding.refused) == ["bad"]


def test_large_plain_containers_are_grouped_quickly() -> None:
    rows = [[i, float(i), str(i)] for i in range(100_000)]
    started = time.process_time()
    assert groups(rows=rows, again={"rows": rows}, n=list(range(10**6))) == [
        ["rows", "again"],
        ["n"],
    ]
    assert time.process_time() - started < 15  # 2 s, on a machine that does nothing else
    comes_back(rows, "json")


def test_typed_formats_say_which_libraries_read_them() -> None:
    items = {item.names[0]: item.meta for item in encode({"a": np.ones(2), "n": [1]}).items}
    assert items["a"]["libraries"] == {"numpy": np.__version__}
    assert items["n"]["libraries"] == {}
