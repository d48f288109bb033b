"""kill -9 of supervisors: each job is Failed with the reason, its log is kept, no process is."""

import os
import signal

import pytest

from jupyterlab_offload.local.runner import processes
from jupyterlab_offload.local.runner.layout import JobFolder

from .live import wait_for

JOBS = 4

SCRIPT = """
import subprocess, sys, time
child = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(600)"])
for number in range(50):
    print(f"line {number}", flush=True)
print("ready", flush=True)
time.sleep(600)
"""


def start_jobs(live, training_job):
    bucket = live.make_bucket()
    made = [training_job(live, bucket, SCRIPT) for _ in range(JOBS)]
    for request in made:
        live.sagemaker.create_training_job(**request)
    names = [request["TrainingJobName"] for request in made]
    for name in names:
        wait_for(lambda name=name: "ready" in live.log_lines(name), 30.0)
    return names


def kill_supervisors(live, names):
    for name in names:
        pid = int(JobFolder(live.home.job(name)).pid.read_text())
        os.kill(pid, signal.SIGKILL)


def check_failed(live, names):
    for name in names:
        described = live.ended(name, 15.0)
        assert described["TrainingJobStatus"] == "Failed"
        assert described["SecondaryStatus"] == "Failed"
        assert "supervisor" in described["FailureReason"]
        assert described["TrainingEndTime"] >= described["TrainingStartTime"]
        written = [line for line in live.log_lines(name) if line.startswith(("line", "ready"))]
        assert written == [*(f"line {number}" for number in range(50)), "ready"]
        wait_for(lambda name=name: not live.home.job(name).exists(), 10.0)
        assert processes.marked(str(live.home.job(name))) == []


@pytest.mark.slow
@pytest.mark.parametrize("private_mounts", [True, False])
def test_jobs_without_supervisors_are_failed(start_engine, training_job, private_mounts):
    live = start_engine(private_mounts=private_mounts)
    names = start_jobs(live, training_job)
    kill_supervisors(live, names)
    check_failed(live, names)


@pytest.mark.slow
def test_jobs_whose_supervisors_died_with_the_engine_are_failed_by_the_next_one(
    start_engine, training_job
):
    live = start_engine()
    names = start_jobs(live, training_job)
    live.kill()
    kill_supervisors(live, names)
    live.start()
    check_failed(live, names)
