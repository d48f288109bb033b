"""The composition: which parts make an engine, in which order they start and end."""

from __future__ import annotations

import asyncio
import contextlib
import gc
import logging
import os
import signal
import socket
import sqlite3
import time
from collections.abc import Callable

from .context import Engine
from .credentials import Credentials
from .home import Home
from .process.errors import IndexDamaged
from .process.idle import until_idle
from .process.version import VERSION
from .scenario import Scenario, ScenarioError, load, parse
from .scenario.admin import HANDLERS
from .settings import Settings
from .store.db import Database

DRAIN_SECONDS = 3.0
"""What requests that are being served when the engine is told to end get to be completed."""

log = logging.getLogger("jupyterlab_offload.local")


def build(home: Home, settings: Settings, clock: Callable[[], float] = time.time) -> Engine:
    """An engine on a home, without wire and scheduler. The caller holds the home's engine lock.

    Raises IndexDamaged.
    """
    return Engine(
        home=home,
        settings=settings,
        db=_index(home),
        clock=clock,
        scenario=_scenario(home),
        credentials=Credentials.obtain(home),
        version=VERSION,
    )


def serve(
    home: Home, settings: Settings, listener: socket.socket, ready: Callable[[], None]
) -> None:
    """Serves on the listener until SIGTERM, SIGINT or idleness; calls ``ready`` when it answers."""
    asyncio.run(_serve(build(home, settings), listener, ready))


async def _serve(engine: Engine, listener: socket.socket, ready: Callable[[], None]) -> None:
    # Late: who builds an engine to call its operations in process needs neither.
    from .protocol.server import Server
    from .runner.scheduler import Scheduler

    engine.objects.clean()
    ended = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, ended.set)
    scheduler = Scheduler(engine)
    engine.wake_scheduler = scheduler.wake
    server = Server(engine, HANDLERS)
    scheduler.start()
    server.start(listener)
    ready()
    log.info("engine %s, pid %d, port %d", engine.version, os.getpid(), listener.getsockname()[1])
    # What is here now stays; the collector need not look at it again.
    gc.collect()
    gc.freeze()
    idle = asyncio.ensure_future(until_idle(engine, server.last_request))
    idle.add_done_callback(lambda _: ended.set())
    await ended.wait()
    log.info("the engine ends: %s", "nobody needs it" if idle.done() else "it was told to")
    idle.cancel()
    with contextlib.suppress(asyncio.CancelledError):
        await idle
    await server.stop(DRAIN_SECONDS)
    await scheduler.stop()
    engine.db.close()


def _index(home: Home) -> Database:
    try:
        return Database(home.index_file)
    except sqlite3.OperationalError:
        # Locked or no room: the index itself is sound.
        raise
    except sqlite3.DatabaseError as error:
        raise IndexDamaged(home.index_file, error) from error


def _scenario(home: Home) -> Scenario:
    """The scenario that this home was left with; a damaged file must not keep an engine down."""
    if not home.scenario_file.exists():
        return Scenario()
    try:
        return Scenario(parse(load(home.scenario_file, home), home))
    except ScenarioError as error:
        log.error("%s It is left out.", error)
        return Scenario()
