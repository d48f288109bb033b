"""Job records: whole at every moment, whoever writes them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from jupyterlab_offload.local.store import jobs, tags
from jupyterlab_offload.local.store.db import Database

ARN = "arn:aws:sagemaker:us-east-1:000000000000:training-job/"


@pytest.fixture
def db(tmp_path: Path) -> Iterator[Database]:
    database = Database(tmp_path / "index.db")
    yield database
    database.close()


def create(db: Database, name: str = "Job", now: float = 100.0, **request: Any) -> jobs.Job:
    resources = {"InstanceType": "ml.m5.large", "InstanceCount": 2}
    return jobs.create(
        db,
        {"TrainingJobName": name, "ResourceConfig": resources, **request},
        ARN + name.lower(),
        {"owner": "ada"},
        now,
        "Starting the training job",
    )


def test_a_job_and_its_tags_come_together_or_not_at_all(db: Database) -> None:
    job = create(db, now=100.00049)
    assert job == jobs.get(db, "Job") == jobs.get_by_arn(db, ARN + "job")
    assert (job.status, job.secondary, job.created, job.modified) == (
        "InProgress",
        "Starting",
        100.0,
        100.0,
    )
    with pytest.raises(jobs.JobExists) as refused:
        create(db, "JOB")
    assert refused.value.arn == ARN + "job"
    assert tags.all_of(db, ARN + "job") == {"owner": "ada"}
    assert jobs.get(db, "JOB") is None


def test_each_step_ends_the_one_before(db: Database) -> None:
    create(db)
    jobs.advance(db, "Job", "Downloading", 101.0, "one", started=100.5)
    jobs.advance(db, "Job", "Downloading", 102.0, "two")
    job = jobs.advance(db, "Job", "Training", 103.0, "three")
    assert job.state["transitions"] == [
        {
            "Status": "Starting",
            "StartTime": 100.0,
            "StatusMessage": "Starting the training job",
            "EndTime": 101.0,
        },
        {"Status": "Downloading", "StartTime": 101.0, "StatusMessage": "two", "EndTime": 103.0},
        {"Status": "Training", "StartTime": 103.0, "StatusMessage": "three"},
    ]
    assert (job.status, job.modified, job.state["started"]) == ("InProgress", 103.0, 100.5)


def test_the_first_end_counts(db: Database) -> None:
    create(db)
    ended = jobs.advance(db, "Job", "Failed", 101.0, "m", status="Failed", failure="first")
    assert jobs.advance(db, "Job", "Completed", 102.0, "m", status="Completed") == ended
    assert jobs.request_stop(db, "Job", 103.0, "m") == ended
    assert ended.is_terminal and ended.state["transitions"][-1]["EndTime"] == 101.0


@pytest.mark.parametrize(("ended", "seconds"), [(101.0, 1), (101.4, 1), (226.4, 125), (226.6, 126)])
def test_the_end_says_how_long_it_took(db: Database, ended: float, seconds: int) -> None:
    create(db)
    jobs.advance(db, "Job", "Training", 101.0, "m", started=101.0)
    job = jobs.advance(db, "Job", "Completed", ended, "m", status="Completed", ended=ended)
    assert (job.state["training"], job.state["billable"]) == (seconds, seconds)


def test_a_billable_time_of_its_own_is_kept(db: Database) -> None:
    create(db)
    job = jobs.advance(
        db,
        "Job",
        "Completed",
        200.0,
        "m",
        status="Completed",
        started=100.0,
        ended=200.0,
        billable=30,
    )
    assert (job.state["training"], job.state["billable"]) == (100, 30)


def test_a_stop_is_asked_for_once(db: Database) -> None:
    create(db)
    assert jobs.request_stop(db, "nobody", 101.0, "m") is None
    first = jobs.request_stop(db, "Job", 101.0, "m")
    assert first is not None and (first.status, first.state["stop_requested"]) == ("Stopping", 101)
    assert jobs.request_stop(db, "Job", 102.0, "m") == first


def test_an_unknown_job_cannot_be_moved(db: Database) -> None:
    with pytest.raises(KeyError):
        jobs.advance(db, "nobody", "Training", 1.0, "m")


def test_unfinished_jobs_and_their_instances(db: Database) -> None:
    for name in ("b", "a", "c", "d"):
        create(db, name, EnableManagedSpotTraining=name == "d")
    jobs.advance(db, "a", "Stopped", 101.0, "m", status="Stopped")
    jobs.request_stop(db, "c", 101.0, "m")
    assert [job.name for job in jobs.unfinished(db)] == ["b", "c", "d"]
    assert jobs.instances_in_use(db, "ml.m5.large", spot=False) == 4
    assert jobs.instances_in_use(db, "ml.m5.large", spot=True) == 2
    assert jobs.instances_in_use(db, "ml.g5.xlarge", spot=False) == 0


def test_other_processes_see_the_change_at_once(db: Database, tmp_path: Path) -> None:
    other = Database(tmp_path / "index.db")
    create(db)
    jobs.advance(other, "Job", "Training", 101.0, "m")
    job = jobs.get(db, "Job")
    assert job is not None and job.secondary == "Training"
    other.close()
