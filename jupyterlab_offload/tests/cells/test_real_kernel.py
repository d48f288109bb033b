"""What only a real kernel shows: interrupts that are signals, and completion over the wire."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from jupyterlab_offload.tests.faults.kernels import Kernel
from jupyterlab_offload.tests.local.live import LiveEngine, wait_for

pytestmark = pytest.mark.slow


class Gate:
    """Holds a job up until the test lets it through."""

    def __init__(self, folder: Path) -> None:
        self._open, self._reached = folder / "open", folder / "reached"

    @property
    def shut(self) -> str:
        """Lines of a cell that end when the gate is open."""
        return (
            f"import os, time\nopen({str(self._reached)!r}, 'w').close()\n"
            f"while not os.path.exists({str(self._open)!r}):\n    time.sleep(0.02)\n"
        )

    def wait(self) -> None:
        """Until the job is there."""
        assert wait_for(self._reached.exists, 60.0)

    def open(self) -> None:
        self._open.touch()


@pytest.fixture
def gate(tmp_path: Path) -> Iterator[Gate]:
    made = Gate(tmp_path)
    yield made
    made.open()


@pytest.fixture(scope="module")
def kernel(cell_engine: LiveEngine, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Kernel]:
    made = Kernel(tmp_path_factory.mktemp("kernel"), OFFLOAD_WAIT="0")
    yield made
    made.close()


def test_an_interrupt_while_a_cell_waits_leaves_the_job_and_says_how_to_come_back(
    kernel: Kernel, gate: Gate
) -> None:
    request = kernel.send(f"%%offload --wait\n{gate.shut}x = 'made'")
    gate.wait()
    time.sleep(0.5)  # the kernel has heard by then that the job was made
    kernel.interrupt()
    shown = kernel.shown(request)
    name = kernel.run("import jupyterlab_offload as offload\nprint(offload.last().name)").strip()
    assert shown.error.startswith(f"Interrupted: {name} goes on.")
    assert f"%offload attach {name}" in shown.error and f"%offload stop {name}" in shown.error
    gate.open()
    assert kernel.run("print(x)") == "made\n"


def test_a_cell_that_waits_says_how_far_the_job_is(kernel: Kernel) -> None:
    work = (
        "import time\nimport jupyterlab_offload as offload\nprint('early')\n"
        "for n in range(4):\n    offload.progress(n + 1, 4, 'epochs')\n    time.sleep(0.8)\nw = 1"
    )
    shown = kernel.ask(f"%%offload --wait\n{work}")
    lines = [one.get("text/plain", "") for one in shown.data]
    assert any(re.search(r"Running: .*epochs: \d of 4 \(\d+%\)", one) for one in lines), lines
    kernel.run(f"%%offload --no-wait\n{work}")
    shown = kernel.ask("print(w)")
    lines = [one.get("text/plain", "") for one in shown.data]
    assert any(re.search(r"Waiting for w: .*epochs: \d of 4", one) for one in lines), lines


def test_a_cell_that_waits_shows_a_bar_that_the_job_draws(kernel: Kernel) -> None:
    kernel.run(
        "%%offload --no-wait\nimport time\nfrom tqdm import tqdm\n"
        "for v in tqdm(range(5), mininterval=0):\n    time.sleep(0.6)"
    )
    shown = kernel.ask("print(v)")
    assert any("%|" in one.get("text/plain", "") for one in shown.data), shown


def test_many_interrupts_hang_nothing(kernel: Kernel, gate: Gate) -> None:
    kernel.run(f"%%offload\n{gate.shut}y = 'made'")
    for _ in range(5):
        request = kernel.send("print(y)")
        time.sleep(1.5)  # by then it waits, and says so
        kernel.interrupt()
        shown = kernel.shown(request)
        assert shown.error.count("goes on") == 1
        # The line said how far the job is, and does not say the same as the error.
        lines = [one.get("text/plain", "") for one in shown.data]
        assert any(line.startswith("Waiting for y") for line in lines) and lines[-1] == ""
        assert not any("goes on" in line for line in lines)
    gate.open()
    assert kernel.run("print(y)") == "made\n"


def test_a_line_is_completed_over_the_wire(kernel: Kernel) -> None:
    kernel.run("%%offload --name average\nz = 1")
    (about,) = [kernel.complete("%%offload ml.g5.x")["ml.g5.xlarge"]]
    assert "A10G" in about and "per hour" in about
    assert kernel.complete("%%offload --max-c") == {"--max-cost": "the most that the job may cost"}
    assert list(kernel.complete("%offload jo")) == ["jobs"]
    assert list(kernel.complete("%offload use l")) == ["local"]
    (name,) = kernel.complete("%offload stop average-")
    assert name.startswith("average-")


def test_remarks_stay_when_the_status_line_goes(kernel: Kernel, gate: Gate) -> None:
    kernel.run(f"%%offload --name first\n{gate.shut}v = 1", "a-cell")
    shown = kernel.ask("%%offload --wait\nimport time\ntime.sleep(2.5)\nv = 2", "a-cell")
    gate.open()
    assert any("Running: " in one.get("text/plain", "") for one in shown.data)
    assert shown.text.count("an earlier run of this cell, is still running") == 2


def test_an_option_holds_in_later_cells_and_waits_for_its_library(kernel: Kernel) -> None:
    """numpy keeps its options in a context, which has to be the one of the cells."""
    pytest.importorskip("pandas")
    loaded = "import sys\nprint({'numpy', 'pandas'} & set(sys.modules))"
    assert kernel.run(loaded) == "set()\n"
    cell = (
        "%%offload --wait --out nothing\nimport numpy, pandas\nnothing = None\n"
        "numpy.set_printoptions(precision=2)\npandas.set_option('display.precision', 1)"
    )
    kernel.run(cell)
    assert kernel.run(loaded) == "set()\n"
    assert kernel.run("import numpy as np\nprint(np.array([1.2345]))") == "[1.23]\n"
    assert kernel.run("print(np.array([1.2345]))") == "[1.23]\n"
    kernel.run("import pandas as pd")
    assert kernel.run("print(pd.get_option('display.precision'))") == "1\n"
    kernel.run("%%offload --wait\nnp.set_printoptions(precision=3)")
    assert kernel.run("print(np.array([1.2345]))") in ("[1.234]\n", "[1.235]\n")
