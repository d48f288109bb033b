"""What a notebook does beside its jobs: leaves, forks, moves, forgets, fills the disk."""

from __future__ import annotations

import time
from typing import Any

import pytest

from jupyterlab_offload.kernel.job import Job
from jupyterlab_offload.kernel.leaving import words
from jupyterlab_offload.tests.local.live import wait_for

from .scene import PATIENCE, Scene, finishes

pytestmark = pytest.mark.slow
TOTAL = f"{sum(range(2000))}\n"


def test_the_words_name_some_of_many() -> None:
    session: Any = None
    jobs = [Job(session, name, "local", None) for name in "abcde"]
    assert words(jobs[:1]).startswith("a goes on. `%offload attach a`")
    assert words(jobs).startswith("a, b, c and 2 more go on.")


def test_leaving_says_that_jobs_go_on_and_does_not_wait_for_them(scene: Scene) -> None:
    kernel = scene.kernel()
    scene.send(kernel)
    name = scene.until_begun()
    shown = kernel.ask("exit")
    assert f"{name} goes on. `%offload attach {name}`" in shown.text
    wait_for(lambda: not kernel.is_alive, 15.0)
    finishes(scene, scene.kernel(), name)


@pytest.mark.long
def test_leaving_without_jobs_says_nothing(scene: Scene) -> None:
    kernel = scene.kernel()
    assert "offload" not in kernel.ask("exit").text
    wait_for(lambda: not kernel.is_alive, 15.0)


@pytest.mark.long
def test_leaving_does_not_wait_for_results_that_do_not_arrive(scene: Scene) -> None:
    kernel = scene.kernel()
    kernel.run(
        "%%offload --no-wait\nimport os, time\nwhile not os.path.exists(folder + '/go'):\n"
        "    time.sleep(0.02)\nbig = bytes(40 << 20)",
        "big",
    )
    kernel.run(
        "import sys, time, pathlib\n"
        "def stalls(*asked):\n"
        "    pathlib.Path(folder + '/stalls').touch()\n    time.sleep(60)\n"
        "sys.modules['jupyterlab_offload.transfer.download']._get = stalls"
    )
    scene.go()
    wait_for((scene.folder / "stalls").exists, PATIENCE)
    time.sleep(1.0)  # several parts are asked for at once
    assert "on." in kernel.ask("exit").text
    wait_for(lambda: not kernel.is_alive, 15.0)


FORKS = """
import multiprocessing, jupyterlab_offload as offload
def work(n):
    import jupyterlab_offload as offload
    return n * n, offload.last().status in ("InProgress", "Completed")
with multiprocessing.get_context("fork").Pool(3) as pool:
    print(pool.map(work, range(6)) == [(n * n, True) for n in range(6)])
"""


def test_forks_of_the_kernel_work_while_it_follows_a_job(scene: Scene) -> None:
    kernel = scene.kernel()
    scene.send(kernel)
    name = scene.until_begun()
    assert kernel.run(FORKS) == "True\n"
    scene.go()
    assert kernel.run("print(total)") == TOTAL
    assert (scene.names(), scene.runs) == ([name], 1)


@pytest.mark.long
def test_results_and_files_find_their_way_after_a_change_of_folder(scene: Scene) -> None:
    kernel = scene.kernel()
    kernel.run(
        "%%offload\nimport os, time\nopen('note.txt', 'w').write('x')\n"
        "while not os.path.exists(folder + '/go'):\n    time.sleep(0.02)\nmade = 1",
        "writes",
    )
    kernel.run("import os\nos.makedirs('deeper')\nos.chdir('deeper')")
    scene.go()
    assert kernel.run("print(made)") == "1\n"
    assert (scene.folder / "note.txt").read_text() == "x"
    assert not (scene.folder / "deeper" / "note.txt").exists()


@pytest.mark.long
def test_del_waits_for_the_name_and_deletes_it(scene: Scene) -> None:
    kernel = scene.kernel()
    scene.send(kernel)
    scene.until_begun()
    asked = kernel.send("del total")
    scene.go()
    assert not kernel.shown(asked).error
    assert "NameError" in kernel.ask("total").error


@pytest.mark.parametrize(
    "before", [pytest.param("", marks=pytest.mark.long), "%load_ext autoreload\n%autoreload 2\n"]
)
def test_a_reset_forgets_the_names_and_not_the_job(scene: Scene, before: str) -> None:
    kernel = scene.kernel()
    kernel.run(before)
    scene.send(kernel)
    name = scene.until_begun()
    assert not kernel.ask("%reset -f").error
    scene.go()
    kernel.run(f"folder = {str(scene.folder)!r}")
    assert name in kernel.run("%offload jobs")
    kernel.run("import jupyterlab_offload as offload")
    assert kernel.run("print(offload.last().result()['total'])") == TOTAL
    assert not kernel.ask("%%offload --wait\nafter = 1", "after").error
    assert kernel.run("print(after)") == "1\n"


@pytest.mark.long
@pytest.mark.parametrize("days", [-1, pytest.param(1, marks=pytest.mark.long)])
def test_the_clock_may_jump(scene: Scene, days: int) -> None:
    kernel = scene.kernel()
    scene.send(kernel)
    scene.until_begun()
    kernel.run(f"import time\ntime.time = lambda real=time.time: real() + {days} * 86400")
    scene.go()
    assert kernel.run("print(total)") == TOTAL


FULL = """
import resource, signal
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
limits = resource.getrlimit(resource.RLIMIT_FSIZE)
resource.setrlimit(resource.RLIMIT_FSIZE, (1_000_000, limits[1]))
"""


def test_without_room_on_the_disk_the_rest_comes_and_nothing_is_lost(scene: Scene) -> None:
    """A limit on the size of files stands for a full disk: writing fails the same way."""
    kernel = scene.kernel()
    kernel.run(
        "%%offload --no-wait\nimport os, time\nwhile not os.path.exists(folder + '/go'):\n"
        "    time.sleep(0.02)\nclass Own: pass\nbig = Own()\nbig.data = bytes(20 << 20)\n"
        "small = 7\nopen('big.bin', 'wb').write(bytes(2 << 20))\n"
        "open('little.txt', 'w').write('x')",
        "fills",
    )
    kernel.run(FULL)
    scene.go()
    shown = kernel.ask("print(small)")
    assert not shown.error and "7\n" in shown.text, shown
    assert "big did not come back: it cannot be kept in" in shown.text
    assert "big.bin did not come back: it cannot be written here" in shown.text
    assert (scene.folder / "little.txt").exists() and not (scene.folder / "big.bin").exists()
    kernel.run("resource.setrlimit(resource.RLIMIT_FSIZE, limits)")
    kernel.run("%offload get big")
    assert kernel.run("print(len(big.data))") == f"{20 << 20}\n"


THREADS = """%%offload --wait
import threading, time
def forever():
    while True:
        time.sleep(0.1)
threading.Thread(target=forever, daemon=True).start()
threading.Thread(target=lambda: time.sleep(600)).start()
made = 1
"""


@pytest.mark.long
def test_threads_that_a_cell_leaves_end_with_its_job(scene: Scene) -> None:
    kernel = scene.kernel()
    shown = kernel.ask(THREADS, "threads")
    assert not shown.error
    assert kernel.run("print(made)") == "1\n"


@pytest.mark.long
def test_a_cell_that_is_busy_holds_no_result_up(scene: Scene) -> None:
    kernel = scene.kernel()
    scene.send(kernel)
    name = scene.until_begun()
    asked = kernel.send("import time\nend = time.time() + 3\nwhile time.time() < end: pass")
    scene.go()
    scene.until("Completed")
    assert not kernel.shown(asked).error
    assert kernel.run("print(total)") == TOTAL
    wait_for(lambda: scene.names() == [name], PATIENCE)
