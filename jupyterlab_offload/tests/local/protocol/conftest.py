"""A server in this process, with the wire in between."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from jupyterlab_offload.local.context import Engine
from jupyterlab_offload.local.engine import build
from jupyterlab_offload.local.home import Home
from jupyterlab_offload.local.settings import Settings
from jupyterlab_offload.tests.local.protocol.wire import Wire


@pytest.fixture
def real_time_engine(home: Home) -> Iterator[Engine]:
    """An engine under the real clock: real clients sign with it."""
    engine = build(home, Settings(slots=1), time.time)
    yield engine
    engine.db.close()


@pytest.fixture
def serve(real_time_engine: Engine) -> Iterator[Callable[..., Wire]]:
    """Starts servers: ``serve(limits)``."""
    started: list[Wire] = []

    def start(*arguments: Any, **named: Any) -> Wire:
        started.append(Wire(real_time_engine, *arguments, **named))
        return started[-1]

    yield start
    for wire in started:
        wire.close()


@pytest.fixture
def wire(serve: Callable[..., Wire]) -> Wire:
    return serve()
