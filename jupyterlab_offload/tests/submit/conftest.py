"""A live engine as the backend `local`, with folders of the test's own, and a small driver."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from jupyterlab_offload.submit import Connection, active, bundle, connect
from jupyterlab_offload.submit.bundle import Bundle
from jupyterlab_offload.tests.isolation import nobodys
from jupyterlab_offload.tests.local.conftest import LIVE_SETTINGS, wait_for
from jupyterlab_offload.tests.local.live import LiveEngine
from jupyterlab_offload.transfer import bytes_blob

from .small_driver import driver_zip


@pytest.fixture(scope="session")
def submit_engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LiveEngine]:
    live = LiveEngine(
        tmp_path_factory.mktemp("submit"), {**LIVE_SETTINGS, "checkpoint_seconds": 0.2}
    )
    yield live
    live.close()


@pytest.fixture(autouse=True)
def folders(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing of the user's is read or written, and there are no AWS credentials."""
    nobodys(tmp_path, monkeypatch)


@pytest.fixture
def local(submit_engine: LiveEngine, monkeypatch: pytest.MonkeyPatch) -> Connection:
    """The backend `local`, on the live engine."""
    monkeypatch.setenv("OFFLOAD_HOME", str(submit_engine.home.root))
    return connect(active())


@pytest.fixture
def small_driver(monkeypatch: pytest.MonkeyPatch) -> Bundle:
    """In place of the real driver: verifies nothing, answers with a result and a digest line."""
    data = driver_zip()
    found = Bundle(data, bytes_blob(data, "the driver"))
    monkeypatch.setattr(bundle, "driver", lambda: found)
    monkeypatch.setattr("jupyterlab_offload.submit.send.driver", lambda: found)
    return found


@pytest.fixture(name="wait_for")
def _wait_for() -> Any:
    return wait_for
