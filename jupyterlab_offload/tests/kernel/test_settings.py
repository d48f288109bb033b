"""Options that a job's cell has set: they hold here, but never over what was set since."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from typing import Any

import pytest

from jupyterlab_offload.codecs.options import Options, options
from jupyterlab_offload.kernel.binding.settings import Taken, take_live, take_options
from jupyterlab_offload.kernel.binding.snapshot import Snapshot
from jupyterlab_offload.kernel.following.outcome import Outcome
from jupyterlab_offload.kernel.job import Job, Origin

LIMIT = {"sys": {"recursionlimit": 1234}}


@pytest.fixture(autouse=True)
def limit() -> Iterator[int]:
    """The recursion limit, an option that is always there."""
    before = sys.getrecursionlimit()
    yield before
    sys.setrecursionlimit(before)


def job(found: dict[str, Any], number: int = 0, sent_with: Options | None = None) -> Job:
    """A job that has ended with these options, as a cell of this kernel has sent it."""
    snapshot = Snapshot(options=options() if sent_with is None else sent_with)
    origin = Origin((), frozenset(), frozenset(), False, frozenset(), snapshot, number)
    made = Job(Any, "j", "local", origin)  # type: ignore[arg-type]  # it is asked for nothing
    made.finish(Outcome({"options": found}, trusted=True))
    return made


def test_an_option_is_set() -> None:
    take_options(job(LIMIT), Taken())
    assert sys.getrecursionlimit() == 1234


def test_what_was_set_here_meanwhile_is_kept_until_it_is_asked_for() -> None:
    sent = job(LIMIT)
    sys.setrecursionlimit(1300)
    take_options(sent, Taken())
    assert sys.getrecursionlimit() == 1300
    assert sent.kept_options == {"sys": ["recursionlimit"]}
    take_options(sent, Taken(), by_force=True)
    assert sys.getrecursionlimit() == 1234


def test_the_same_set_here_meanwhile_is_nothing_to_tell() -> None:
    sent = job(LIMIT)
    sys.setrecursionlimit(1234)
    take_options(sent, Taken())
    assert not sent.kept_options


@pytest.mark.parametrize("order", [(0, 1), (1, 0)])
def test_of_two_jobs_the_later_cell_wins_whichever_ends_first(order: tuple[int, int]) -> None:
    taken = Taken()
    jobs = [job(LIMIT, 0), job({"sys": {"recursionlimit": 1400}}, 1)]
    for number in order:
        take_options(jobs[number], taken)
    assert sys.getrecursionlimit() == 1400
    assert not any(one.kept_options for one in jobs)


def test_what_was_set_here_after_the_first_of_two_jobs_is_kept() -> None:
    taken = Taken()
    first, second = job(LIMIT, 0), job({"sys": {"recursionlimit": 1400}}, 1)
    take_options(first, taken)
    sys.setrecursionlimit(1300)
    take_options(second, taken)
    assert sys.getrecursionlimit() == 1300


def test_an_attached_job_sets_its_options() -> None:
    attached = Job(Any, "j", "local", None)  # type: ignore[arg-type]  # it is asked for nothing
    attached.finish(Outcome({"options": LIMIT}, trusted=True))
    take_options(attached, Taken())
    assert sys.getrecursionlimit() == 1234


@pytest.mark.parametrize(
    ("found", "about", "why"),
    [
        ({"nothing": {"a": 1}}, "nothing's options", "does not know"),
        ({"sys": {"path": []}}, "sys's option 'path'", "does not know"),
        ({"sys": {"recursionlimit": "x"}}, "sys's option 'recursionlimit'", "ValueError"),
        ({"logging": {"a": 5}}, "logging's option 'a'", "TypeError"),
        ({"warnings": {"filters": [{}]}}, "warnings's option 'filters'", "does not know"),
    ],
)
def test_what_cannot_be_set_is_named(found: dict[str, Any], about: str, why: str) -> None:
    sent = job(found)
    take_options(sent, Taken())
    assert why in sent.problems[about]


def test_a_function_as_an_option_is_set_and_kept_as_others_are() -> None:
    numpy = pytest.importorskip("numpy")
    table = {"float": "{:.1f}".format}
    try:
        sent = job({})
        take_live(sent, Taken(), "@option.numpy.formatter", table)
        assert str(numpy.array([1.25])) == "[1.2]"
        numpy.set_printoptions(formatter={"float": str})
        take_live(sent, Taken(), "@option.numpy.formatter", table)
        assert sent.kept_options == {"numpy": ["formatter"]}
    finally:
        numpy.set_printoptions(formatter=None)
