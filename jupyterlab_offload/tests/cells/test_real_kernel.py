"""What only a real kernel shows: interrupts that are signals, and completion over the wire."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from jupyterlab_offload.tests.faults.kernels import Kernel
from jupyterlab_offload.tests.local.live import LiveEngine

pytestmark = pytest.mark.slow

SHUT = "import os, time\nwhile not os.path.exists({path!r}):\n    time.sleep(0.02)\n"


@pytest.fixture(scope="module")
def kernel(cell_engine: LiveEngine, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Kernel]:
    made = Kernel(tmp_path_factory.mktemp("kernel"), OFFLOAD_WAIT="0")
    yield made
    made.close()


def test_an_interrupt_while_a_cell_waits_leaves_the_job_and_says_how_to_come_back(
    kernel: Kernel, tmp_path: Path
) -> None:
    gate = tmp_path / "open"
    request = kernel.send(f"%%offload --wait\n{SHUT.format(path=str(gate))}x = 'made'")
    time.sleep(2.0)  # the job is being waited for by then, or will be: either is interrupted
    kernel.interrupt()
    shown = kernel.shown(request)
    name = kernel.run("import jupyterlab_offload as offload\nprint(offload.last().name)").strip()
    assert shown.error.startswith(f"Waiting: Interrupted: {name} goes on.")
    assert f"%offload attach {name}" in shown.error and f"%offload stop {name}" in shown.error
    gate.touch()
    assert kernel.run("print(x)") == "made\n"


def test_a_cell_that_waits_says_how_far_the_job_is(kernel: Kernel) -> None:
    work = (
        "import time\nimport jupyterlab_offload as offload\nprint('early')\n"
        "for n in range(4):\n    offload.progress(n + 1, 4, 'epochs')\n    time.sleep(0.8)\nw = 1"
    )
    shown = kernel.ask(f"%%offload --wait\n{work}")
    lines = [one.get("text/plain", "") for one in shown.data]
    assert any("Running: " in one and "epochs: 3 of 4 (75%)" in one for one in lines), lines
    kernel.run(f"%%offload --no-wait\n{work}")
    shown = kernel.ask("print(w)")
    lines = [one.get("text/plain", "") for one in shown.data]
    assert any("Waiting for w: " in one and "epochs: 3 of 4" in one for one in lines), lines


def test_a_cell_that_waits_shows_a_bar_that_the_job_draws(kernel: Kernel) -> None:
    kernel.run(
        "%%offload --no-wait\nimport time\nfrom tqdm import tqdm\n"
        "for v in tqdm(range(5), mininterval=0):\n    time.sleep(0.6)"
    )
    shown = kernel.ask("print(v)")
    assert any("%|" in one.get("text/plain", "") for one in shown.data), shown


def test_many_interrupts_hang_nothing(kernel: Kernel, tmp_path: Path) -> None:
    gate = tmp_path / "open"
    kernel.run(f"%%offload\n{SHUT.format(path=str(gate))}y = 'made'")
    for number in range(10):
        request = kernel.send("print(y)")
        time.sleep(0.1 + number / 50)
        kernel.interrupt()
        assert "goes on" in kernel.shown(request).error
    gate.touch()
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
