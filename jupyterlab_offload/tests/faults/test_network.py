"""Connections that are lost for a while, at every phase: the job's results arrive all the same."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from typing import Any

import pytest

from .kernels import Kernel
from .scene import Scene

pytestmark = pytest.mark.slow
THROTTLED = {"code": "ThrottlingException", "message": "Rate exceeded", "status": 400}
BROKEN = {"code": "InternalError", "message": "We encountered an internal error.", "status": 500}

LARGE = """%%offload
import os, time
while not os.path.exists(folder + "/go"):
    time.sleep(0.02)
big = bytes(30 << 20), [1, 2]
"""

USES_LARGE = """%%offload
size, last = len(big), big[-1]
"""


@pytest.fixture
def later() -> Iterator[Any]:
    """Does something after so many seconds, beside the test."""
    timers: list[threading.Timer] = []

    def start(seconds: float, action: Any) -> None:
        timers.append(threading.Timer(seconds, action))
        timers[-1].start()

    yield start
    for timer in timers:
        timer.cancel()
        timer.join()


def lose(scene: Scene, later: Any, seconds: float, *faults: dict[str, Any]) -> None:
    """From now on these requests fail; after so many seconds they do no more."""
    scene.scenario(faults=list(faults))
    later(seconds, lambda: scene.scenario(faults=[]))


@pytest.mark.parametrize(
    "fault",
    [
        {"operation": "logs:FilterLogEvents", "error": THROTTLED},
        pytest.param({"operation": "logs:*", "cut": "answer"}, marks=pytest.mark.long),
        pytest.param({"operation": "s3:GetObject", "error": BROKEN}, marks=pytest.mark.long),
        pytest.param({"operation": "s3:GetObject", "cut": "request"}, marks=pytest.mark.long),
        pytest.param({"operation": "*", "cut": "request"}, marks=pytest.mark.long),
    ],
)
def test_when_the_job_ends(scene: Scene, later: Any, fault: dict[str, Any]) -> None:
    kernel = scene.kernel()
    scene.send(kernel)
    scene.until_begun()
    lose(scene, later, 8.0, fault)  # longer than botocore repeats a request, in most runs
    scene.go()
    assert kernel.run("print(total)") == f"{sum(range(2000))}\n"


@pytest.mark.long
def test_a_minute_without_any_connection(scene: Scene, later: Any) -> None:
    kernel = scene.kernel()
    scene.send(kernel)
    name = scene.until_begun()
    lose(scene, later, 60.0, {"operation": "*", "cut": "request"})
    scene.go()
    asked = kernel.send("print(total)")
    assert kernel.shown(asked).text.endswith(f"{sum(range(2000))}\n")
    assert (scene.names(), scene.runs) == ([name], 1)


def ended(scene: Scene, kernel: Kernel) -> str:
    """A job that has made a large value, which only comes when a cell uses it."""
    kernel.run("import jupyterlab_offload.kernel.following.remote as r\nr.SMALL_BYTES = 1000")
    kernel.run(LARGE)
    scene.go()
    name = scene.until("Completed")
    kernel.run("import jupyterlab_offload as offload\noffload.last().wait()")
    return name


@pytest.mark.long
@pytest.mark.parametrize("cut", ["request", "answer"])
def test_while_a_large_result_is_fetched_the_cell_goes_on_waiting(
    scene: Scene, later: Any, cut: str
) -> None:
    kernel = scene.kernel()
    ended(scene, kernel)
    lose(scene, later, 25.0, {"operation": "s3:GetObject", "cut": cut})
    found = kernel.ask("print(len(big[0]), big[1])")
    assert not found.error, found
    assert found.text == f"{30 << 20} [1, 2]\n"
    assert any("Trying again" in one.get("text/plain", "") for one in found.data)


@pytest.mark.long
def test_waiting_for_the_connection_can_be_interrupted_and_goes_on_later(scene: Scene) -> None:
    kernel = scene.kernel()
    name = ended(scene, kernel)
    scene.scenario(faults=[{"operation": "s3:GetObject", "cut": "request"}])
    asked = kernel.send("print(len(big[0]))")
    kernel.until_data(asked, "Trying again")
    kernel.interrupt()
    assert f"the results of {name} stay where they are" in kernel.shown(asked).error
    scene.scenario(faults=[])
    assert kernel.run("print(len(big[0]))") == f"{30 << 20}\n"


def test_while_inputs_are_sent_there_is_no_job_and_the_next_run_makes_one(scene: Scene) -> None:
    kernel = scene.kernel()
    scene.scenario(faults=[{"operation": "s3:PutObject", "cut": "request"}])
    found = scene.ask(kernel)
    assert "No connection to the local engine" in found.error and len(found.error) < 300
    assert scene.names() == []
    scene.scenario(faults=[])
    assert not scene.ask(kernel).error
    scene.go()
    assert kernel.run("print(total)") == f"{sum(range(2000))}\n"


def test_a_large_input_that_is_cut_off_leaves_no_part_behind(scene: Scene) -> None:
    kernel = scene.kernel()
    kernel.run("big = bytes(range(256)) * (20 << 12)")
    scene.scenario(faults=[{"operation": "s3:UploadPart", "cut": "request"}])
    found = kernel.ask(USES_LARGE)
    assert "No connection to the local engine" in found.error, found
    assert (scene.names(), scene.unfinished()) == ([], [])
    scene.scenario(faults=[])
    kernel.run(USES_LARGE)
    assert kernel.run("print(size, last)") == f"{20 << 20} 255\n"
