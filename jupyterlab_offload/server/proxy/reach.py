"""Backends that the proxy reaches, by name: where, as whom, with which clock.

The files that say so are looked at before each request (not read: their state is compared), so
that an engine on another port, or a backend that was set up meanwhile, is found at once.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from ...submit import Backend, Connection, SubmitError, all_backends, connect, sources
from ...submit.folders import backends_file
from ...transfer import Place
from .errors import without_places
from .refusal import Refusal, Service
from .transport import Answer, Body, BotocoreTransport, Transport, in_thread

if TYPE_CHECKING:
    from .outgoing import Outgoing

T = TypeVar("T")
MakeTransport = Callable[[Connection, str], Transport]
_Stamp = tuple[object, ...]


class Reached:
    """A backend as it is reached now. `offset`: AWS's clock minus this machine's, in seconds."""

    def __init__(self, connection: Connection, make: MakeTransport) -> None:
        self.connection = connection
        self.offset = 0.0
        self._make = make
        self._transports: dict[Service, tuple[str, Transport]] = {}
        self._lock = threading.Lock()
        self._place: Place | None = None

    @property
    def backend(self) -> Backend:
        return self.connection.backend

    async def place(self) -> Place:
        """Bucket and prefix. Asks AWS once whose credentials these are: of another account than
        the backend's, nothing may be asked."""
        if self._place is None:
            self._place = await _told(lambda: self.connection.place)
        return self._place

    async def send(self, outgoing: Outgoing, now: float) -> Answer:
        """Signs with the credentials of this moment and sends to the backend's own endpoint.

        Raises Refusal, Unreachable.
        """

        def send() -> Body:
            from .signing import signed

            endpoint, transport = self._way(outgoing.service)
            credentials = self.connection.credentials()
            region, time = self.connection.region, now + self.offset
            return transport.send(signed(outgoing, endpoint, region, credentials, time))

        return Answer(await _told(send))

    async def secrets(self) -> list[str]:
        """What no answer may hold: keys, tokens, and where the endpoints are."""
        credentials = await _told(self.connection.credentials)
        found = [credentials.access_key, credentials.secret_key, credentials.token]
        for endpoint, _ in list(self._transports.values()):
            found += [endpoint, endpoint.partition("://")[2]]
        return [text for text in found if text]

    def close(self) -> None:
        with self._lock:
            for _, transport in self._transports.values():
                transport.close()
            self._transports.clear()

    def _way(self, service: Service) -> tuple[str, Transport]:
        with self._lock:
            if service not in self._transports:
                endpoint = self.connection.endpoint(service)
                self._transports[service] = endpoint, self._make(self.connection, endpoint)
            return self._transports[service]


class Reach:
    """See the module. Used by one event loop alone."""

    def __init__(self, make: MakeTransport = BotocoreTransport) -> None:
        self._make = make
        self._reached: dict[str, tuple[_Stamp, Reached]] = {}

    async def backend(self, name: str) -> Reached:
        """The backend of that name; the local engine is started if need be. Raises Refusal."""
        stamp = _stamp()
        found = self._reached.get(name)
        if found is not None and found[0] == stamp:
            return found[1]
        connection = await _told(lambda: _connect(name))
        # Asked again: another request may have been here meanwhile.
        found = self._reached.get(name)
        if found is not None and found[1].connection is connection:
            reached = found[1]
        else:
            reached = Reached(connection, self._make)
            if found is not None:
                found[1].close()
        # The engine's start has changed what the stamp is made of.
        self._reached[name] = _stamp(), reached
        return reached

    def doubt(self, name: str, reached: Reached) -> None:
        """Nobody answered there: look for the backend again before the next request."""
        found = self._reached.get(name)
        if found is not None and found[1] is reached:
            self._reached[name] = (), reached

    def close(self) -> None:
        for _, reached in self._reached.values():
            reached.close()
        self._reached.clear()


def _connect(name: str) -> Connection:
    known = all_backends()
    if name not in known:
        raise Refusal(404, "NoSuchBackend", "There is no backend of that name.", "no-backend")
    return connect(known[name])


async def _told(work: Callable[[], T]) -> T:
    """What the user has to be told, in the words of `submit`; where things are is left out."""
    from botocore.exceptions import BotoCoreError, ClientError

    try:
        return await in_thread(work)
    except SubmitError as error:
        raise Refusal(503, "BackendNotReady", without_places(str(error)), error.kind) from None
    except (BotoCoreError, ClientError) as error:
        raise Refusal(503, "BackendNotReady", type(error).__name__, "aws") from None


def _stamp() -> _Stamp:
    from ...local.home import Home

    # AWS's own settings too: who runs `aws configure` need not restart the server.
    return (_state(backends_file()), _state(Home.find().engine_file), sources.stamp())


def _state(path: Path) -> tuple[int, int] | None:
    try:
        found = os.stat(path)
    except OSError:
        return None
    return found.st_mtime_ns, found.st_ino
