"""Environments as a user has them: with pip and Jupyter, without Node."""

from __future__ import annotations

import os
import re
import subprocess
from pathlib import Path

COLOURS = re.compile(r"\x1b\[[0-9;]*m")


def run(venv: Path, command: str, *arguments: str) -> str:
    """What a command of the environment prints (both streams). PATH has nothing but it."""
    bin_folder = venv / "bin"
    environment = {
        **os.environ,
        "PATH": str(bin_folder),
        "JUPYTER_CONFIG_DIR": str(venv / "config"),
        "JUPYTER_DATA_DIR": str(venv / "data"),
    }
    environment.pop("PYTHONPATH", None)
    done = subprocess.run(
        [str(bin_folder / command), *arguments],
        env=environment,
        cwd=venv,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return COLOURS.sub("", done.stdout + done.stderr)


def assert_enabled(venv: Path, version: str) -> None:
    """Both extensions are listed as enabled, working, and of this version."""
    front_end = run(venv, "jupyter", "labextension", "list")
    assert re.search(rf"jupyterlab-offload v{re.escape(version)} enabled +OK", front_end), front_end
    assert "ncompatible" not in front_end, front_end
    server = run(venv, "jupyter", "server", "extension", "list")
    assert re.search(r"jupyterlab_offload enabled", server), server
    assert re.search(rf"jupyterlab_offload {re.escape(version)} +OK", server), server
