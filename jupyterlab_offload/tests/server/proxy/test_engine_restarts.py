"""The engine is started when it is needed, and found again where it is now."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from pathlib import Path

import pytest

from jupyterlab_offload.local import stop_engine
from jupyterlab_offload.local.home import Home
from jupyterlab_offload.local.process.record import read as read_record
from jupyterlab_offload.tests.local.live import LiveEngine

from .conftest import Ask

pytestmark = pytest.mark.slow


@pytest.fixture
def engine_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    home = tmp_path / "engine"
    monkeypatch.setenv("OFFLOAD_HOME", str(home))
    yield home
    stop_engine(home, force=True)


async def test_the_engine_is_started_by_the_first_request(ask: Ask, engine_home: Path) -> None:
    assert not engine_home.exists()
    assert (await ask("sagemaker", "ListTrainingJobs")).code == 200
    assert read_record(Home(engine_home)) is not None


async def test_an_engine_that_was_killed_is_started_again(ask: Ask, engine_home: Path) -> None:
    live = LiveEngine(engine_home, {"idle_minutes": 10.0})
    assert (await ask("sagemaker", "ListTrainingJobs")).code == 200
    live.kill()
    assert (await ask("sagemaker", "ListTrainingJobs")).code == 200


async def test_an_engine_on_another_port_is_found(ask: Ask, engine_home: Path) -> None:
    live = LiveEngine(engine_home, {"idle_minutes": 10.0})
    assert (await ask("sagemaker", "ListTrainingJobs")).code == 200
    stop_engine(engine_home)
    with socket.create_server(("127.0.0.1", live.info.port)):
        moved = LiveEngine(engine_home, {"idle_minutes": 10.0})
    assert moved.info.port != live.info.port
    assert (await ask("sagemaker", "ListTrainingJobs")).code == 200
