"""Jobs whose supervisors die."""

from __future__ import annotations

import os
import signal
import time

import pytest

from jupyterlab_offload.local.runner import processes, recovery
from jupyterlab_offload.local.runner.layout import JobFolder

from .conftest import Bench, request

MODES = pytest.mark.parametrize("private", [True, False], ids=["private", "shared"])


@MODES
def test_a_job_whose_supervisor_is_killed_fails_with_the_reason_and_keeps_its_log(
    bench: Bench, private: bool
) -> None:
    script = "(setsid sleep 60 &); seq 1000; echo ready; sleep 60"
    child = bench.start(request("gone", script), private_mounts=private)
    bench.wait_for(lambda: "ready" in bench.lines("gone"))
    folder = JobFolder(bench.home.job("gone"))
    assert recovery.is_held(folder.lock)
    child.process.kill()
    child.process.wait()
    bench.wait_for(lambda: not recovery.is_held(folder.lock), 1.0)
    recovery.bury(bench.home, "gone", time.time())
    bench.wait_for(lambda: processes.marked(str(folder.root)) == [], 1.0)
    job = bench.job("gone")
    assert job.status == "Failed"
    assert job.state["failure"].startswith(
        "InternalServerError: The job's supervisor process ended unexpectedly"
    )
    assert job.state["billable"] >= 1
    assert bench.lines("gone")[-1001:] == [*map(str, range(1, 1001)), "ready"]
    assert bench.keys("out/") == []
    assert not folder.root.exists()


def test_with_private_processes_the_tree_ends_with_its_supervisor(bench: Bench) -> None:
    child = bench.start(request("tree", "(setsid sleep 60 &); echo ready; sleep 60"))
    bench.wait_for(lambda: "ready" in bench.lines("tree"))
    folder = str(JobFolder(bench.home.job("tree")).root)
    assert processes.marked(folder)
    child.process.kill()
    bench.wait_for(lambda: processes.marked(folder) == [], 1.0)


def test_burying_a_job_that_has_ended_changes_nothing_but_the_folder(bench: Bench) -> None:
    before = bench.run(request("done", "true"))
    folder = JobFolder(bench.home.job("done"))
    folder.model.mkdir(parents=True)
    recovery.bury(bench.home, "done", time.time() + 5)
    assert bench.job("done") == before
    assert not folder.root.exists()


def test_folders_of_ended_jobs_are_swept_and_others_are_not(bench: Bench) -> None:
    child = bench.start(request("live", "echo ready; sleep 60"))
    bench.wait_for(lambda: "ready" in bench.lines("live"))
    for name in ("old", "waiting"):
        JobFolder(bench.home.job(name)).model.mkdir(parents=True)
    kept = JobFolder(bench.home.job("told"))
    kept.model.mkdir(parents=True)
    kept.log.write_text("Traceback")
    recovery.sweep(recovery.ended_folders(bench.home, {"waiting"}))
    assert sorted(os.listdir(bench.home.jobs)) == ["live", "told", "waiting"]
    assert os.listdir(kept.root) == ["supervisor.log"]
    os.kill(child.process.pid, signal.SIGKILL)


def test_processes_are_found_by_ps_where_there_is_no_proc(bench: Bench) -> None:
    child = bench.start(request("ps", "echo ready; sleep 60"), private_mounts=False)
    bench.wait_for(lambda: "ready" in bench.lines("ps"))
    folder = str(JobFolder(bench.home.job("ps")).root)
    found = processes.marked_by_ps(f"OFFLOAD_JOB={folder}")
    assert sorted(found) == sorted(processes.marked(folder))
    assert processes.marked_by_ps(f"OFFLOAD_JOB={folder[:-1]}") == []
    assert child.process.pid not in found
