"""A digest tells whether a value changed in place."""

from __future__ import annotations

import subprocess
import sys
from typing import Any

import pytest

from jupyterlab_offload.codecs import CodecError, digest

np = pytest.importorskip("numpy")


class Model:
    """An instance that is trained in place."""

    def __init__(self) -> None:
        self.weights = np.zeros(3)
        self.history: list[float] = []


def changes() -> dict[str, tuple[Any, Any]]:
    """Values, each with something that changes it in place."""
    return {
        "list": ([1, [2]], lambda v: v[1].append(3)),
        "dict order": ({"a": 1, "b": 2}, lambda v: v.update(a=v.pop("a"))),
        "type": ([1], lambda v: v.__setitem__(0, True)),
        "sign": ([0.0], lambda v: v.__setitem__(0, -0.0)),
        "long list": (list(range(5000)), lambda v: v.__setitem__(4000, 0)),
        "bytes": (bytearray(5000), lambda v: v.__setitem__(9, 1)),
        "array": (np.zeros(5), lambda v: v.__setitem__(2, 1)),
        "array's bits": (np.zeros(1), lambda v: v.__setitem__(0, -0.0)),
        "array's shape": (np.zeros(6), lambda v: setattr(v, "shape", (2, 3))),
        "objects": (np.array([1, [2]], object), lambda v: v[1].append(1)),
        "instance": (Model(), lambda v: v.weights.__setitem__(0, 1)),
        "history": (Model(), lambda v: v.history.append(1.0)),
        "nested": ({"m": Model()}, lambda v: v["m"].history.append(1.0)),
    }


@pytest.mark.parametrize("name", list(changes()))
def test_a_change_changes_it_and_nothing_else_does(name: str) -> None:
    value, change = changes()[name]
    before = digest(value)
    assert digest(value) == before
    change(value)
    assert digest(value) != before


def test_frames_are_compared_with_all_they_have() -> None:
    pd = pytest.importorskip("pandas")
    frame = pd.DataFrame({"a": [1, 2], "b": ["x", None]})
    seen = {digest(frame)}
    assert digest(frame.copy()) in seen
    for change in (
        lambda: frame.__setitem__("c", 1),
        lambda: frame.loc.__setitem__((0, "a"), 5),
        lambda: frame.attrs.update(x=1),
        lambda: setattr(frame.index, "name", "i"),
        lambda: setattr(frame, "columns", ["a", "b", "d"]),
    ):
        change()
        found = digest(frame)
        assert found not in seen
        seen.add(found)


def test_models_are_compared_by_their_numbers() -> None:
    torch = pytest.importorskip("torch", reason="torch is not installed here")
    model = torch.nn.Linear(2, 2)
    before = digest(model)
    assert digest(model) == before
    with torch.no_grad():
        model.weight[0, 0] += 1
    assert digest(model) != before


def test_fitting_is_noticed() -> None:
    linear = pytest.importorskip("sklearn.linear_model")
    model = linear.LinearRegression()
    before = digest(model)
    model.fit(np.arange(6.0).reshape(3, 2), np.arange(3.0))
    assert digest(model) != before


def test_it_is_the_same_in_another_process() -> None:
    code = "from jupyterlab_offload.codecs import digest; import numpy as np; "
    code += "print(digest({'a': [1, {'x', 'y', 'z'}], 'b': np.arange(3)}))"
    runs = {
        subprocess.run(
            [sys.executable, "-c", code], capture_output=True, text=True, check=True
        ).stdout
        for _ in range(2)
    }
    assert runs == {digest({"a": [1, {"z", "y", "x"}], "b": np.arange(3)}) + "\n"}


def test_what_cannot_be_encoded_has_none() -> None:
    with pytest.raises(CodecError, match=r"value\[0\]"):
        digest([(n for n in "x")])
