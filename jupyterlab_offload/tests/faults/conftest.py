"""An engine that may be killed, and a notebook on it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from jupyterlab_offload.tests.local.live import LiveEngine

from .scene import Scene

_SETTINGS = {
    "stop_grace_seconds": 20.0,
    "idle_minutes": 10.0,
    "slots": 4,
    "checkpoint_seconds": 0.2,
}


@pytest.fixture(scope="session")
def fault_engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LiveEngine]:
    live = LiveEngine(tmp_path_factory.mktemp("faults") / "home", _SETTINGS)
    yield live
    live.close()


@pytest.fixture
def scene(
    fault_engine: LiveEngine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Scene]:
    """A notebook whose kernels keep their journal to themselves."""
    for name in ("CACHE", "CONFIG"):
        monkeypatch.setenv(f"OFFLOAD_{name}", str(tmp_path / name.lower()))
    for name in ("OFFLOAD_BACKEND", "OFFLOAD_BACKENDS", "OFFLOAD_WAIT"):
        monkeypatch.delenv(name, raising=False)
    fault_engine.start()
    folder = tmp_path / "notebook"
    folder.mkdir()
    made = Scene(fault_engine, folder)
    yield made
    made.close()
