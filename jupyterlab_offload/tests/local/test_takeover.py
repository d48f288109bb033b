"""Engines come and go; the jobs that run go on and are adopted."""

import os

import pytest

from jupyterlab_offload.local import ensure_engine, stop_engine
from jupyterlab_offload.local.process import control
from jupyterlab_offload.local.runner.layout import JobFolder

from .live import wait_for

SCRIPT = """
import os, time
print("ready", flush=True)
while not os.path.exists(os.environ["SM_CHANNEL_CODE"] + "/../go"):
    time.sleep(0.02)
print("gone on", flush=True)
"""


@pytest.fixture
def running(start_engine, training_job):
    """An engine with one slot, and a job in it that waits for ``let_go``."""
    live = start_engine(slots=1)
    request = training_job(live, live.make_bucket(), SCRIPT)
    live.sagemaker.create_training_job(**request)
    name = request["TrainingJobName"]
    wait_for(lambda: live.log_lines(name), 20.0)
    return live, request


def let_go(live, name):
    (JobFolder(live.home.job(name)).ml / "input" / "data" / "go").touch()


def test_a_newer_engine_takes_over_without_ending_a_job(running):
    live, request = running
    name = request["TrainingJobName"]
    supervisor = JobFolder(live.home.job(name)).pid.read_text()
    older = live.info
    live.info = control.ensure(live.home, {}, version="999.0")
    assert live.info.pid != older.pid
    assert live.info.url == older.url
    os.kill(int(supervisor), 0)
    assert JobFolder(live.home.job(name)).pid.read_text() == supervisor
    let_go(live, name)
    assert live.ended(name)["TrainingJobStatus"] == "Completed"
    assert live.log_lines(name) == ["ready", "gone on"]


def test_a_job_ends_while_there_is_no_engine_and_the_next_one_starts_what_waits(running):
    live, request = running
    name, waiting = request["TrainingJobName"], "waiting-" + request["TrainingJobName"]
    live.sagemaker.create_training_job(
        **{
            **request,
            "TrainingJobName": waiting,
            "AlgorithmSpecification": {
                **request["AlgorithmSpecification"],
                "ContainerEntrypoint": ["/bin/echo", "waited"],
            },
        }
    )
    assert stop_engine(live.home.root)
    supervisor = JobFolder(live.home.job(name)).lock
    let_go(live, name)
    wait_for(lambda: not supervisor.exists(), 20.0)
    assert not JobFolder(live.home.job(waiting)).lock.exists()
    live.info = ensure_engine(live.home.root)
    assert live.ended(name)["TrainingJobStatus"] == "Completed"
    assert live.ended(waiting)["TrainingJobStatus"] == "Completed"
    assert live.log_lines(waiting) == ["waited"]


def test_an_adopted_job_can_be_stopped_and_keeps_its_slot(running):
    live, request = running
    name, next_name = request["TrainingJobName"], "next-" + request["TrainingJobName"]
    live.kill()
    live.start()
    live.sagemaker.create_training_job(**{**request, "TrainingJobName": next_name})
    described = wait_for(
        lambda: [
            found
            for found in [live.sagemaker.describe_training_job(TrainingJobName=next_name)]
            if "wait" in found["SecondaryStatusTransitions"][-1]["StatusMessage"].lower()
        ]
    )
    assert described[0]["SecondaryStatus"] == "Starting"
    live.sagemaker.stop_training_job(TrainingJobName=name)
    assert live.ended(name)["TrainingJobStatus"] == "Stopped"
    wait_for(lambda: live.log_lines(next_name) == ["ready"])
