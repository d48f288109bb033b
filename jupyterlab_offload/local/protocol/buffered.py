"""Exchanges whose body is small and read whole: JSON services, STS, and the engine's own calls."""

from __future__ import annotations

from abc import ABC, abstractmethod
from hashlib import sha256

from ..context import Call, Engine
from .errors import too_large
from .exchange import CutConnection, Request, Responder
from .keyring import Keyring
from .refusals import Refusal
from .sigv4 import Authorized, verify

MAX_BODY = 6 * 2**20
"""Bytes of a request's body; the largest valid CreateTrainingJob is a tenth of that."""

Answer = tuple[int, list[tuple[str, str]], bytes]
"""Status, headers without Content-Length, body."""


class BufferedExchange(ABC):
    """Collects the body, checks the signature over it, then answers in one piece."""

    service = ""

    def __init__(self, engine: Engine, keys: Keyring, request: Request) -> None:
        self.engine = engine
        self.keys = keys
        self.request = request
        self._body = bytearray()

    @property
    @abstractmethod
    def operation(self) -> str:
        """The operation's name, as the client gave it."""

    @abstractmethod
    def answer(self, call: Call, body: bytes) -> Answer:
        """Carries the operation out. Raises AWSError."""

    def data(self, chunk: bytes) -> None:
        if len(self._body) + len(chunk) > MAX_BODY:
            raise too_large(MAX_BODY)
        self._body += chunk

    async def finish(self, out: Responder) -> None:
        body = bytes(self._body)
        authorized = self._authorize(body)
        cut = await self.engine.scenario.before(self.service, self.operation)
        call = Call(self.engine, authorized.identity, self.operation, self.request.id)
        status, headers, text = self.answer(call, body)
        if cut:
            raise CutConnection(self.operation)
        out.start(status, [*headers, ("Content-Length", str(len(text)))])
        await out.write(text)

    def abort(self) -> None:
        self._body.clear()

    def _authorize(self, body: bytes) -> Authorized:
        region, now = self.engine.settings.region, self.engine.clock()
        try:
            return verify(
                self.request, self.keys, self.service, region, now, sha256(body).hexdigest()
            )
        except Refusal as refusal:
            raise refusal.error(self.service) from None
