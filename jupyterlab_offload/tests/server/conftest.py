"""A Jupyter server with the extension, whose local engine lives in a temporary folder."""

from __future__ import annotations

from pathlib import Path

import pytest


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
    for name in ("CACHE", "CONFIG"):
        monkeypatch.setenv(f"OFFLOAD_{name}", str(tmp_path / name.lower()))
    for name in ("OFFLOAD_BACKEND", "OFFLOAD_BACKENDS", "AWS_PROFILE", "AWS_ENDPOINT_URL"):
        monkeypatch.delenv(name, raising=False)
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("AWS_CONFIG_FILE", str(tmp_path / "no-config"))
    monkeypatch.setenv("AWS_SHARED_CREDENTIALS_FILE", str(tmp_path / "no-credentials"))
    monkeypatch.setenv("AWS_EC2_METADATA_DISABLED", "true")
    folder = tmp_path / "config"
    folder.mkdir()
    return folder
