"""Functions and classes of the cell go back as the text that defined them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from jupyterlab_offload.driver.definitions import without_defaults

from .payload import Ended

Run = Callable[..., Ended]


def defined(ended: Ended) -> dict[str, Any]:
    """Runs the definitions as a kernel would."""
    space: dict[str, Any] = {"__name__": "__main__"}
    for item in ended.result["definitions"]:
        exec(item["source"], space)
    return space


def test_functions_and_classes_come_as_source_with_their_lines(run: Run) -> None:
    source = """
x = 1
def f(a, b=2):
    return a + b
@staticmethod
class A:
    '''Doc.'''
"""
    source = source.replace("@staticmethod\n", "")
    ended = run({"source": source, "first_line": 2, "label": "In[3]"})
    function, kind = ended.result["definitions"]
    assert (function["name"], function["kind"], function["line"]) == ("f", "function", 4)
    assert (kind["name"], kind["kind"], kind["label"]) == ("A", "class", "In[3]")
    assert defined(ended)["f"](1) == 3 and ended.values() == {"x": 1}


def test_a_definition_in_a_branch_is_the_one_that_ran(run: Run) -> None:
    source = "if x:\n    def f():\n        return 1\nelse:\n    def f():\n        return 2"
    for x in (0, 1):
        assert defined(run(source, inputs={"x": x}))["f"]() == (1 if x else 2)


def test_the_last_of_several_definitions_counts(run: Run) -> None:
    ended = run("def f(): return 1\nf()\ndef f(): return 2", "def g(): return 3")
    assert defined(ended)["f"]() == 2 and defined(ended)["g"]() == 3


@pytest.mark.parametrize(
    "source",
    [
        "f = lambda a: a + 1",
        "import functools\n@functools.lru_cache(maxsize=None)\ndef f(a):\n    return a + 1",
        "async def g(): pass\ndef f(a):\n    return a + 1",
    ],
)
def test_forms_of_functions(run: Run, source: str) -> None:
    ended = run(source)
    assert "f" in {item["name"] for item in ended.result["definitions"]}
    space = {"functools": __import__("functools"), "__name__": "__main__"}
    for item in ended.result["definitions"]:
        exec(item["source"], space)
    assert space["f"](1) == 2


@pytest.mark.parametrize(
    ("source", "made"),
    [
        ("from collections import namedtuple\nP = namedtuple('P', 'x')", "P(1)"),
        ("import enum\nclass P(enum.Enum):\n    A = 1", "P.A"),
        ("import enum\nP = enum.Enum('P', 'A B')", "P.A"),
        ("from dataclasses import dataclass\n@dataclass\nclass P:\n    x: int = 1", "P()"),
        ("P = type('P', (), {})", "P()"),
    ],
)
def test_a_value_brings_its_class_even_when_only_it_is_wanted(
    run: Run, source: str, made: str
) -> None:
    manifest = {"outputs": {"mode": "names", "names": ["value"]}}
    ended = run(f"{source}\nvalue = {made}", manifest=manifest)
    assert [item["name"] for item in ended.result["definitions"]] == ["P"]
    (item,) = ended.result["values"]
    assert item["names"] == ["value"] and item["meta"]["main"] == ["P"]


def test_a_wanted_function_brings_what_it_calls(run: Run) -> None:
    source = "def g(): return 2\ndef f(): return g()\ndef other(): pass"
    ended = run(source, manifest={"outputs": {"mode": "names", "names": ["f"]}})
    assert {item["name"] for item in ended.result["definitions"]} == {"f", "g"}


def test_defaults_are_those_that_the_run_evaluated(run: Run) -> None:
    source = """
calls = []
def note():
    calls.append(1)
    return [len(calls)]
def f(a, b=note(), *, c={"k": 1}, d=4):
    return b, c, d
f(1)[0].append("kept")
"""
    ended = run(source)
    found = ended.values()
    (item,) = [one for one in ended.result["definitions"] if one["name"] == "f"]
    assert item["source"].splitlines()[0] == "def f(a, b=None, *, c=None, d=4):"
    assert found["f.__defaults__"] == ([1, "kept"],) and found["calls"] == [1]
    assert found["f.__kwdefaults__"] == {"c": {"k": 1}, "d": 4}


def test_replacing_defaults_keeps_the_lines() -> None:
    source = "def f(ä='ö', b=[\n    1,\n    2], c=3,\n      d=g()):\n    return b"
    edited, changed = without_defaults(source)
    assert changed and len(edited.split("\n")) == len(source.split("\n"))
    space: dict[str, Any] = {}
    exec(edited, space)
    assert space["f"].__defaults__ == ("ö", None, 3, None)
    assert space["f"].__code__.co_firstlineno == 1
    assert without_defaults("def f(a=1): pass") == ("def f(a=1): pass", False)


def test_a_function_with_a_closure_is_a_value_or_named(run: Run) -> None:
    ended = run("def make(n):\n    def inner():\n        return n\n    return inner\ng = make(3)")
    names = {name for item in ended.result["values"] for name in item["names"]}
    assert "g" in names or "g" in ended.result["refused"]
