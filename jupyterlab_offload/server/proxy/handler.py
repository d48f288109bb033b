"""The route of the signing proxy."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, cast

from jupyter_server.auth.decorator import authorized
from jupyter_server.utils import ensure_async, url_path_join
from tornado.iostream import StreamClosedError
from tornado.web import HTTPError, authenticated, stream_request_body

from ..guard import GuardedHandler
from . import jsonservice
from .gateway import Gateway, Streamed
from .outgoing import Headers
from .refusal import Refusal, content_type, error_body
from .shared import Reply
from .target import Target, parse
from .transport import Unreachable

if TYPE_CHECKING:
    from tornado.http1connection import HTTP1Connection

_NEVER_RUNS = "sandbox; default-src 'none'"
_QUIETLY = "X-Offload-Quietly"
"""Sent by the front end, which looks for what a job may not have written yet: a browser writes
each answer of 400 and above to its console, where an error of the page's own would be lost. So
such an answer comes as 200, with the status that AWS gave it in `_STATUS`."""
_STATUS = "X-Offload-Status"


@stream_request_body
class ProxyHandler(GuardedHandler):
    """``offload/aws/<backend>/<service>/…``: see the package.

    The body is taken as it arrives, so that one that is too large is refused at its beginning.
    """

    _target: Target | None = None

    def initialize(self, gateway: Gateway) -> None:
        self._gateway = gateway
        self._body = bytearray()

    @property
    def content_security_policy(self) -> str:
        # What lies in a bucket is anybody's: even opened as a page it must not run.
        return _NEVER_RUNS

    def set_default_headers(self) -> None:
        super().set_default_headers()
        # Set again: a deployment's own headers replace those of the handler.
        self.set_header("Content-Security-Policy", _NEVER_RUNS)
        self.set_header("X-Content-Type-Options", "nosniff")
        self.set_header("Content-Disposition", "attachment")
        self.set_header("Cache-Control", "no-store")

    async def prepare(self) -> None:  # type: ignore[override]  # jupyter_server's is async, Tornado's is not
        await super().prepare()
        # What passes is what AWS sent: the server's own compression would hide its length.
        self._transforms = []
        most = jsonservice.MAX_BODY if self.request.method == "POST" else 0
        length = self.request.headers.get("Content-Length", "0")
        if not length.isdecimal() or int(length) > most:
            raise HTTPError(413, "The request is too large.")
        # A body that does not say how long it is ends the connection when it goes on too long.
        cast("HTTP1Connection", self.request.connection).set_max_body_size(most)

    def data_received(self, chunk: bytes) -> None:
        self._body += chunk

    @authenticated
    @authorized
    async def get(self) -> None:
        await self._pass_on()

    @authenticated
    @authorized
    async def head(self) -> None:
        await self._pass_on()

    @authenticated
    @authorized("read")  # type: ignore[untyped-decorator]  # its type knows no arguments
    async def post(self) -> None:
        # AWS reads by POST too; what changes something asks `_may_change`.
        await self._pass_on()

    async def _pass_on(self) -> None:
        method = self.request.method or ""
        try:
            target = self._target = parse(self.request.uri or "", f"{self.base_url}offload/aws/")
            headers = Headers(list(self.request.headers.get_all()))
            with self._gateway.place(target.service):
                reply = await self._gateway.handle(
                    target, method, headers, bytes(self._body), self._may_change
                )
                self._say_status(reply)
                for name, value in reply.headers.items():
                    self.set_header(name, value)
                if isinstance(reply, Streamed):
                    await self._stream(reply)
                    return
        except Refusal as refusal:
            self._refuse(refusal)
            return
        kind = reply.headers.get("Content-Type", content_type(target.service))
        self.finish(reply.body, set_content_type=kind)

    def _say_status(self, reply: Reply | Streamed) -> None:
        if isinstance(reply, Reply) and reply.absent and _QUIETLY in self.request.headers:
            self.set_status(200)
            self.set_header(_STATUS, str(reply.status))
        else:
            self.set_status(reply.status)

    async def _may_change(self) -> bool:
        """Whether the user may more than look on."""
        user = self.current_user
        asked = self.authorizer.is_authorized(self, user, "write", self.auth_resource)
        return await ensure_async(asked)

    async def _stream(self, reply: Streamed) -> None:
        """Sends on what arrives, one piece at a time: the browser's pace is S3's."""
        sent = False
        try:
            while chunk := await reply.answer.chunk():
                self.write(chunk)
                await self.flush()
                sent = True
            await self.finish(set_content_type=reply.headers["Content-Type"])
        except StreamClosedError:
            return  # the browser has gone away
        except Unreachable:
            if not sent:
                raise HTTPError(502, "The object could not be read.") from None
            # Half an answer must not look like a whole one.
            self.detach().close()
        finally:
            reply.answer.close()

    def _refuse(self, refusal: Refusal) -> None:
        service = self._target.service if self._target else None
        self.log.warning(
            "Offload refuses %s %s: %s", self.request.method, service or "?", refusal.kind
        )
        self.set_status(refusal.status)
        self.set_header("X-Offload-Problem", refusal.kind)
        if refusal.retry_after is not None:
            self.set_header("Retry-After", str(max(1, round(refusal.retry_after))))
        body = error_body(service, refusal.code, refusal.message)
        self.finish(body, set_content_type=content_type(service))


def routes(base: str, gateway: Gateway) -> list[tuple[str, type[ProxyHandler], dict[str, object]]]:
    """The proxy's route below the server's base URL."""
    pattern = re.escape(url_path_join(base, "offload", "aws")) + "/.*"
    return [(pattern, ProxyHandler, {"gateway": gateway})]
