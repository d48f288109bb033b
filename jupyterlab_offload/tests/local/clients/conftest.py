"""Foreign clients, each run in an environment of its own, as its users run it."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from ..live import LiveEngine

ROOT = Path(__file__).resolve().parents[4]
PROGRAMS = Path(__file__).parent / "programs"
SECONDS = 240
SILENT = {"SAGEMAKER_USER_CONFIG_OVERRIDE": str(PROGRAMS / "sagemaker.yaml")}
"""Without it the SageMaker SDK reports every fit to AWS."""

Run = Callable[..., Any]


def client_python(name: str) -> Path:
    """The Python of a client's own environment, made now if it is not there yet."""
    maker = ROOT / "scripts" / "client_venvs.py"
    made = subprocess.run([sys.executable, maker, name], check=True, capture_output=True, text=True)
    return Path(made.stdout.strip())


def run(command: list[str | Path], live: LiveEngine, **environment: str) -> str:
    """A client's standard output; fails with all that it said when it fails."""
    done = subprocess.run(
        command,
        env=live.env | SILENT | environment,
        capture_output=True,
        text=True,
        timeout=SECONDS,
        cwd=live.home.root,
        check=False,
    )
    assert done.returncode == 0, f"{command}\n{done.stdout}\n{done.stderr}"
    return done.stdout


@pytest.fixture
def program(live_engine: LiveEngine) -> Run:
    """``program(client, name, *arguments)`` runs programs/<name>.py with a client's Python.

    The program's last line is JSON; it is returned.
    """

    def call(client: str, name: str, *arguments: str) -> Any:
        output = run([client_python(client), PROGRAMS / f"{name}.py", *arguments], live_engine)
        return json.loads(output.splitlines()[-1])

    return call


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[Path]:
    """A small tree of files, with names that URLs must quote."""
    root = tmp_path / "tree"
    for name in ("a.txt", "sub dir/b+c.txt", "sub dir/deep/é ~#?.bin", "empty"):
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(name.encode() * 100 if name != "empty" else b"")
    yield root
