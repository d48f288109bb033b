"""One job of a cell, whoever asks for it at the same time and whatever became of the journal."""

from __future__ import annotations

import dataclasses
import json
import os
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from jupyterlab_offload.local.process.switch import clear_scenario, set_scenario
from jupyterlab_offload.submit import (
    Connection,
    Entry,
    Journal,
    Plan,
    SubmitError,
    plan,
    still_running,
    submit,
)
from jupyterlab_offload.submit.find import find_jobs, sent_here
from jupyterlab_offload.submit.folders import cache_folder
from jupyterlab_offload.submit.journal import SENDING, SENT
from jupyterlab_offload.submit.known import Known
from jupyterlab_offload.submit.twins import one_at_a_time, refuse_twin
from jupyterlab_offload.tests.local.live import LiveEngine

from .tools import payload, spec

pytestmark = pytest.mark.usefixtures("small_driver")


@pytest.fixture
def cell(request: pytest.FixtureRequest) -> dict[str, Any]:
    """A cell of this test's own: other tests' jobs have tags as well."""
    return {"notebook": "työ 1.ipynb", "cell": f"c-{abs(hash(request.node.name)) % 10**8}"}


@pytest.fixture
def running(local: Connection, cell: dict[str, Any]) -> Iterator[Plan]:
    """The plan of a job that runs."""
    planned = plan(spec(**cell), payload("sleep"), local)
    submit(planned, local)
    yield planned
    local.client("sagemaker").stop_training_job(TrainingJobName=planned.name)


def found(local: Connection, planned: Plan, digest: str = "") -> list[tuple[str, bool]]:
    ours = planned.spec["notebook"], planned.spec["cell"]
    return [(one.name, one.same) for one in still_running(local, *ours, digest or planned.digest)]


def remove_journal() -> None:
    for file in cache_folder().glob("journal.db*"):
        file.unlink()


def test_without_a_journal_it_is_found_by_its_tags(local: Connection, running: Plan) -> None:
    remove_journal()
    assert found(local, running) == [(running.name, True)]
    assert found(local, running, "0" * 64) == [(running.name, False)]


def test_another_terminals_cell_of_that_number_is_none_of_ours(local: Connection) -> None:
    planned = plan(spec(cell="3"), payload("sleep"), local)
    submit(planned, local)
    assert [one.same for one in still_running(local, "", "3", planned.digest)] == [True]
    assert still_running(local, "", "3", "0" * 64) == []
    local.client("sagemaker").stop_training_job(TrainingJobName=planned.name)


def test_what_was_found_by_tags_is_not_taken_for_sent_here(
    local: Connection, running: Plan
) -> None:
    assert sent_here(local, running.name, running.nonce)
    remove_journal()
    found(local, running)
    assert not sent_here(local, running.name, running.nonce)
    assert not sent_here(local, running.name, "")
    assert [one.here for one in find_jobs(local) if one.name == running.name] == [False]


def test_it_is_searched_for_once(
    local: Connection, running: Plan, monkeypatch: pytest.MonkeyPatch
) -> None:
    remove_journal()
    assert found(local, running)
    monkeypatch.setattr(local.client("sagemaker"), "search", None)
    assert found(local, running)


@pytest.mark.parametrize("where", ["/dev/null/cache", "/proc/cache"])
def test_where_nothing_can_be_kept_jobs_are_sent_and_found(
    local: Connection, cell: dict[str, Any], monkeypatch: pytest.MonkeyPatch, where: str
) -> None:
    monkeypatch.setenv("OFFLOAD_CACHE", where)
    planned = plan(spec(**cell), payload("sleep"), local)
    sent = submit(planned, local)
    assert found(local, planned) == [(sent.name, True)]
    assert not sent_here(local, sent.name, sent.nonce)
    local.client("sagemaker").stop_training_job(TrainingJobName=sent.name)


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="no device that is always full")
def test_on_a_full_disk_jobs_are_sent_and_found(
    local: Connection, running: Plan, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    full = tmp_path / "full"
    full.mkdir()
    (full / "journal.db").symlink_to("/dev/full")
    (full / "known.json").symlink_to("/dev/full")
    monkeypatch.setenv("OFFLOAD_CACHE", str(full))
    assert found(local, running) == [(running.name, True)]


def test_what_cannot_be_kept_is_found_out_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OFFLOAD_CACHE", "/dev/null/cache")
    known = Known()
    known.put("bucket", "b", "there")
    assert known.get("bucket", "b") is None
    known.forget("bucket", "b")


def test_where_search_is_refused_jobs_are_sent(
    local: Connection, submit_engine: LiveEngine, cell: dict[str, Any], tmp_path: Path
) -> None:
    denied = {"code": "AccessDeniedException", "message": "no", "status": 400}
    file = tmp_path / "scenario.json"
    file.write_text(json.dumps({"faults": [{"operation": "sagemaker:Search", "error": denied}]}))
    set_scenario(submit_engine.home, str(file))
    try:
        assert still_running(local, cell["notebook"], cell["cell"], "d") == []
    finally:
        clear_scenario(submit_engine.home)


def test_two_kernels_at_the_same_instant_make_one_job(
    local: Connection, submit_engine: LiveEngine, cell: dict[str, Any]
) -> None:
    plans = [plan(spec(**cell), payload("sleep"), local) for _ in range(4)]
    start = threading.Barrier(len(plans))
    said: list[str] = []

    def send(planned: Plan) -> None:
        start.wait()
        try:
            submit(planned, local)
        except SubmitError as error:
            assert error.kind == "running"
            said.append(str(error))

    threads = [threading.Thread(target=send, args=(planned,)) for planned in plans]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    made = [one.name for one in plans if found_in(submit_engine, one.name)]
    assert len(made) == 1
    assert len(said) == 3 and all(f"%offload attach {made[0]}" in one for one in said)
    local.client("sagemaker").stop_training_job(TrainingJobName=made[0])


def found_in(submit_engine: LiveEngine, name: str) -> bool:
    listed = submit_engine.sagemaker.list_training_jobs(NameContains=name)
    return bool(listed["TrainingJobSummaries"])


def test_with_again_a_second_one_is_made(local: Connection, running: Plan) -> None:
    other = plan(running.spec, payload("sleep"), local)
    with pytest.raises(SubmitError, match="still running"):
        submit(other, local)
    submit(other, local, again=True)
    local.client("sagemaker").stop_training_job(TrainingJobName=other.name)


def test_a_dead_process_holds_nobody_up(local: Connection) -> None:
    digest = "ab" * 32
    child = os.fork()
    if not child:
        with one_at_a_time(digest):
            os._exit(0)  # as kill -9 would
    os.waitpid(child, 0)
    with one_at_a_time(digest):
        pass


class Clock:
    """Time that only sleeping moves; `then` happens at a time."""

    def __init__(self, now: float, at: float = 0.0, then: Any = None) -> None:
        self.now, self.began = now, now
        self._at, self._then = at, then

    def __call__(self) -> float:
        return self.now

    def sleep(self, seconds: float) -> None:
        self.now += seconds
        if self._then is not None and self.now - self.began >= self._at:
            self._then()
            self._then = None


def entry(local: Connection, planned: Plan, name: str, created: float, state: str) -> Entry:
    return Entry(
        local.identity, name, "local", planned.spec["notebook"], planned.spec["cell"],
        planned.digest, "n", created, state,
    )  # fmt: skip


def test_a_request_whose_sender_died_is_waited_for(local: Connection, cell: dict[str, Any]) -> None:
    """It is on its way: the job comes after a second run of the cell has looked for it."""
    first, second = (plan(spec(**cell), payload("sleep"), local) for _ in range(2))
    now = time.time()
    Journal().begin(entry(local, first, first.name, now, SENDING))
    arrives = Clock(now, 1.0, lambda: submit(first, local, again=True))
    with pytest.raises(SubmitError, match=first.name):
        ours = entry(local, second, second.name, now, SENDING)
        refuse_twin(local, ours, Journal(), arrives, arrives.sleep)
    local.client("sagemaker").stop_training_job(TrainingJobName=first.name)


@pytest.mark.parametrize(
    ("age", "state", "waits"),
    [
        (0.0, SENDING, True),
        (1.5, SENDING, True),
        (10.0, SENDING, False),
        (0.0, SENT, False),  # it was there, and the engine was begun anew since
        (-3600.0, SENDING, True),  # the clock was set back
    ],
)
def test_it_is_waited_for_some_seconds_only(
    local: Connection, cell: dict[str, Any], age: float, state: str, waits: bool
) -> None:
    planned = plan(spec(**cell), payload("sleep"), local)
    now = time.time()
    Journal().begin(entry(local, planned, "never-arrived", now - age, state))
    clock = Clock(now)
    refuse_twin(
        local, entry(local, planned, planned.name, now, SENDING), Journal(), clock, clock.sleep
    )
    assert (clock.now > now) == waits and clock.now - now <= 2.0


def test_the_clock_set_back_while_it_waits_does_not_make_it_wait_longer(
    local: Connection, cell: dict[str, Any]
) -> None:
    planned = plan(spec(**cell), payload("sleep"), local)
    now = time.time()
    Journal().begin(entry(local, planned, "never-arrived", now, SENDING))
    clock = Clock(now)

    def sleep(seconds: float) -> None:
        clock.now -= 3600.0

    ours = dataclasses.replace(entry(local, planned, planned.name, now, SENDING))
    refuse_twin(local, ours, Journal(), clock, sleep)
