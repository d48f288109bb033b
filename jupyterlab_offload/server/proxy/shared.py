"""Equal questions are asked once: while one is on its way, and for a moment after."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass

from .outgoing import Outgoing

_KEEP_BYTES = 4 * 2**20
"""Of all answers that are kept. One larger than an eighth of it is not."""

_Key = tuple[str, int, str, str, bytes]


@dataclass(frozen=True)
class Reply:
    """An answer with its whole body, safe to be sent to a browser.

    `absent`: it says that what was asked for is not there, or nothing of it yet.
    """

    status: int
    headers: Mapping[str, str]
    body: bytes
    absent: bool = False


class Shared:
    """For one event loop. `clock` is monotonic, in seconds."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._under_way: dict[_Key, asyncio.Task[Reply]] = {}
        self._kept: dict[_Key, tuple[float, Reply]] = {}
        self.kept_bytes = 0
        self._changes: dict[str, int] = {}

    async def get(
        self, backend: str, outgoing: Outgoing, fresh: float, ask: Callable[[], Awaitable[Reply]]
    ) -> Reply:
        """The reply to a question, which `ask` asks if nobody has just done so.

        An answer of 200 is given again for `fresh` seconds; errors are not.
        """
        change = self._changes.get(backend, 0)
        key = (backend, change, outgoing.service, outgoing.operation, outgoing.body)
        self._drop_old()
        if key in self._kept:
            return self._kept[key][1]
        task = self._under_way.get(key)
        if task is None:
            task = asyncio.ensure_future(self._ask(key, fresh, ask))
            self._under_way[key] = task
            task.add_done_callback(lambda done: self._arrived(key, done))
        # Shielded: who goes away must not take the answer from the others.
        return await asyncio.shield(task)

    def changed(self, backend: str) -> None:
        """Something was changed there: what was asked before is no answer any more."""
        self._changes[backend] = self._changes.get(backend, 0) + 1

    async def _ask(self, key: _Key, fresh: float, ask: Callable[[], Awaitable[Reply]]) -> Reply:
        reply = await ask()
        if fresh > 0 and reply.status == 200 and len(reply.body) <= _KEEP_BYTES // 8:
            self._kept[key] = self._clock() + fresh, reply
            self.kept_bytes += len(reply.body)
        return reply

    def _arrived(self, key: _Key, done: asyncio.Task[Reply]) -> None:
        del self._under_way[key]
        if not done.cancelled():
            # Looked at, so that an error that nobody waits for any more is no warning in the log.
            done.exception()

    def _drop_old(self) -> None:
        now = self._clock()
        old = [key for key, (until, _) in self._kept.items() if until <= now]
        for key in old:
            self._drop(key)
        while self.kept_bytes > _KEEP_BYTES:
            self._drop(next(iter(self._kept)))

    def _drop(self, key: _Key) -> None:
        self.kept_bytes -= len(self._kept.pop(key)[1].body)
