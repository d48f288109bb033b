"""The engine's HTTP server: which request goes to which service, over one port."""

from __future__ import annotations

import asyncio
import contextlib
import functools
import importlib
import socket
from collections.abc import Callable, Mapping

from tornado.httpserver import HTTPServer
from tornado.ioloop import PeriodicCallback

from ..context import Engine, Operation
from . import buffered
from .admin import PREFIX, SERVICE, AdminExchange, AdminHandler, HealthExchange
from .edge import Edge, EdgeLimits, Route
from .errors import AWSError
from .exchange import Exchange, Request
from .json11 import TARGETS, JSONExchange
from .keyring import Keyring
from .presented import query_values, scope_service
from .query import QueryExchange
from .s3route import S3Route

SWEEP_MS = 2000.0
_DRAIN_LOOK_SECONDS = 0.02
_CLOSE_SECONDS = 1.0


class Server:
    """The engine on the wire. ``start`` and ``stop`` belong to the engine's event loop."""

    def __init__(
        self,
        engine: Engine,
        admin: Mapping[tuple[str, str], AdminHandler] | None = None,
        limits: EdgeLimits | None = None,
    ) -> None:
        """``admin``: handlers of signed calls under ``/_offload/``, by method and path."""
        self.limits = limits or EdgeLimits()
        self.edge = Edge(_Router(engine, admin or {}), self.limits)
        self._http = HTTPServer(
            self.edge,
            chunk_size=self.limits.chunk_bytes,
            max_header_size=self.limits.refused_header_bytes,
            max_buffer_size=4 * max(self.limits.chunk_bytes, self.limits.refused_header_bytes),
            idle_connection_timeout=self.limits.idle_seconds,
        )
        self._sweep = PeriodicCallback(self.edge.sweep, SWEEP_MS)

    def start(self, listener: socket.socket) -> None:
        """Serves on a socket that is bound and listens."""
        self._http.add_socket(listener)
        self._sweep.start()

    def last_request(self) -> float:
        """When the last request began or ended, on ``time.monotonic``'s clock; now, while one is
        being served."""
        return self.edge.clock() if self.edge.active else self.edge.last_request

    async def stop(self, drain_seconds: float) -> None:
        """Takes no new connection, gives requests that time to be completed, closes the rest."""
        self._http.stop()
        self._sweep.stop()
        deadline = self.edge.clock() + drain_seconds
        while self.edge.active and self.edge.clock() < deadline:
            await asyncio.sleep(_DRAIN_LOOK_SECONDS)
        with contextlib.suppress(asyncio.TimeoutError):
            await asyncio.wait_for(self._http.close_all_connections(), _CLOSE_SECONDS)
        for message in list(self.edge.active):
            message.abort()


class _Router:
    """Finds the service that a request is for: by its form, as real endpoints do by their name."""

    def __init__(self, engine: Engine, admin: Mapping[tuple[str, str], AdminHandler]) -> None:
        keys = Keyring(engine.credentials, engine.db)
        self._s3 = S3Route(engine, keys)
        self._json = {
            service: _BufferedRoute(service, _json_opener(engine, keys, service))
            for service in TARGETS.values()
        }
        self._sts = _BufferedRoute("sts", _sts_opener(engine, keys))
        self._health = _BufferedRoute(SERVICE, lambda request: HealthExchange(engine))
        self._admin = _BufferedRoute(
            SERVICE, lambda request: AdminExchange(engine, keys, request, admin)
        )

    def __call__(self, request: Request) -> Route:
        if request.path.startswith(PREFIX):
            health = request.method == "GET" and request.path == PREFIX + "health"
            return self._health if health else self._admin
        target = request.headers.get("X-Amz-Target")
        if target is not None:
            service = TARGETS.get(target.partition(".")[0])
            return self._json[service] if service else _refuser(request, target.partition(".")[0])
        if _is_query(request):
            scope = scope_service(request)
            return self._sts if scope in ("sts", None) else _refuser(request, str(scope))
        if scope_service(request) in ("s3", None):
            return self._s3
        return _refuser(request, str(scope_service(request)))


def _is_query(request: Request) -> bool:
    if request.path != "/" or request.method not in ("GET", "POST"):
        return False
    kind = request.headers.get("Content-Type", "").partition(";")[0].strip().lower()
    if request.method == "POST" and kind == "application/x-www-form-urlencoded":
        return True
    return "Action" in query_values(request.query)


class _BufferedRoute:
    max_body = buffered.MAX_BODY

    def __init__(self, service: str, opener: Callable[[Request], Exchange]) -> None:
        self.service = service
        self._opener = opener

    async def open(self, request: Request) -> Exchange:
        return self._opener(request)


@functools.cache
def _operations(service: str) -> Mapping[str, Operation]:
    # Late: a service's module is loaded with the first request for it.
    module = importlib.import_module(f"..services.{service}", __package__)
    operations: Mapping[str, Operation] = module.OPERATIONS
    return operations


def _json_opener(engine: Engine, keys: Keyring, service: str) -> Callable[[Request], Exchange]:
    return lambda request: JSONExchange(engine, keys, request, service, _operations(service))


def _sts_opener(engine: Engine, keys: Keyring) -> Callable[[Request], Exchange]:
    return lambda request: QueryExchange(engine, keys, request, "sts", _operations("sts"))


def _refuser(request: Request, wanted: str) -> Route:
    family = "sts" if _is_query(request) else "json"

    def refuse(_: Request) -> Exchange:
        raise AWSError(
            "UnknownOperationException",
            f"The local engine does not serve {wanted!r}; it serves SageMaker, S3, CloudWatch Logs"
            " and STS.",
        )

    return _BufferedRoute(family, refuse)
