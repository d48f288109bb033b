"""A notebook that is renamed while its kernel runs: a front end tells of it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from jupyterlab_offload.kernel.display.card import MIME
from jupyterlab_offload.kernel.extension import session
from jupyterlab_offload.submit import active, connect, find_jobs

from .notebook import NotebookShell

pytestmark = pytest.mark.slow

_CELL = "3f2b9c1e"


@pytest.fixture(autouse=True)
def _notebook(monkeypatch: pytest.MonkeyPatch, shell: NotebookShell) -> None:
    monkeypatch.setenv("OFFLOAD_WAIT", "0")
    monkeypatch.setenv("JPY_SESSION_NAME", "/srv/lab/old.ipynb")


@pytest.fixture
def gate(tmp_path: Path) -> Iterator[Path]:
    """A file for which a job waits."""
    yield tmp_path / "open"
    (tmp_path / "open").touch()


def tell(shell: NotebookShell, path: str) -> str:
    """As src/notebook/pathNote.ts does it; the text of the answer, or the error's name."""
    words = f"{json.dumps(path)}, {json.dumps('/srv/lab')}"
    module = '__import__("sys").modules["jupyterlab_offload.kernel.extension"]'
    found = shell.user_expressions({"answer": f"{module}.notebook_is({words})"})["answer"]
    return str(found["data"]["text/plain"] if found["status"] == "ok" else found["ename"])


def notebooks(shell: NotebookShell) -> list[str]:
    """The notebooks of this kernel's jobs, as the jobs' tags tell."""
    found = session(shell)
    assert found is not None
    tagged = {one.name: one.notebook for one in find_jobs(connect(active()))}
    return [tagged[job.name] for job in found.jobs]


def test_a_job_has_the_path_that_its_notebook_had_when_it_was_sent(shell: NotebookShell) -> None:
    assert shell.run("%%offload\nx = 1", cell_id=_CELL).error is None
    assert tell(shell, "new.ipynb") == "True"
    assert shell.run("%%offload\nx = 2", cell_id=_CELL).error is None
    assert notebooks(shell) == ["/srv/lab/old.ipynb", "/srv/lab/new.ipynb"]


def test_a_job_from_before_is_not_sent_a_second_time_after_a_restart(
    shell: NotebookShell, gate: Path
) -> None:
    wait = f"import os, time\nwhile not os.path.exists({str(gate)!r}):\n    time.sleep(0.02)"
    cell = f"%%offload\n{wait}\ny = 1"
    before = shell.run(cell, cell_id=_CELL).data()[0][MIME]
    shell.extension_manager.unload_extension("jupyterlab_offload")
    shell.reset(new_session=True)
    shell.extension_manager.load_extension("jupyterlab_offload")
    tell(shell, "new.ipynb")
    again = shell.run(cell, cell_id=_CELL)
    assert again.error is None and again.data()[0][MIME]["job"] == before["job"]


def test_a_hostile_path_changes_nothing(shell: NotebookShell) -> None:
    assert tell(shell, "../../x.ipynb\n") == "False"
    assert tell(shell, '"); raise SystemExit #') == "True"
    found = session(shell)
    assert found is not None and found.cell.notebook == '/srv/lab/"); raise SystemExit #'


def test_a_kernel_that_has_not_loaded_the_magics_is_not_changed(shell: NotebookShell) -> None:
    shell.extension_manager.unload_extension("jupyterlab_offload")
    assert tell(shell, "new.ipynb") == "False"
    shell.extension_manager.load_extension("jupyterlab_offload")
    found = session(shell)
    assert found is not None and found.cell.notebook == "/srv/lab/old.ipynb"


def test_it_is_told_without_a_trace_in_the_history(shell: NotebookShell) -> None:
    before = shell.execution_count
    tell(shell, "new.ipynb")
    assert shell.execution_count == before
    assert "notebook_is" not in "".join(shell.user_ns["In"])
