"""How fast requests may go out, and what happens when AWS asks for fewer."""

from __future__ import annotations

import asyncio
import random
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from .outgoing import Outgoing
from .refusal import Refusal, Service

_WAIT_SECONDS = 2.0
"""Who would have to wait longer is told to come again."""
_PAUSE_SECONDS = 1.0
_LONGEST_PAUSE_SECONDS = 30.0


@dataclass(frozen=True)
class Pace:
    """A rate, how many may go out at once, and for how many seconds an answer is given again."""

    per_second: float
    burst: int
    fresh: float = 0.0


ON_AWS: dict[tuple[Service, str], Pace] = {
    # AWS allows an account 2 ListTrainingJobs a second, and all its users share them.
    ("sagemaker", "List"): Pace(0.5, 5, 2.0),
    ("sagemaker", "Search"): Pace(1, 10, 2.0),
    ("sagemaker", "Describe"): Pace(5, 50, 1.0),
    ("sagemaker", "Stop"): Pace(2, 50),
    ("logs", "Filter"): Pace(1, 10, 1.0),
    ("logs", "Get"): Pace(10, 50, 0.5),
    ("logs", "Describe"): Pace(5, 25, 1.0),
    ("s3", "List"): Pace(5, 50),
    ("s3", "Head"): Pace(50, 200),
    ("s3", "Get"): Pace(50, 200),
}
LOCAL = Pace(1000, 2000, 0.05)
"""The local engine has no quota: a bound for runaway loops, and two pages' equal polls are one."""


def pace(local: bool, outgoing: Outgoing) -> Pace:
    return LOCAL if local else ON_AWS[outgoing.service, outgoing.kind]


class Pacer:
    """Turns by backend, service and kind of operation. `clock` is monotonic, in seconds."""

    def __init__(
        self,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
        chance: Callable[[], float] = random.random,
    ) -> None:
        self._clock = clock
        self._sleep = sleep
        self._chance = chance
        self._lanes: dict[tuple[str, str, str], _Lane] = {}

    async def turn(self, backend: str, local: bool, outgoing: Outgoing) -> None:
        """Returns when the request may go out. Raises Refusal where that would take too long."""
        lane = self._lane(backend, outgoing)
        now = self._clock()
        if now < lane.closed_until:
            raise _come_again(lane.closed_until - now)
        wait = lane.reserve(pace(local, outgoing), now)
        if wait > 0:
            await self._sleep(wait)

    async def back_off(self, tries: int) -> None:
        """A random time, longer after each try, before a request goes out again."""
        await self._sleep(self._chance() * 0.3 * 2**tries)

    def throttled(self, backend: str, outgoing: Outgoing) -> float:
        """AWS goes on asking for fewer: nothing of this kind goes out for the time returned."""
        lane = self._lane(backend, outgoing)
        lane.strikes = min(lane.strikes + 1, 10)
        longest = min(_PAUSE_SECONDS * 2.0**lane.strikes, _LONGEST_PAUSE_SECONDS)
        pause = longest * (1 + self._chance()) / 2
        lane.closed_until = self._clock() + pause
        return pause

    def fine(self, backend: str, outgoing: Outgoing) -> None:
        self._lane(backend, outgoing).strikes = 0

    def _lane(self, backend: str, outgoing: Outgoing) -> _Lane:
        return self._lanes.setdefault((backend, outgoing.service, outgoing.kind), _Lane())


class _Lane:
    """A token bucket that may be overdrawn by those who wait, and a time to keep quiet."""

    def __init__(self) -> None:
        self.strikes = 0
        self.closed_until = 0.0
        self._used = 0.0
        self._since = 0.0

    def reserve(self, pace: Pace, now: float) -> float:
        """Takes a turn; gives the seconds until it comes. Raises Refusal."""
        self._used = max(0.0, self._used - (now - self._since) * pace.per_second)
        self._since = now
        wait = (self._used + 1 - pace.burst) / pace.per_second
        if wait > _WAIT_SECONDS:
            raise _come_again(wait)
        self._used += 1
        return wait


def _come_again(seconds: float) -> Refusal:
    return Refusal(
        429,
        "ThrottlingException",
        "Too many requests. Offload asks again by itself.",
        "throttled",
        retry_after=seconds,
    )
