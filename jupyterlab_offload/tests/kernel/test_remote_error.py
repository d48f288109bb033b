"""A job's exception, raised here: of its own type where that exists, and never run from data."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jupyterlab_offload.kernel.remote_error import RemoteError, exit_error, remote_error


def record(error: BaseException, **more: Any) -> dict[str, Any]:
    kind = type(error)
    return {
        "type": kind.__name__,
        "module": kind.__module__,
        "mro": [f"{base.__module__}.{base.__qualname__}" for base in kind.__mro__[:-1]],
        "message": str(error),
        "args": list(error.args),
        **more,
    }


@pytest.mark.parametrize(
    "error",
    [
        ValueError("x"),
        KeyError("k"),
        OSError(2, "No such file", "name"),
        FileNotFoundError(2, "No such file"),
        UnicodeDecodeError("utf-8", b"\xff", 0, 1, "bad"),
        SyntaxError("bad"),
        StopIteration(3),
        AttributeError("a"),
        ModuleNotFoundError("m"),
        KeyboardInterrupt(),
        SystemExit(3),
        Exception("plain"),
        UserWarning("w"),
    ],
    ids=lambda error: type(error).__name__,
)
def test_a_built_in_arrives_as_itself(error: BaseException) -> None:
    made = remote_error(record(error), "job-1", {})
    assert isinstance(made, type(error)) and isinstance(made, RemoteError)
    assert (type(made).__name__, str(made)) == (type(error).__name__, str(error))
    assert made.job == "job-1"


def test_a_notebook_class_is_the_notebooks_own() -> None:
    class Oops(ValueError):
        def __init__(self, code: int) -> None:
            super().__init__(f"code {code}")
            self.code = code

    found = record(Oops(3), module="__main__", attributes={"code": 3})
    made = remote_error(found, "j", {"Oops": Oops})
    assert isinstance(made, Oops)
    assert str(made) == "code 3"
    assert made.code == 3


def test_a_librarys_class_arrives_as_the_nearest_built_in() -> None:
    found = {"type": "JSONDecodeError", "module": "json.decoder", "message": "m", "args": None}
    mro = ["json.decoder.JSONDecodeError", "builtins.ValueError", "builtins.Exception"]
    made = remote_error({**found, "mro": mro}, "j", {})
    assert isinstance(made, ValueError) and type(made).__name__ == "JSONDecodeError"
    assert made.remote_type == "json.decoder.JSONDecodeError"  # type: ignore[attr-defined]  # both


def test_cause_and_notes_come_along() -> None:
    cause = record(ValueError("inner"))
    made = remote_error(record(RuntimeError("outer"), cause=cause, notes=["n"]), "j", {})
    assert isinstance(made.__cause__, ValueError)
    assert made.__notes__ == ["n"]


def test_an_exit_keeps_its_code() -> None:
    made = exit_error(3)
    assert isinstance(made, SystemExit) and made.code == 3


_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda part: (
        st.lists(part, max_size=3) | st.dictionaries(st.text(max_size=6), part, max_size=3)
    ),
    max_leaves=6,
)
_KEYS = (
    "type",
    "module",
    "mro",
    "message",
    "args",
    "attributes",
    "notes",
    "exceptions",
    "traceback",
)


@pytest.mark.parametrize("name", ["ExceptionGroup", "UnicodeDecodeError", "BaseException", "int"])
def test_a_type_that_needs_more_than_there_is(name: str) -> None:
    made = remote_error({"type": name, "message": "m"}, "j", {})
    assert isinstance(made, RemoteError) and str(made) == "m"


@given(st.dictionaries(st.sampled_from(_KEYS), _JSON))
def test_no_record_breaks_it(found: dict[str, Any]) -> None:
    made = remote_error(found, "j", {})
    assert isinstance(made, RemoteError)
    str(made)
