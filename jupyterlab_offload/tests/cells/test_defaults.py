"""Defaults in a notebook: they hold for cells and plans, and help says where each comes from."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from jupyterlab_offload.kernel.display.card import MIME

from .notebook import NotebookShell, Outputs


@pytest.fixture
def config(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("OFFLOAD_CONFIG", str(tmp_path / "config"))
    (tmp_path / "config").mkdir()
    return tmp_path / "config" / "defaults.json"


def write(path: Path, **members: Any) -> None:
    path.write_text(json.dumps(members))


def test_a_plan_and_a_job_have_the_defaults(shell: NotebookShell, config: Path) -> None:
    write(config, type="ml.c5.xlarge", max_runtime="7m", tag=["team=forecast"])
    plan = shell.run("%%offload --dry-run\nx = 1").data()[0]["text/plain"]
    assert "ml.c5.xlarge" in plan and "420 s" in plan and "forecast" in plan
    assert shell.run("%%offload\nx = 2").error is None
    assert "c5.xlarge" in shell.run("%offload status").text()
    assert shell.variables()["x"] == 2


def test_a_wrong_file_stops_a_cell_and_help_still_helps(shell: NotebookShell, config: Path) -> None:
    write(config, max_cots=1)
    shown = shell.run("%%offload\nx = 1")
    assert shown.error is not None
    assert "'max_cost'" in shown.error[1] and str(config) in shown.error[1]
    told = shell.run("%offload help").text()
    assert "--max-cost" in told and "'max_cost'" in told


def test_help_says_where_each_default_comes_from(
    shell: NotebookShell, config: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(config, max_cost=2, env=["TOKEN=not-to-be-told"])
    monkeypatch.setenv("OFFLOAD_MAX_RUNTIME", "90m")
    lines = shell.run("%offload help").text().splitlines()
    (cost,) = [line for line in lines if line.startswith("  max_cost ")]
    (runtime,) = [line for line in lines if line.startswith("  max_runtime ")]
    (volume,) = [line for line in lines if line.startswith("  volume ")]
    assert cost.split() == ["max_cost", "2", f"({config})"]
    assert "90m" in runtime and "(OFFLOAD_MAX_RUNTIME)" in runtime
    assert "(built in)" in volume
    assert "not-to-be-told" not in "\n".join(lines)


def test_files_beyond_the_limit_of_the_settings_are_refused(
    shell: NotebookShell, config: Path
) -> None:
    write(config, files_limit="1kB")
    Path("big.txt").write_text("x" * 2000)
    shown = shell.run("%%offload\nn = len(open('big.txt').read())")
    assert shown.error is not None and "--include big.txt" in shown.error[1]
    assert shell.run("%%offload --include big.txt\nn = len(open('big.txt').read())").error is None
    assert shell.variables()["n"] == 2000


def test_large_results_come_when_they_are_used(shell: NotebookShell, config: Path) -> None:
    write(config, results_limit="1kB")
    sent = shell.run("%%offload --no-wait\ntext = 'x' * 5000\nopen('o.txt', 'w').write('x');")
    assert sent.error is None
    assert shell.run("import jupyterlab_offload as offload\noffload.last().wait();").error is None
    job = shell.user_ns["offload"].last()
    assert not job.outcome.files and job.outcome.names == ["text"]
    assert _states(sent) == ["on demand", "on demand"]
    assert shell.run("print(len(text))").text() == "5000\n"
    assert _states(sent) == ["here", "here"]


def _states(sent: Outputs) -> list[str]:
    """Of the values and the files, as the card under the cell has them."""
    card = sent.data()[0][MIME]
    return [one["state"] for one in (*card["results"], *card["files"])]
