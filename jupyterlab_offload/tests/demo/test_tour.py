"""The tour's notebook, run as people without a front end run it."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import nbformat
import pytest
from nbclient import NotebookClient

from jupyterlab_offload.local import stop_engine

DEMO = Path(__file__).parents[3] / "demo"
JOBS = 8


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """An engine's folder of its own; the kernel starts the engine."""
    monkeypatch.setenv("OFFLOAD_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("OFFLOAD_CACHE", str(tmp_path / "cache"))
    monkeypatch.setenv("OFFLOAD_CONFIG", str(tmp_path / "config"))
    monkeypatch.delenv("OFFLOAD_WAIT", raising=False)
    yield tmp_path / "home"
    stop_engine(tmp_path / "home")


def _errors(notebook: Any) -> list[str]:
    cells = [cell for cell in notebook.cells if cell.cell_type == "code"]
    shown = [output for cell in cells for output in cell.outputs]
    return [output.ename for output in shown if output.output_type == "error"]


def _printed(notebook: Any, first_words: str) -> str:
    for cell in notebook.cells:
        if cell.cell_type == "code" and cell.source.startswith(first_words):
            return "".join(output.get("text", "") for output in cell.outputs)
    raise AssertionError(f"no cell begins with {first_words}")


@pytest.mark.slow
def test_the_tour_runs_from_top_to_bottom(home: Path) -> None:
    notebook = nbformat.read(DEMO / "tour.ipynb", as_version=4)
    NotebookClient(
        notebook, timeout=180, kernel_name="python3", resources={"metadata": {"path": str(DEMO)}}
    ).execute()
    assert _errors(notebook) == []
    costs = _printed(notebook, "%offload cost").splitlines()
    assert len(costs) == JOBS
    assert all("$0.00 (on AWS: $0.0" in line for line in costs)
    assert "inconsistent numbers" in _printed(notebook, "try:")
    assert "time limit" in _printed(notebook, "job = offload.last()")
    assert "of 1000 epochs" in _printed(notebook, 'print(f"ended after')


@pytest.mark.long
@pytest.mark.parametrize(
    "command",
    [
        "nbconvert --execute --to notebook --output-dir {folder} {tour}",
        "papermill --cwd {demo} {tour} {folder}/tour.ipynb",
    ],
    ids=["nbconvert", "papermill"],
)
def test_the_tour_runs_under(command: str, home: Path, tmp_path: Path) -> None:
    pytest.importorskip(command.partition(" ")[0])
    tour = DEMO / "tour.ipynb"
    words = [word.format(folder=tmp_path, demo=DEMO, tour=tour) for word in command.split()]
    done = subprocess.run([sys.executable, "-m", *words], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr[-3000:]
    ran = nbformat.read(tmp_path / "tour.ipynb", as_version=4)
    assert _errors(ran) == []
    assert len(_printed(ran, "%offload cost").splitlines()) == JOBS


def test_the_tour_is_saved_without_outputs() -> None:
    notebook = nbformat.read(DEMO / "tour.ipynb", as_version=4)
    nbformat.validate(notebook)
    assert all(not cell.get("outputs") for cell in notebook.cells)
