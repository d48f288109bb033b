"""S3's place at the edge: the signature is checked before the first byte of a body is read."""

from __future__ import annotations

from ..context import Engine
from . import sigv2
from .exchange import CutConnection, Exchange, Request, Responder
from .keyring import Keyring
from .refusals import Refusal
from .sigv4 import Authorized, verify

MAX_BODY = 5 * 2**30 + 64 * 2**20
"""Bytes: the largest object or part that one request may carry, and the framing of its chunks."""


class S3Route:
    """Opens S3's exchanges."""

    service = "s3"
    max_body = MAX_BODY

    def __init__(self, engine: Engine, keys: Keyring) -> None:
        self._engine = engine
        self._keys = keys

    async def open(self, request: Request) -> Exchange:
        # Late: the engine answers health before the first S3 request needs the service.
        from ..services.s3.exchange import S3Exchange

        exchange: Exchange = S3Exchange(self._engine, self._authorize(request), request)
        try:
            cut = await self._engine.scenario.before("s3", exchange.operation)
        except BaseException:
            exchange.abort()
            raise
        return _CutAnswer(exchange) if cut else exchange

    def _authorize(self, request: Request) -> Authorized:
        region, now = self._engine.settings.region, self._engine.clock()
        try:
            if sigv2.is_presigned(request):
                return sigv2.verify(request, self._keys, region, now)
            return verify(request, self._keys, "s3", region, now)
        except Refusal as refusal:
            raise refusal.error("s3") from None


class _CutAnswer:
    """An exchange that does its work and is not heard."""

    def __init__(self, exchange: Exchange) -> None:
        self._exchange: Exchange | None = exchange
        self.operation = exchange.operation
        self.data = exchange.data

    async def finish(self, out: Responder) -> None:
        exchange = self._exchange
        assert exchange is not None
        await exchange.finish(_Mute())
        self._exchange = None
        raise CutConnection(self.operation)

    def abort(self) -> None:
        if self._exchange is not None:
            self._exchange.abort()


class _Mute:
    """A responder that nobody listens to."""

    started = False

    def start(self, status: int, headers: object) -> None:
        self.started = True

    async def write(self, chunk: bytes | memoryview) -> None:
        """Dropped."""
