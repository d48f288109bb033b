"""Exceptions that a variable holds, with what they were raised from."""

from __future__ import annotations

import io
import sys
from pathlib import Path
from typing import Any

import pytest

from jupyterlab_offload.codecs import digest

from .tools import trip


def raised(source: str) -> BaseException:
    """What a piece of code raises, without its traceback."""
    try:
        exec(source, {})
    except BaseException as error:
        return error.with_traceback(None)
    raise AssertionError("it does not raise")


def chain(error: BaseException | None) -> list[str]:
    """Each exception, and how it is linked to the one before."""
    found: list[str] = []
    while error is not None:
        found.append(f"{error!r} {error.__suppress_context__} {error.__cause__!r}")
        error = error.__context__
    return found


@pytest.mark.parametrize(
    "source",
    [
        "try:\n 1 / 0\nexcept ZeroDivisionError as e:\n raise KeyError('k') from e",
        "try:\n 1 / 0\nexcept ZeroDivisionError as e:\n raise KeyError('k')",
        "try:\n 1 / 0\nexcept ZeroDivisionError as e:\n raise KeyError('k') from None",
        "raise OSError(2, 'no', 'name') from UnicodeDecodeError('utf-8', b'x', 0, 1, 'bad')",
        "e = ValueError('a', 1)\ne.note = [e]\ne.__context__ = KeyError('b')\nraise e",
    ],
)
def test_what_it_was_raised_from_comes_along(source: str) -> None:
    error = raised(source)
    found: Any = trip(error)
    assert type(found) is type(error) and found.args == error.args
    assert chain(found) == chain(error)


def test_an_exception_keeps_its_attributes_and_its_own_sharing() -> None:
    error: Any = raised("e = ValueError('a')\ne.x = [1]\nraise e from TypeError('b')")
    error.__cause__.x = error.x
    found: Any = trip(error)
    assert found.x == [1] and found.__cause__.x is found.x


def test_two_that_were_raised_from_each_other_stay_so() -> None:
    one, two = ValueError("one"), ValueError("two")
    one.__context__ = two
    two.__cause__ = one
    found: Any = trip(one)
    assert found.__context__.__cause__ is found


def test_a_cause_that_cannot_travel_is_left_behind(tmp_path: Path) -> None:
    cause = ValueError(io.open(sys.executable, "rb"))  # noqa: SIM115, UP020  # it is what cannot travel
    error = KeyError("k")
    error.__cause__ = cause
    found: Any = trip([error, [1]])
    assert repr(found) == "[KeyError('k'), [1]]" and found[0].__cause__ is None
    cause.args[0].close()


def test_the_digest_tells_a_cause() -> None:
    one, two = KeyError("k"), KeyError("k")
    two.__cause__ = ValueError("v")
    assert digest(one) != digest(two)
