"""The wheel is prebuilt: installing it needs no Node, and it brings both extensions."""

from __future__ import annotations

import re
import shutil
import sys
import venv
import zipfile
from pathlib import Path

import pytest

from jupyterlab_offload import __version__

from .environments import assert_enabled, run

pytestmark = pytest.mark.slow


def test_it_holds_the_built_front_end_and_no_tests_or_source_maps(wheel: Path) -> None:
    names = zipfile.ZipFile(wheel).namelist()
    shared = f"jupyterlab_offload-{__version__}.data/data/"
    extension = f"{shared}share/jupyter/labextensions/jupyterlab-offload/"
    for needed in ("install.json", "package.json", "schemas/jupyterlab-offload/status.json"):
        assert extension + needed in names
    assert any(name.startswith(f"{extension}static/remoteEntry.") for name in names)
    assert f"{shared}etc/jupyter/jupyter_server_config.d/jupyterlab_offload.json" in names
    assert "jupyterlab_offload/server/config.py" in names
    assert [name for name in names if "/tests/" in name or name.endswith(".map")] == []


def test_its_front_end_asks_for_no_jupyterlab_newer_than_the_oldest_supported(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        (entry,) = (name for name in archive.namelist() if "/static/remoteEntry." in name)
        text = archive.read(entry).decode()
    asked = dict(re.findall(r'shareKey:"([^"]+)"[^}]*?requiredVersion:"([^"]+)"', text))
    assert asked["@jupyterlab/statusbar"] == "^4.4.0"
    assert asked["@jupyterlab/apputils"] == "^4.5.0"


def test_it_installs_without_node_and_both_extensions_are_enabled(
    wheel: Path, tmp_path: Path
) -> None:
    environment = tmp_path / "venv"
    venv.create(environment, with_pip=True)
    assert shutil.which("node", path=str(environment / "bin")) is None
    run(environment, "pip", "install", "-q", "jupyterlab==4.6.4", str(wheel))
    assert_enabled(environment, __version__)


def test_a_kernels_environment_gets_no_jupyter_server(wheel: Path, tmp_path: Path) -> None:
    plan = tmp_path / "plan.json"
    environment = Path(sys.prefix)
    run(
        environment,
        *("pip", "install", "-q", "--dry-run", "--ignore-installed"),
        *("--report", str(plan), str(wheel)),
    )
    text = plan.read_text()
    assert '"name": "boto3"' in text
    assert '"name": "jupyter_server"' not in text
    assert '"name": "jupyterlab"' not in text
