"""Which job a copied `%offload get` is about, where several have made a name."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest

from jupyterlab_offload.kernel.following.outcome import Outcome
from jupyterlab_offload.kernel.job import Job


@pytest.fixture
def session() -> Any:
    return SimpleNamespace(jobs=[])


def job(session: Any, name: str, *names: str, result: dict[str, Any] | None = None) -> Job:
    """A job whose cell binds names; it has ended if it has a result."""
    origin: Any = SimpleNamespace(names=frozenset(names))
    made = Job(session, name, "local", origin)
    if result is not None:
        made.finish(Outcome(result))
    session.jobs.append(made)
    return made


def test_the_newest_of_a_name_is_not_named(session: Any) -> None:
    first = job(session, "a-1", "x")
    assert first.get_line("x") == "%offload get x"
    job(session, "a-2", "y")
    assert first.get_line("x") == "%offload get x"


def test_a_job_is_named_where_a_later_one_makes_the_name_or_will(session: Any) -> None:
    first = job(session, "a-1", "x")
    job(session, "a-2", "x")
    assert first.get_line("x") == "%offload get x --job a-1"


@pytest.mark.parametrize(
    "result",
    [
        {"values": [{"names": ["x"], "file": "0"}]},
        {"definitions": [{"name": "x"}]},
        {"imports": {"x": ["math", "pi"]}},
        {"files": [{"path": "x"}]},
    ],
    ids=lambda result: next(iter(result)),
)
def test_whatever_a_later_job_has_made_counts(session: Any, result: dict[str, Any]) -> None:
    first = job(session, "a-1", "x")
    job(session, "a-2", result=result)
    assert first.get_line("x") == "%offload get x --job a-1"


def test_what_a_later_job_has_failed_to_make_does_not_count(session: Any) -> None:
    first = job(session, "a-1", "x")
    job(session, "a-2", "x", result={})
    assert first.get_line("x") == "%offload get x"


def test_all_of_a_job_is_of_the_last_one_where_none_is_named(session: Any) -> None:
    first = job(session, "a-1", "x")
    assert first.get_line() == "%offload get"
    job(session, "a-2", "y")
    assert first.get_line() == "%offload get --job a-1"


def test_a_job_that_was_attached_anew_is_named(session: Any) -> None:
    first = job(session, "a-1", "x")
    session.jobs.clear()
    assert first.get_line("x") == "%offload get x --job a-1"
