"""The way of a request: checked, signed, sent, and its answer in the shape that may go back."""

from __future__ import annotations

import asyncio
import contextlib
import time
from collections.abc import Awaitable, Callable, Iterator, Mapping
from dataclasses import dataclass
from email.utils import parsedate_to_datetime

from . import errors, jsonservice, objects
from .answers import passed_back
from .outgoing import Headers, Outgoing
from .pace import Pacer, pace
from .reach import Reach, Reached
from .refusal import JSON_TYPE, Refusal, Service, denied, error_body
from .shared import Reply, Shared
from .target import Target
from .transport import Answer, Unreachable

MAX_ANSWER = 16 * 2**20
"""Bytes of a JSON answer; a page of 10,000 log lines has about three million."""
ANSWER_SECONDS = 60.0
"""For a JSON answer in all, with what is tried again."""
ERROR_SECONDS = 10.0
_SKEW_SECONDS = 60
"""Clocks that differ by more are taken for the reason of a refusal."""
_TRIES = 3
_MOST_AT_ONCE: dict[Service, int] = {"sagemaker": 64, "logs": 64, "s3": 64}


@dataclass(frozen=True)
class Streamed:
    """An object whose bytes are still arriving; whoever has it closes the answer."""

    status: int
    headers: Mapping[str, str]
    answer: Answer


class Gateway:
    """One for each server, used by its event loop. `clock` gives seconds since the epoch."""

    def __init__(
        self,
        reach: Reach | None = None,
        pacer: Pacer | None = None,
        shared: Shared | None = None,
        clock: Callable[[], float] = time.time,
    ) -> None:
        self._reach = reach or Reach()
        self._pacer = pacer or Pacer()
        self._shared = shared or Shared()
        self._clock = clock
        self._open = dict.fromkeys(_MOST_AT_ONCE, 0)

    @contextlib.contextmanager
    def place(self, service: Service) -> Iterator[None]:
        """One of the few requests at once that a service has room for. Raises Refusal."""
        if self._open[service] >= _MOST_AT_ONCE[service]:
            raise Refusal(503, "SlowDown", "Too many requests at once.", "throttled", 1.0)
        self._open[service] += 1
        try:
            yield
        finally:
            self._open[service] -= 1

    async def handle(
        self,
        target: Target,
        method: str,
        headers: Headers,
        body: bytes,
        may_change: Callable[[], Awaitable[bool]],
    ) -> Reply | Streamed:
        """The reply to a request; `may_change` is asked before anything is stopped.

        Raises Refusal.
        """
        name = target.backend
        if target.service == "s3":
            reached = await self._reach.backend(name)
            place = await reached.place()
            outgoing = objects.request(target, method, headers, place)
            answer = await self._ask(name, outgoing)
            if isinstance(answer, Reply):
                return answer
            return Streamed(answer.status, passed_back(answer, outgoing), answer)
        outgoing = jsonservice.request(target, method, headers, body)
        if outgoing.changes and not await may_change():
            raise denied("You may look at jobs here, and not stop them.")
        reached = await self._reach.backend(name)
        await reached.place()
        if outgoing.changes:
            try:
                return await self._whole(name, outgoing)
            finally:
                self._shared.changed(name)
        fresh = pace(reached.backend.local, outgoing).fresh
        return await self._shared.get(name, outgoing, fresh, lambda: self._whole(name, outgoing))

    def close(self) -> None:
        self._reach.close()

    async def _whole(self, name: str, outgoing: Outgoing) -> Reply:
        """The reply of a JSON service, with all its body."""
        try:
            return await asyncio.wait_for(self._read(name, outgoing), ANSWER_SECONDS)
        except (Unreachable, asyncio.TimeoutError):
            raise _unreachable() from None

    async def _read(self, name: str, outgoing: Outgoing) -> Reply:
        answer = await self._ask(name, outgoing)
        if isinstance(answer, Reply):
            return answer
        body = await answer.beginning(MAX_ANSWER + 1, ANSWER_SECONDS)
        if len(body) > MAX_ANSWER:
            raise Refusal(502, "AnswerTooLarge", "AWS's answer is too large.", "too-large")
        return Reply(200, {"Content-Type": JSON_TYPE}, body)

    async def _ask(self, name: str, outgoing: Outgoing) -> Answer | Reply:
        """An answer that holds what was asked for, else the error as it may be shown.

        What AWS refuses for its speed is tried again, and then left alone for a while.
        """
        good = (200, 206, 304) if outgoing.service == "s3" else (200,)
        for tries in range(_TRIES):
            reached, answer = await self._send(name, outgoing)
            if answer.status in good:
                self._pacer.fine(name, outgoing)
                return answer
            found = await _failure(reached, outgoing, answer)
            if not found.throttled:
                return _shown(found, outgoing)
            if tries < _TRIES - 1:
                await self._pacer.back_off(tries)
        pause = self._pacer.throttled(name, outgoing)
        raise Refusal(429, found.code, found.message, "throttled", pause)

    async def _send(self, name: str, outgoing: Outgoing) -> tuple[Reached, Answer]:
        """Sends; again if nobody answered (an engine that was restarted) or the clock was wrong.

        Every operation that passes may be repeated: reading changes nothing, and a job that was
        told to stop is not told anything else.
        """
        for last in (*[False] * (_TRIES - 1), True):
            reached = await self._reach.backend(name)
            await self._pacer.turn(name, reached.backend.local, outgoing)
            now = self._clock()
            try:
                answer = await reached.send(outgoing, now)
            except Unreachable:
                self._reach.doubt(name, reached)
                if last:
                    raise _unreachable() from None
                continue
            if last or not _set_right(reached, answer, now):
                break
            answer.close()
        return reached, answer


async def _failure(reached: Reached, outgoing: Outgoing, answer: Answer) -> errors.Failure:
    try:
        body = await answer.beginning(errors.MAX_BODY, ERROR_SECONDS)
    except Unreachable:
        body = b""
    return errors.failure(outgoing.service, answer.status, body, await reached.secrets())


def _shown(found: errors.Failure, outgoing: Outgoing) -> Reply:
    body = error_body(outgoing.service, found.code, found.message)
    return Reply(found.status, {}, body, found.absent)


def _set_right(reached: Reached, answer: Answer, now: float) -> bool:
    """Whether the clock was wrong and now is right: AWS refused, and its own time is another."""
    if answer.status not in (400, 401, 403):
        return False
    try:
        theirs = parsedate_to_datetime(answer.header("Date") or "").timestamp()
    except (TypeError, ValueError, OverflowError):
        return False
    if abs(theirs - (now + reached.offset)) < _SKEW_SECONDS:
        return False
    reached.offset = theirs - now
    return True


def _unreachable() -> Refusal:
    return Refusal(502, "Unreachable", "The backend does not answer. Try again.", "unreachable")
