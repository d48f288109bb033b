"""Jobs in an environment of the kernel's own Python that has no library at all."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from _pytest.mark import ParameterSet

from jupyterlab_offload.tests.local.live import LiveEngine

from .case import Case
from .conftest import SETTINGS, Bench
from .notebook import NotebookShell
from .test_other_pythons import NEED_IPYTHON, alone

EVERY, QUICK = 3, 180
"""One case in so many runs with ``make test-long``, and with ``make test``."""


@pytest.fixture(scope="module")
def bare(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An interpreter that has Python's own library alone."""
    folder = tmp_path_factory.mktemp("bare")
    base = getattr(sys, "_base_executable", sys.executable)
    subprocess.run([base, "-m", "venv", "--without-pip", str(folder)], check=True)
    python = folder / "bin" / "python"
    look = "import importlib.util as u; assert not (u.find_spec('numpy') or u.find_spec('IPython'))"
    subprocess.run([str(python), "-c", look], check=True)
    return python


@pytest.fixture(scope="module")
def cell_engine(bare: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[LiveEngine]:
    """As that of the other cases, but for its Python."""
    folder = tmp_path_factory.mktemp("cells-bare")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("OFFLOAD_HOME", str(folder / "home"))
        patch.setenv("OFFLOAD_CACHE", str(folder / "cache"))
        patch.setenv("OFFLOAD_CONFIG", str(folder / "config"))
        live = LiveEngine(folder / "home", {**SETTINGS, "python": str(bare)})
        yield live
        live.close()


def _cases() -> list[ParameterSet]:
    cases = [case for case in alone() if case.name not in NEED_IPYTHON]
    return [
        pytest.param(
            case, id=case.name, marks=pytest.mark.long if number % QUICK else pytest.mark.slow
        )
        for number, case in enumerate(cases)
        if number % EVERY == 0
    ]


@pytest.mark.parametrize("case", _cases())
def test_the_magic_changes_nothing_where_there_is_no_library(case: Case, bench: Bench) -> None:
    bench.check(case)


@pytest.mark.slow
def test_a_value_of_a_library_that_the_image_lacks_is_refused_before_the_cell_runs(
    shell: NotebookShell,
) -> None:
    pytest.importorskip("numpy")
    assert shell.run("import numpy as np\na = np.arange(3)").error is None
    shown = shell.run("%%offload --requirements none\nprint('ran')\nb = list(a)")
    assert shown.error is not None and shown.error[0] == "SetupError"
    assert "numpy" in shown.error[1] and "ran" not in shown.text()
    shown = shell.run("%%offload\nprint('ran')\nb = list(a)")
    assert shown.error is not None and "pip" in shown.error[1] and "ran" not in shown.text()
