"""The way of a request: checked, signed, sent, and its answer in the shape that may go back."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from email.utils import parsedate_to_datetime

from . import errors, jsonservice, objects
from .answers import passed_back
from .outgoing import Headers, Outgoing
from .reach import Reach, Reached
from .refusal import JSON_TYPE, Refusal, error_body
from .target import Target
from .transport import Answer, Unreachable, beginning

MAX_ANSWER = 16 * 2**20
"""Bytes of a JSON answer; a page of 10,000 log lines has about three million."""
_SKEW_SECONDS = 60
"""Clocks that differ by more are taken for the reason of a refusal."""
_TRIES = 3


@dataclass(frozen=True)
class Reply:
    """What goes back: either a body, or one that is still arriving (`answer`)."""

    status: int
    headers: Mapping[str, str]
    body: bytes = b""
    answer: Answer | None = field(default=None, compare=False)


class Gateway:
    """One for each server. `clock` gives seconds since the epoch."""

    def __init__(self, reach: Reach | None = None, clock: Callable[[], float] = time.time) -> None:
        self._reach = reach or Reach()
        self._clock = clock

    async def handle(self, target: Target, method: str, headers: Headers, body: bytes) -> Reply:
        """The reply to a request. Raises Refusal."""
        if target.service == "s3":
            reached = await self._reach.backend(target.backend)
            outgoing = objects.request(target, method, headers, await reached.place())
            return await self._object(target.backend, outgoing)
        outgoing = jsonservice.request(target, method, headers, body)
        return await self._json(target.backend, outgoing)

    def close(self) -> None:
        self._reach.close()

    async def _json(self, backend: str, outgoing: Outgoing) -> Reply:
        reached, answer = await self._send(backend, outgoing)
        if answer.status != 200:
            return await self._failed(reached, outgoing, answer)
        try:
            body = await beginning(answer, MAX_ANSWER + 1)
        except Unreachable:
            raise _unreachable(reached) from None
        if len(body) > MAX_ANSWER:
            raise Refusal(502, "AnswerTooLarge", "AWS's answer is too large.", "too-large")
        return Reply(200, {"Content-Type": JSON_TYPE}, body)

    async def _object(self, backend: str, outgoing: Outgoing) -> Reply:
        reached, answer = await self._send(backend, outgoing)
        if answer.status in (200, 206, 304):
            return Reply(answer.status, passed_back(answer, outgoing), answer=answer)
        return await self._failed(reached, outgoing, answer)

    async def _send(self, backend: str, outgoing: Outgoing) -> tuple[Reached, Answer]:
        """Sends; again if nobody answered (an engine that was restarted) or the clock was wrong.

        Every operation that passes may be repeated: reading changes nothing, and a job that was
        told to stop is not told anything else.
        """
        reached = await self._reach.backend(backend)
        for last in (*[False] * (_TRIES - 1), True):
            now = self._clock()
            request = await reached.sign(outgoing, now)
            transport = await reached.transport(outgoing.service)
            try:
                answer = await transport.send(request)
            except Unreachable:
                if last:
                    raise _unreachable(reached) from None
                self._reach.doubt(backend, reached)
                reached = await self._reach.backend(backend)
                continue
            if last or not _set_right(reached, answer, now):
                break
            answer.close()
        return reached, answer

    async def _failed(self, reached: Reached, outgoing: Outgoing, answer: Answer) -> Reply:
        try:
            body = await beginning(answer, errors.MAX_BODY)
        except Unreachable:
            body = b""
        found = errors.failure(outgoing.service, answer.status, body, await reached.secrets())
        headers = {"X-Offload-Problem": "throttled"} if found.throttled else {}
        return Reply(found.status, headers, error_body(outgoing.service, found.code, found.message))


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


def _unreachable(reached: Reached) -> Refusal:
    backend = reached.backend
    where = "The local engine" if backend.local else f"AWS in {backend.region}"
    return Refusal(502, "Unreachable", f"{where} does not answer. Try again.", "unreachable")
