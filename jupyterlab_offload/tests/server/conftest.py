"""A Jupyter server with the extension, whose local engine lives in a temporary folder."""

from __future__ import annotations

from pathlib import Path

import pytest

from jupyterlab_offload.tests.isolation import nobodys


@pytest.fixture
def jp_server_config() -> dict[str, object]:
    return {
        "ServerApp": {
            "allow_unauthenticated_access": False,
            "jpserver_extensions": {"jupyterlab_offload": True},
        }
    }


@pytest.fixture(autouse=True)
def engine_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder in which the server looks for the engine: empty, so that none is running."""
    home = tmp_path / "engine"
    monkeypatch.setenv("OFFLOAD_HOME", str(home))
    return home


@pytest.fixture(autouse=True)
def settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder of settings; nothing of the user's is read, and there are no credentials."""
    nobodys(tmp_path, monkeypatch)
    folder = tmp_path / "config"
    folder.mkdir()
    return folder
