"""StopTrainingJob and MaxRuntimeInSeconds, at every point of a job's life."""

from __future__ import annotations

import time

import pytest

from jupyterlab_offload.local.runner import processes
from jupyterlab_offload.local.runner.layout import JobFolder

from .conftest import BUCKET, Bench, channel, request

MODES = pytest.mark.parametrize("private", [True, False], ids=["private", "shared"])
SAVES = (
    "import signal, sys, time\n"
    "def save(*_):\n"
    "    open('{ml}/model/m', 'w').write('saved'); print('bye'); sys.exit({status})\n"
    "signal.signal(signal.SIGTERM, save); print('ready')\n"
    "time.sleep(60)\n"
)


def python(name: str, code: str, **members: object) -> dict:
    return request(
        name, AlgorithmSpecification={"ContainerEntrypoint": ["python", "-c", code]}, **members
    )


def ready(bench: Bench, name: str) -> None:
    bench.wait_for(lambda: "ready" in bench.lines(name))


@MODES
@pytest.mark.parametrize("status", [0, 143])
def test_a_stopped_job_gets_time_to_save_and_its_model_is_uploaded(
    bench: Bench, private: bool, status: int
) -> None:
    code = SAVES.format(ml="/opt/ml", status=status)
    child = bench.start(python("stop", code), private_mounts=private)
    ready(bench, "stop")
    bench.stop("stop", child)
    child.process.wait(10)
    job = bench.job("stop")
    assert (job.status, job.secondary) == ("Stopped", "Stopped")
    assert [item["Status"] for item in job.state["transitions"]] == [
        "Starting",
        "Downloading",
        "Training",
        "Stopping",
        "Uploading",
        "Stopped",
    ]
    assert bench.lines("stop")[-1] == "bye"
    assert bench.unpack("out/stop/output/model.tar.gz") == {"m": b"saved"}


@MODES
def test_an_algorithm_that_ignores_sigterm_is_killed_with_all_it_started(
    bench: Bench, private: bool
) -> None:
    script = (
        "trap '' TERM; echo part > $SM_MODEL_DIR/m\n"
        "(setsid sh -c 'trap \"\" TERM; sleep 60 & sleep 60; sleep 60' &)\n"
        "echo ready; while :; do sleep 60; done"
    )
    child = bench.start(request("deaf", script), private_mounts=private, stop_grace=0.4)
    ready(bench, "deaf")
    folder = str(JobFolder(bench.home.job("deaf")).root)
    bench.wait_for(lambda: len(processes.marked(folder)) >= 4)
    began = time.monotonic()
    bench.stop("deaf", child)
    child.process.wait(10)
    assert 0.4 <= time.monotonic() - began < 3
    assert processes.marked(folder) == []
    job = bench.job("deaf")
    assert (job.status, job.state["exit_code"]) == ("Stopped", 137)
    assert bench.unpack("out/deaf/output/model.tar.gz") == {"m": b"part\n"}


@MODES
def test_a_job_that_takes_too_long_is_stopped_with_its_model(bench: Bench, private: bool) -> None:
    code = SAVES.format(ml="/opt/ml", status=0)
    wanted = python("late", code, StoppingCondition={"MaxRuntimeInSeconds": 1})
    job = bench.run(wanted, private_mounts=private)
    assert (job.status, job.secondary) == ("Stopped", "MaxRuntimeExceeded")
    assert 1 <= job.state["ended"] - job.state["started"] < 3
    assert bench.unpack("out/late/output/model.tar.gz") == {"m": b"saved"}
    assert job.state["transitions"][-1]["StatusMessage"] == (
        "Training job runtime exceeded MaxRuntimeInSeconds provided"
    )


def test_time_that_a_download_takes_counts(bench: Bench) -> None:
    wanted = request("slow", "true", StoppingCondition={"MaxRuntimeInSeconds": 1})
    job = bench.run(wanted, delays={"Downloading": 30})
    assert (job.status, job.secondary) == ("Stopped", "MaxRuntimeExceeded")
    assert bench.keys("out/") == []


@pytest.mark.parametrize("phase", ["Starting", "Downloading", "Training"])
def test_a_stop_before_the_algorithm_runs_ends_at_once_without_a_model(
    bench: Bench, phase: str
) -> None:
    child = bench.start(request("early", "true"), delays={phase: 30})
    bench.wait_for(lambda: bench.job("early").secondary == phase)
    bench.wait_for(lambda: JobFolder(bench.home.job("early")).pid.exists())
    bench.stop("early", child)
    child.process.wait(5)
    job = bench.job("early")
    assert (job.status, job.secondary) == ("Stopped", "Stopped")
    assert bench.keys("out/") == []
    assert ("billable" in job.state) == (phase != "Starting")


def test_a_stop_during_the_upload_keeps_the_model_and_stops(bench: Bench) -> None:
    child = bench.start(request("end", "echo x > $SM_MODEL_DIR/m"), delays={"Uploading": 0.5})
    bench.wait_for(lambda: bench.job("end").secondary == "Uploading")
    bench.stop("end", child)
    child.process.wait(5)
    assert bench.job("end").status == "Stopped"
    assert bench.unpack("out/end/output/model.tar.gz") == {"m": b"x\n"}


def test_a_stop_during_a_large_download_is_obeyed(bench: Bench) -> None:
    bench.put("big/a", b"\0" * (1 << 20))
    for number in range(300):
        bench.store.put_file(BUCKET, f"big/{number}", bench.home.index_file, 0.0)
    wanted = request("big", "true", InputDataConfig=[channel("c", f"s3://{BUCKET}/big/")])
    child = bench.start(wanted)
    bench.wait_for(lambda: bench.job("big").secondary == "Downloading")
    bench.stop("big", child)
    child.process.wait(5)
    assert bench.job("big").status == "Stopped"


def test_a_supervisor_that_the_system_ends_does_not_pretend_that_the_user_stopped_it(
    bench: Bench,
) -> None:
    child = bench.start(request("shut", "echo ready; sleep 60"))
    ready(bench, "shut")
    child.process.terminate()
    child.process.wait(5)
    job = bench.job("shut")
    assert job.status == "Failed"
    assert job.state["failure"].startswith("InternalServerError: ")
