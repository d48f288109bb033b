"""The wheel in other versions of Jupyter: it installs, is enabled, and offloads a cell by click."""

from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path

import pytest
from client_venvs import environment

from jupyterlab_offload import __version__

from .conftest import ROOT
from .environments import assert_enabled, run

LISTS = sorted((ROOT / "scripts" / "versions").glob("*.txt"))

pytestmark = [pytest.mark.long, pytest.mark.timeout(900)]


@pytest.mark.parametrize("requirements", LISTS, ids=lambda path: path.stem)
def test_it_installs_and_offloads(requirements: Path, wheel: Path, tmp_path: Path) -> None:
    venv = environment(f"jupyter-{requirements.stem}", requirements).parents[1]
    # With the list, so that nothing of the environment is brought up to date on the way.
    run(venv, "pip", "uninstall", "-q", "-y", "jupyterlab-offload")
    run(venv, "pip", "install", "-q", "-r", str(requirements), str(wheel))
    assert_enabled(venv, __version__)

    report = tmp_path / "report.json"
    done = subprocess.run(
        ["node_modules/.bin/playwright", "test", "-c", "ui-tests/playwright.auth.config.ts"],
        cwd=ROOT,
        env={
            **os.environ,
            "OFFLOAD_JUPYTER": str(venv / "bin" / "jupyter"),
            "OFFLOAD_CHROMIUM": (ROOT / ".build" / "browser").read_text().strip(),
            "PLAYWRIGHT_JSON_OUTPUT_FILE": str(report),
        },
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    counts = json.loads(report.read_text())["stats"]
    assert (counts["expected"] >= 12, counts["skipped"]) == (True, 0), counts
