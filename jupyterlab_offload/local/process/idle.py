"""When an engine that nobody needs ends by itself."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable
from typing import Any

from ..context import Engine
from ..store import jobs

LOOKS = 20
"""How many times the engine looks during the time that makes it idle."""
LONGEST_LOOK_SECONDS = 60.0


async def until_idle(
    engine: Engine,
    last_request: Callable[[], float],
    clock: Callable[[], float] = time.monotonic,
    sleep: Callable[[float], Awaitable[Any]] = asyncio.sleep,
) -> None:
    """Returns once no request came and no job ran for the time that the settings name.

    ``last_request`` and ``clock`` count in the same seconds.
    """
    limit = engine.settings.idle_minutes * 60
    used = clock()
    had_jobs = False
    while True:
        await sleep(min(limit / LOOKS, LONGEST_LOOK_SECONDS))
        has_jobs = bool(jobs.unfinished(engine.db))
        if has_jobs or had_jobs:
            used = clock()
        had_jobs = has_jobs
        used = max(used, last_request())
        if clock() - used >= limit:
            return
