"""The engine's own calls, beside AWS's: is it there (unsigned), and what an owner may ask of it."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Mapping
from typing import Any

from ..context import Call, Engine
from ..scenario.scenario import OWN_SERVICE
from .buffered import Answer, BufferedExchange
from .errors import AWSError
from .exchange import Request, Responder
from .keyring import OWNER_ARN, Keyring

PREFIX = "/_offload/"
"""No bucket can be named so: the engine's own paths collide with no object."""

SERVICE = OWN_SERVICE
"""The service name that such a request is signed for."""

AdminHandler = Callable[[Call, bytes], Mapping[str, Any]]
"""Takes the body, gives the JSON object of the answer. Raises AWSError."""


class HealthExchange:
    """``GET /_offload/health``: version and pid, to anybody on this machine who asks."""

    operation = "Health"

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def data(self, chunk: bytes) -> None:
        """A body says nothing here."""

    async def finish(self, out: Responder) -> None:
        told = json.dumps({"version": self._engine.version, "pid": os.getpid()}).encode()
        out.start(
            200,
            {
                "Content-Type": "application/json",
                "Content-Length": str(len(told)),
                "Cache-Control": "no-store",
            },
        )
        await out.write(told)

    def abort(self) -> None:
        """Nothing is held."""


class AdminExchange(BufferedExchange):
    """A call that only the engine's own key may make."""

    service = SERVICE

    def __init__(
        self,
        engine: Engine,
        keys: Keyring,
        request: Request,
        handlers: Mapping[tuple[str, str], AdminHandler],
    ) -> None:
        super().__init__(engine, keys, request)
        self._handlers = handlers

    @property
    def operation(self) -> str:
        return f"{self.request.method} {self.request.path}"

    def answer(self, call: Call, body: bytes) -> Answer:
        if call.identity.arn != OWNER_ARN:
            raise AWSError("AccessDeniedException", "This call takes the engine's own key.", 403)
        handler = self._handlers.get((self.request.method, self.request.path))
        if handler is None:
            raise AWSError("ResourceNotFound", f"The engine has no call {self.operation}.", 404)
        told = json.dumps(dict(handler(call, body))).encode()
        return 200, [("Content-Type", "application/json")], told
