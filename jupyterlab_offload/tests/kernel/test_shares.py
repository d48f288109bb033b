"""What of a job's end and results stands under which of its cells."""

from __future__ import annotations

from typing import Any, cast

import pytest

from jupyterlab_offload.kernel.display.shares import Share
from jupyterlab_offload.kernel.following.outcome import Outcome
from jupyterlab_offload.kernel.job import Job
from jupyterlab_offload.kernel.session import Session


def shares(count: int = 3, **result: Any) -> list[Share]:
    """Of a job that has ended with this result."""
    job = Job(cast("Session", None), "cell-1", "local", None)
    job.finish(Outcome(result))
    return [Share(job, index, count) for index in range(count)]


@pytest.mark.parametrize(
    ("result", "states"),
    [
        ({"status": "done", "part": 2}, ["done", "done", "done"]),
        ({"status": "failed", "part": 1}, ["done", "ended", "not run"]),
        ({"status": "exited", "part": 0}, ["ended", "not run", "not run"]),
        ({"status": "refused"}, ["not run", "not run", "ended"]),
        ({"status": "crashed", "part": None}, ["not run", "not run", "ended"]),
        ({"status": "failed", "part": "1"}, ["not run", "not run", "ended"]),
        ({}, [None, None, None]),
    ],
)
def test_each_cell_says_how_far_it_came(result: dict[str, Any], states: list[str | None]) -> None:
    found = shares(**result)
    assert [one.state for one in found] == states
    assert [one.has_end for one in found] == [state in (None, "ended") for state in states]


def test_what_a_cell_made_stands_there_and_the_rest_under_the_last_that_ran() -> None:
    found = shares(status="failed", part=1, made={"a": 0, "b": 1, "odd": 7, "text": "0"})
    for name, where in {"a": 0, "b": 1, "odd": 1, "text": 1, "unknown": 1}.items():
        assert [one.has_name(name) for one in found] == [at == where for at in range(3)]
    assert [one.has_file({"path": "x", "part": 0}) for one in found] == [True, False, False]
    assert [one.has_file({"path": "x"}) for one in found] == [False, True, False]


def test_a_single_cell_has_everything() -> None:
    (share,) = shares(1, status="failed", part=0, made={"a": 3})
    assert share.has_name("a") and share.has_file({"part": 5}) and share.has_end
