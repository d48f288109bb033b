"""Functions inside values: the namespace that they read, and what they share."""

from __future__ import annotations

import functools
import io
import sys
from collections.abc import Callable
from typing import Any

import pytest

from jupyterlab_offload.codecs import CodecError, decode, encode, know, update
from jupyterlab_offload.codecs.pickled import rebuild

LIMIT = [10]


def there_and_back(value: Any) -> Any:
    (item,) = encode({"value": value}).items
    file = io.BytesIO(b"".join(item.chunks()))
    return decode(item.format, item.meta, file, allow_pickle=True)["value"]


def counter() -> Callable[[], int]:
    count = 0

    def step() -> int:
        nonlocal count
        count += 1
        return min(count, LIMIT[0])

    return step


def pair() -> list[Callable[..., Any]]:
    kept: list[int] = []

    def put(x: int) -> None:
        kept.append(x)

    def read() -> list[int]:
        return kept

    return [put, read]


def test_a_function_reads_its_module_s_own_namespace(monkeypatch: pytest.MonkeyPatch) -> None:
    step = there_and_back([counter()])[0]
    assert step.__globals__ is globals()
    step()
    monkeypatch.setitem(globals(), "LIMIT", [1])
    assert step() == 1


def test_functions_go_on_sharing_the_cells_that_they_shared() -> None:
    put, read = there_and_back(pair())
    put(5)
    assert read() == [5]


def test_a_function_in_its_own_closure_is_the_same_function() -> None:
    def make() -> Callable[[int], int]:
        def down(n: int) -> int:
            return n and down(n - 1)

        return down

    down = there_and_back([make()])[0]
    assert down(3) == 0 and down.__closure__[0].cell_contents is down


def test_code_of_another_version_of_python_is_never_loaded() -> None:
    data = rebuild.code_bytes(counter.__code__)
    with pytest.raises(CodecError, match=r"the function f, compiled by Python 3\.7"):
        rebuild.function(__name__, (3, 7), data, "f", None)


def test_an_unfilled_cell_stays_unfilled() -> None:
    def make() -> list[Callable[[], object]]:
        made = [lambda: later]
        return made
        later = 1

    with pytest.raises(NameError):
        there_and_back(make())[0]()


def test_a_changed_closure_is_put_into_the_function_that_is_there() -> None:
    old = pair()
    alias = old[1]()
    new = there_and_back(old)
    new[0](7)
    put, read = old
    assert update(old, new)
    assert old == [put, read] and read() is alias == [7]


def test_a_bound_method_stays_bound_to_the_object_that_is_there() -> None:
    kept: list[int] = []
    old = [kept.append, functools.partial(kept.insert, 0)]
    new = there_and_back(old)
    new[0](1)
    new[1](2)
    assert update(old, new)
    assert kept == [2, 1]
    old[0](3)
    assert kept == [2, 1, 3]


def test_a_function_that_both_sides_know_travels_by_that_name(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    namespace = vars(sys.modules["__main__"])
    monkeypatch.setitem(namespace, "_make", None)
    source = "def _make(n):\n    def step():\n        return n\n    return step\n"
    exec(source, namespace)
    monkeypatch.setitem(namespace, "step_of_mine", namespace["_make"](1))
    know(namespace)
    try:
        (item,) = encode({"value": [namespace["step_of_mine"]]}).items
        assert item.meta["main"] == ["step_of_mine"] and not item.meta["same_python_minor"]
        assert there_and_back([namespace["step_of_mine"]])[0] is namespace["step_of_mine"]
        data = io.BytesIO(b"".join(item.chunks()))
        monkeypatch.setitem(namespace, "step_of_mine", lambda: None)
        with pytest.raises(Exception, match="step_of_mine, which is another one here"):
            decode(item.format, item.meta, data, allow_pickle=True)
    finally:
        know({})
