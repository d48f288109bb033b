"""kill -9 of the engine and of a job's processes: the waiting kernel learns what became of it."""

from __future__ import annotations

import os
import signal
import time

import pytest

from jupyterlab_offload.local.runner.layout import JobFolder
from jupyterlab_offload.tests.local.live import wait_for

from .scene import PATIENCE, Scene, goes_on

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
def test_after_the_engine_was_killed_a_second_run_goes_on_with_the_job(scene: Scene) -> None:
    kernel = scene.kernel()
    scene.send(kernel)
    scene.until_begun()
    scene.live.kill()
    kernel.kill()
    scene.live.start()
    goes_on(scene, scene.kernel())


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


# The cell itself kills: a job has its own numbers of processes, which mean others here.
_KILLS = """%%offload
import os, signal, threading, time
before = 1
def beat():
    while True:
        with open(folder + "/beat", "a") as file:
            file.write(".")
        time.sleep(0.05)
threading.Thread(target=beat, daemon=True).start()
time.sleep(0.2)
for pid in {pids}:
    os.kill(pid, signal.SIGKILL)
time.sleep(600)
"""


@pytest.mark.parametrize(
    ("pids", "says"),
    [
        ("[os.getpid()]", "The cell's process is gone"),
        pytest.param("[os.getppid()]", "has ended (Failed)", marks=pytest.mark.long),
        pytest.param("[os.getppid(), os.getpid()]", "has ended (Failed)", marks=pytest.mark.long),
    ],
)
def test_killed_processes_of_the_cell_end_the_job_with_words(
    scene: Scene, pids: str, says: str
) -> None:
    kernel = scene.kernel()
    kernel.run(_KILLS.format(pids=pids), "dies")
    error = kernel.ask("print(before)").error
    assert says in error and len(error) < 400, error
    assert len(scene.names()) == 1
    beats = (scene.folder / "beat").stat().st_size
    time.sleep(0.5)
    assert (scene.folder / "beat").stat().st_size == beats  # nothing of it lives on


@pytest.mark.long
@pytest.mark.parametrize("phase", ["Starting", "Downloading", "Training", "Uploading"])
@pytest.mark.parametrize("who", ["engine", "supervisor"])
def test_killed_in_a_phase(scene: Scene, phase: str, who: str) -> None:
    """The engine's death is never noticed; the supervisor's ends the job, which is said."""
    kernel = scene.kernel()
    scene.scenario(delays={phase: 5})
    if phase != "Training":
        scene.go()
    scene.send(kernel)
    name = scene.until(phase)
    if who == "engine":
        scene.live.kill()
    else:
        pid = wait_for(lambda: supervisor(scene, name), PATIENCE)
        os.kill(pid, signal.SIGKILL)
    scene.go()
    found = kernel.ask("print(total)")
    scene.live.start()
    if who == "engine":
        assert not found.error and found.text == f"{sum(range(2000))}\n", found
    else:
        assert name in found.error and "supervisor" in found.error, found
    assert scene.names() == [name]
    assert scene.runs <= 1


def supervisor(scene: Scene, name: str) -> int:
    """The supervisor's process, 0 while there is none."""
    file = JobFolder(scene.live.home.job(name)).pid
    return int(file.read_text() or 0) if file.exists() else 0
