"""The journal deleted, damaged or closed in the middle, and kernels that send at the same time."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from jupyterlab_offload.tests.local.live import wait_for

from .scene import PATIENCE, Scene, finishes, goes_on, is_refused

pytestmark = pytest.mark.slow


def spoil(how: str) -> None:
    cache = Path(os.environ["OFFLOAD_CACHE"])
    for file in cache.glob("journal.db*"):
        if how == "halved":
            file.write_bytes(file.read_bytes()[: file.stat().st_size // 2])
        elif how == "rubbish":
            file.write_bytes(b"rubbish" * 500)
        else:
            file.unlink()
    if how == "a folder":
        (cache / "journal.db").mkdir()


@pytest.mark.parametrize(
    "how",
    [
        "deleted",
        pytest.param("halved", marks=pytest.mark.long),
        pytest.param("rubbish", marks=pytest.mark.long),
        pytest.param("a folder", marks=pytest.mark.long),
    ],
)
def test_a_second_run_knows_its_first_all_the_same(scene: Scene, how: str) -> None:
    kernel = scene.kernel()
    scene.send(kernel)
    name = scene.until_begun()
    kernel.kill()
    spoil(how)
    again = scene.kernel()
    is_refused(scene, again, name)
    scene.go()
    shown = again.run(f"%offload attach {name}")
    # Only the journal knew that this machine has sent it.
    assert "was not sent from this machine" in shown
    assert again.run("print(total)") == f"{sum(range(2000))}\n"
    assert (scene.names(), scene.runs) == ([name], 1)


@pytest.mark.long
def test_a_kernel_whose_journal_is_deleted_gets_its_own_results(scene: Scene) -> None:
    kernel = scene.kernel()
    scene.send(kernel)
    scene.until_begun()
    spoil("deleted")
    goes_on(scene, kernel)


@pytest.mark.long
def test_two_kernels_on_one_notebook(scene: Scene) -> None:
    first, second = scene.kernel(), scene.kernel()
    scene.send(first)
    scene.until_begun()
    goes_on(scene, second)
    assert first.run("print(total)") == f"{sum(range(2000))}\n"


@pytest.mark.long
@pytest.mark.parametrize("attempt", range(3))
def test_two_kernels_at_the_same_instant(scene: Scene, attempt: int) -> None:
    kernels = [scene.kernel(), scene.kernel()]
    asked = [scene.send(kernel) for kernel in kernels]
    shown = [kernel.shown(one) for kernel, one in zip(kernels, asked, strict=True)]
    (name,) = scene.names()
    assert not any(one.error for one in shown), shown
    assert [f"{name} runs this already" in one.text for one in shown].count(True) == 1, shown
    finishes(scene, kernels[0], name)


_DIES = """
import os, signal, threading
from jupyterlab_offload.submit.journal import Journal
begin = Journal.begin
def dies_in_a_moment(*entry):
    begin(*entry)
    threading.Timer(0.5, lambda: os.kill(os.getpid(), signal.SIGKILL)).start()
Journal.begin = dies_in_a_moment
"""


def test_a_request_on_its_way_when_its_kernel_dies(scene: Scene) -> None:
    """The engine takes it after the second run of the cell has looked for it."""
    first, second = scene.kernel(), scene.kernel()
    latency = {"operation": "sagemaker:CreateTrainingJob", "latency": 1.5, "count": 1}
    scene.scenario(faults=[latency])
    first.run(_DIES)
    scene.send(first)
    wait_for(lambda: not first.is_alive, PATIENCE)
    goes_on(scene, second)
