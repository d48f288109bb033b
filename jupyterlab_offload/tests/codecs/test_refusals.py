"""What cannot travel is named, with the way to it and what to do."""

from __future__ import annotations

import asyncio
import io
import queue
import socket
import sqlite3
import sys
import tempfile
import threading
from collections.abc import Iterator
from typing import Any

import pytest

from jupyterlab_offload.codecs import Refusal, encode
from jupyterlab_offload.tests.codecs.tools import comes_back, trip


class Holder:
    """Holds one thing in an attribute."""

    def __init__(self, thing: object) -> None:
        self.thing = thing


class Slotted:
    """Holds one thing in a slot."""

    __slots__ = ("thing",)

    def __init__(self, thing: object) -> None:
        self.thing = thing


def refusal(**values: object) -> Refusal:
    encoding = encode(values)
    assert not encoding.items
    ((_, found),) = encoding.refused.items()
    assert found.reason and found.advice
    return found


def numbers() -> Iterator[int]:
    yield 1


@pytest.mark.parametrize(
    ("kind", "make"),
    [
        ("generator", numbers),
        ("lock", threading.Lock),
        ("lock", threading.RLock),
        ("lock", threading.Event),
        ("thread", threading.Thread),
        ("queue", queue.Queue),
        ("memoryview", lambda: memoryview(b"x")),
        ("lock", asyncio.Lock),
        ("open file", lambda: open(sys.executable, "rb")),  # noqa: SIM115  # it is closed below
        ("open file", tempfile.TemporaryFile),
        ("socket", socket.socket),
        ("connection", lambda: sqlite3.connect(":memory:")),
        ("event loop", asyncio.new_event_loop),
        ("module", lambda: sys),
    ],
)
def test_kinds_are_named(kind: str, make: Any) -> None:
    value = make()
    try:
        found = refusal(x=value)
        assert (found.kind, found.path) == (kind, "x")
        if kind != "module":
            assert refusal(cfg={"a": [0, value]}).path == "cfg['a'][1]"
            assert refusal(h=Holder(Slotted(value))).path == "h.thing.thing"
    finally:
        if hasattr(value, "close"):
            value.close()


def test_coroutines_are_refused() -> None:
    async def work() -> None:
        pass

    coroutine = work()
    try:
        assert refusal(c=[coroutine]).path == "c[0]"
    finally:
        coroutine.close()


def test_what_a_function_has_caught_is_named() -> None:
    pytest.importorskip("cloudpickle")
    lock = threading.Lock()

    def work() -> object:
        return lock

    assert refusal(work=work).path == "work.<lock>"


def test_a_class_that_does_not_pickle_says_why() -> None:
    class Stubborn:
        def __reduce__(self) -> Any:
            raise RuntimeError("never")

    found = refusal(x={"deep": [Stubborn()]})
    assert found.path == "x['deep'][0]" and "never" in found.reason


def test_buffers_in_memory_are_no_files() -> None:
    result = trip({"b": io.BytesIO(b"abc"), "s": io.StringIO("x")}, "pickle")
    assert result["b"].getvalue() == b"abc"


def test_a_module_in_an_instance_is_imported_there() -> None:
    assert trip(Holder(sys), "pickle").thing is sys


def test_classes_of_this_package_are_values() -> None:
    comes_back(Holder, "pickle")
