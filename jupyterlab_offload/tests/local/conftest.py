"""Engines for tests: one in process under the test's clock, and real ones on their own homes."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from jupyterlab_offload.local.context import Engine
from jupyterlab_offload.local.engine import build
from jupyterlab_offload.local.home import Home
from jupyterlab_offload.local.settings import Settings

from .live import LiveEngine, training_job, wait_for

LIVE_SETTINGS = {"stop_grace_seconds": 2.0, "idle_minutes": 10.0, "slots": 4}


class FakeClock:
    """Seconds since the epoch, as far as the test lets them go on."""

    def __init__(self, now: float = 1_790_000_000.0) -> None:
        self.now = now

    def __call__(self) -> float:
        return self.now

    def advance(self, seconds: float) -> float:
        self.now += seconds
        return self.now


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return Home(tmp_path / "home").create()


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock()


@pytest.fixture
def engine(home: Home, clock: FakeClock) -> Iterator[Engine]:
    """An engine in this process: index, store and clock, without wire and scheduler."""
    built = build(home, Settings(slots=2, stop_grace_seconds=2.0), clock)
    yield built
    built.db.close()


@pytest.fixture(scope="session")
def live_engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LiveEngine]:
    """A real engine process, shared by all tests: use buckets and job names of your own."""
    live = LiveEngine(tmp_path_factory.mktemp("live"), LIVE_SETTINGS)
    yield live
    live.close()


@pytest.fixture
def start_engine(tmp_path: Path) -> Iterator[Callable[..., LiveEngine]]:
    """Starts real engines for this test alone: ``start_engine(slots=1, …)``."""
    started: list[LiveEngine] = []

    def start(**settings: Any) -> LiveEngine:
        folder = tmp_path / f"engine-{len(started)}"
        started.append(LiveEngine(folder, {**LIVE_SETTINGS, **settings}))
        return started[-1]

    yield start
    for live in started:
        live.tell()
        live.close()


@pytest.fixture
def bucket(live_engine: LiveEngine) -> str:
    """A new empty bucket of the shared engine."""
    return live_engine.make_bucket()


@pytest.fixture(name="wait_for")
def _wait_for() -> Callable[..., Any]:
    """``wait_for(predicate, timeout)``: see live.wait_for."""
    return wait_for


@pytest.fixture(name="training_job")
def _training_job() -> Callable[..., dict[str, Any]]:
    """``training_job(live, bucket, script, **members)``: see live.training_job."""
    return training_job
