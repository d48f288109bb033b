"""kill -9 of the engine and of a job's processes: the waiting kernel learns what became of it."""

from __future__ import annotations

import os
import signal

import pytest

from jupyterlab_offload.local.runner.layout import JobFolder

from .scene import Scene, is_refused

pytestmark = pytest.mark.slow


def test_a_job_outlives_the_engine_and_its_results_arrive(scene: Scene) -> None:
    kernel = scene.kernel()
    scene.send(kernel)
    name = scene.until_begun()
    scene.live.kill()
    scene.go()
    # The kernel that follows the job starts the next engine.
    assert kernel.run("print(total)") == f"{sum(range(2000))}\n"
    scene.live.start()
    assert (scene.names(), scene.runs) == ([name], 1)


@pytest.mark.long
def test_after_the_engine_was_killed_a_second_run_is_still_refused(scene: Scene) -> None:
    kernel = scene.kernel()
    scene.send(kernel)
    name = scene.until_begun()
    scene.live.kill()
    kernel.kill()
    scene.live.start()
    is_refused(scene, scene.kernel(), name)
    assert scene.runs == 1


def test_a_job_whose_processes_are_killed_ends_with_an_error_and_runs_no_second_time(
    scene: Scene,
) -> None:
    kernel = scene.kernel()
    scene.send(kernel)
    name = scene.until_begun()
    os.kill(int(JobFolder(scene.live.home.job(name)).pid.read_text()), signal.SIGKILL)
    error = kernel.ask("print(total)").error
    assert name in error and "supervisor" in error, error
    assert (scene.names(), scene.runs) == ([name], 1)
