"""Cells that do not wait, and options of libraries that a job's cell sets."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from jupyterlab_offload.kernel.extension import session
from jupyterlab_offload.tests.faults.test_attach import fresh
from jupyterlab_offload.tests.local.live import wait_for

from .notebook import NotebookShell
from .test_flow import Gate, fine, gate  # noqa: F401  # a fixture

pytest.importorskip("numpy")
pytestmark = pytest.mark.slow

BACK = "np.set_printoptions(precision=8)\nnp.seterr(divide='warn')"


@pytest.fixture(autouse=True)
def _no_waiting(monkeypatch: pytest.MonkeyPatch, shell: NotebookShell) -> Iterator[None]:
    monkeypatch.setenv("OFFLOAD_WAIT", "0")
    fine(shell, "import numpy as np\na = np.array([1.23456])")
    yield
    shell.run(BACK)


def ended(shell: NotebookShell) -> None:
    loaded = session(shell)
    assert loaded is not None
    loaded.last.wait(120)


def test_a_cell_that_uses_the_library_waits_and_no_other(
    shell: NotebookShell,
    gate: Gate,  # noqa: F811  # a fixture
) -> None:
    fine(shell, f"%%offload\n{gate.shut}\nnp.set_printoptions(precision=2)")
    assert fine(shell, "print(1.23456)") == "1.23456\n"
    gate.open()
    assert fine(shell, "print(a)") == "[1.23]\n"


def test_a_cell_that_is_offloaded_itself_begins_with_the_options_of_the_last(
    shell: NotebookShell,
) -> None:
    fine(shell, "%%offload\nnp.set_printoptions(precision=2)")
    fine(shell, "%%offload\ntext = str(a)")
    assert fine(shell, "print(text)") == "[1.23]\n"


def test_filters_of_warnings_are_waited_for_by_cells_that_name_warnings(
    shell: NotebookShell,
    gate: Gate,  # noqa: F811  # a fixture
) -> None:
    fine(shell, f"%%offload\nimport warnings\nwarnings.filterwarnings('ignore')\n{gate.shut}")
    assert fine(shell, "print(a)") == "[1.23456]\n"
    gate.open()
    assert fine(shell, "import warnings\nprint(warnings.filters[0][0])") == "ignore\n"


def test_an_option_that_was_set_meanwhile_is_kept_and_it_is_said(
    shell: NotebookShell,
    gate: Gate,  # noqa: F811  # a fixture
) -> None:
    cell = "def quietly():\n    getattr(np, 'set_printoptions')(precision=2)"
    fine(shell, cell)
    fine(shell, f"%%offload\n{gate.shut}\nquietly()")
    fine(shell, "np.set_printoptions(precision=4)")
    gate.open()
    ended(shell)
    shown = shell.run("print(a)")
    assert shown.text() == "[1.2346]\n"
    assert "numpy's option 'precision' was set here" in shown.text("stderr")
    fine(shell, "%offload get")
    assert fine(shell, "print(a)") == "[1.23]\n"


def test_a_job_that_failed_before_stops_who_needs_its_options(shell: NotebookShell) -> None:
    fine(shell, "%%offload\nraise ValueError('x')\nnp.set_printoptions(precision=2)")
    assert shell.run("print(a)").error == ("ValueError", "x")


def test_a_job_that_failed_behind_it_stops_nobody(shell: NotebookShell) -> None:
    fine(shell, "%%offload\nnp.set_printoptions(precision=2)\nlater = 1 / 0")
    assert fine(shell, "print(a)") == "[1.23]\n"
    assert shell.run("later").error == ("ZeroDivisionError", "division by zero")


def test_options_come_though_large_results_stay(
    shell: NotebookShell, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OFFLOAD_RESULTS_LIMIT", "1 kB")
    fine(shell, "%%offload\nlarge = np.zeros(10_000)\nnp.set_printoptions(precision=2)")
    assert fine(shell, "print(a)") == "[1.23]\n"
    loaded = session(shell)
    assert loaded is not None and loaded.last.report is None


def test_a_job_that_is_stopped_brings_what_it_has_set(
    shell: NotebookShell,
    gate: Gate,  # noqa: F811  # a fixture
) -> None:
    fine(
        shell,
        "%%offload\nnp.set_printoptions(precision=2)\nnp.seterr(divide='ignore')\n"
        f"print('set', flush=True)\n{gate.shut}",
    )
    loaded = session(shell)
    assert loaded is not None
    assert wait_for(lambda: "set" in loaded.last.logs().split(), 120)
    loaded.last.stop()
    ended(shell)
    assert shell.run("print(a, np.geterr()['divide'])").text() == "[1.23] ignore\n"


def test_a_job_of_another_kernel_brings_its_options(shell: NotebookShell) -> None:
    fine(shell, "%%offload --wait\nnp.set_printoptions(precision=2)")
    loaded = session(shell)
    assert loaded is not None
    name = loaded.last.name
    fresh(shell)
    fine(shell, f"import numpy as np\n{BACK}\na = np.array([1.23456])")
    fine(shell, f"%offload attach {name}")
    assert fine(shell, "print(a)") == "[1.23]\n"
