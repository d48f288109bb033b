"""Connections that break at the worst moment: one job, never two, never none unnoticed."""

from __future__ import annotations

import dataclasses
import json
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from botocore.exceptions import ReadTimeoutError

from jupyterlab_offload.local.process.switch import clear_scenario, set_scenario
from jupyterlab_offload.submit import (
    Connection,
    Entry,
    Journal,
    Payload,
    SubmitError,
    connect,
    note_end,
    plan,
    still_running,
    submit,
)
from jupyterlab_offload.submit.journal import SENDING, SENT
from jupyterlab_offload.tests.local.live import LiveEngine

from .tools import ended, payload, spec

pytestmark = pytest.mark.usefixtures("small_driver")
SLOW_DOWN = {"code": "SlowDown", "message": "Please reduce your request rate.", "status": 503}
CELL = {"notebook": "a.ipynb", "cell": "c1"}


@pytest.fixture
def faults(submit_engine: LiveEngine, tmp_path: Path) -> Iterator[Callable[..., None]]:
    """``faults({...}, …)``: what goes wrong with the requests that follow."""

    def put(*found: dict[str, Any]) -> None:
        file = tmp_path / "scenario.json"
        file.write_text(json.dumps({"faults": list(found)}))
        set_scenario(submit_engine.home, str(file))

    yield put
    clear_scenario(submit_engine.home)


def count(submit_engine: LiveEngine, name: str) -> int:
    found = submit_engine.sagemaker.list_training_jobs(NameContains=name)
    return len(found["TrainingJobSummaries"])


@pytest.mark.parametrize("cut", ["request", "answer"])
def test_a_lost_connection_at_the_creation_makes_one_job(
    local: Connection, submit_engine: LiveEngine, faults: Callable[..., None], cut: str
) -> None:
    faults({"operation": "sagemaker:CreateTrainingJob", "cut": cut, "count": 1})
    sent = submit(plan(spec(), payload(), local), local)
    assert sent.arn.endswith(sent.name)
    assert count(submit_engine, sent.name) == 1


def test_lost_connections_in_the_upload_are_tried_again(
    local: Connection, submit_engine: LiveEngine, faults: Callable[..., None]
) -> None:
    faults(
        {"operation": "s3:PutObject", "cut": "answer", "count": 2},
        {"operation": "s3:CopyObject", "cut": "request", "count": 1},
        {"operation": "s3:HeadObject", "error": SLOW_DOWN, "count": 1},
    )
    sent = submit(plan(spec(), payload(a=str(time.time())), local), local)
    assert ended(local, sent.name)["TrainingJobStatus"] == "Completed"


def test_an_answer_that_never_comes_is_looked_up(
    local: Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    planned = plan(spec(**CELL), payload(), local)
    create = local.client("sagemaker").create_training_job

    def answers_never(**request: Any) -> None:
        create(**request)
        raise ReadTimeoutError(endpoint_url="x")

    monkeypatch.setattr(local.client("sagemaker"), "create_training_job", answers_never)
    sent = submit(planned, local)
    assert sent.name == planned.name
    entry = Journal().get(local.identity, sent.name)
    assert entry is not None and entry.state == SENT


def test_when_nothing_can_be_found_out_the_user_is_told(
    local: Connection, faults: Callable[..., None]
) -> None:
    planned = plan(spec(**CELL), payload(), local)
    faults(
        {"operation": "sagemaker:CreateTrainingJob", "cut": "answer"},
        {"operation": "sagemaker:DescribeTrainingJob", "cut": "request"},
    )
    with pytest.raises(SubmitError) as caught:
        submit(planned, local)
    assert caught.value.kind == "unknown" and planned.name in str(caught.value)
    entry = Journal().get(local.identity, planned.name)
    assert entry is not None and entry.state == SENDING


def test_a_refused_job_leaves_no_entry(local: Connection) -> None:
    planned = plan(spec(**CELL, image="nothing/known:1"), payload(), local)
    with pytest.raises(SubmitError) as caught:
        submit(planned, local)
    assert caught.value.kind == "invalid"
    assert Journal().get(local.identity, planned.name) is None


def test_a_job_that_still_runs_is_found_by_its_cell(local: Connection) -> None:
    planned = plan(spec(notebook="a.ipynb", cell="runs"), payload("sleep"), local)
    sent = submit(planned, local)
    [found] = still_running(local, "a.ipynb", "runs", planned.digest)
    assert (found.name, found.same) == (sent.name, True)
    [other] = still_running(
        local,
        "a.ipynb",
        "runs",
        plan(spec(notebook="a.ipynb", cell="runs"), payload(), local).digest,
    )
    assert not other.same
    assert still_running(local, "a.ipynb", "c2", planned.digest) == []
    local.client("sagemaker").stop_training_job(TrainingJobName=sent.name)
    ended(local, sent.name)
    assert still_running(local, "a.ipynb", "runs", planned.digest) == []


def test_a_kernel_that_dies_before_the_answer_finds_its_job(local: Connection) -> None:
    planned = plan(spec(notebook="a.ipynb", cell="dies"), payload("sleep"), local)
    sent = submit(planned, local)
    Journal().mark(local.identity, sent.name, SENDING)  # as if the answer had not come
    [found] = still_running(local, "a.ipynb", "dies", planned.digest)
    assert found.name == sent.name
    local.client("sagemaker").stop_training_job(TrainingJobName=sent.name)


def test_a_job_that_never_arrived_is_given_up(local: Connection) -> None:
    now = time.time()
    for name, created in (("new", now - 10), ("old", now - 4000)):
        journal_entry = Entry(local.identity, name, "local", "a", "c", "d", "n", created)
        Journal().begin(journal_entry)
    assert still_running(local, "a", "c", "d") == []
    assert Journal().get(local.identity, "new") is not None
    assert Journal().get(local.identity, "old") is None


def test_a_job_that_was_seen_to_end_is_not_asked_about(local: Connection) -> None:
    Journal().begin(Entry(local.identity, "seen", "local", "a", "c9", "d", "n", time.time()))
    note_end(local, "seen")
    assert Journal().unfinished(local.identity, "a", "c9") == []


def test_the_same_cell_over_the_same_inputs_has_the_same_digest(local: Connection) -> None:
    one, two = (plan(spec(**CELL), payload("x", a=1), local) for _ in range(2))
    assert (one.digest, one.name == two.name) == (two.digest, False)
    other = plan(spec(**CELL), payload("x", a=2), local)
    assert other.digest != one.digest


def test_a_damaged_journal_stops_no_job(local: Connection, tmp_path: Path) -> None:
    journal = Journal(tmp_path / "journal.db")
    (tmp_path / "journal.db").write_bytes(b"no database" * 1000)
    assert submit(plan(spec(), payload(), local), local, journal=journal).arn
    assert still_running(local, "a", "c", "d", journal) == []


def test_a_value_that_changes_while_it_is_sent_makes_no_job(
    local: Connection, submit_engine: LiveEngine
) -> None:
    planned = plan(spec(), payload(a=1), local)
    broken = [dataclasses.replace(blob, chunks=lambda: iter((b"2",))) for blob in planned.blobs]
    connection = connect(dataclasses.replace(local.backend, bucket="offload-changing"))
    other = dataclasses.replace(plan(spec(), payload(a=1), connection), blobs=broken)
    with pytest.raises(SubmitError, match="a changed while it was being sent"):
        submit(other, connection)
    assert count(submit_engine, other.name) == 0


def test_the_same_cell_has_the_same_digest_under_another_number(local: Connection) -> None:
    """A new kernel counts its cells anew."""

    def numbered(label: str) -> Payload:
        said = {"source": "def f(): pass", "label": label, "first_line": 1}
        return Payload(parts=[{"source": "f()", "label": label}], prelude=[{"kind": "def", **said}])

    one, two = (plan(spec(**CELL), numbered(label), local) for label in ("In[2]", "In[7]"))
    assert one.digest == two.digest and one.manifest != two.manifest
