"""The route of the signing proxy."""

from __future__ import annotations

import re

from jupyter_server.auth.decorator import authorized
from jupyter_server.utils import url_path_join
from tornado.iostream import StreamClosedError
from tornado.web import HTTPError, authenticated, stream_request_body

from ..guard import GuardedHandler
from . import jsonservice
from .gateway import Gateway, Reply
from .outgoing import Headers
from .refusal import Refusal, content_type, error_body
from .target import Target, parse
from .transport import Unreachable

_NEVER_RUNS = "sandbox; default-src 'none'"


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
        length = self.request.headers.get("Content-Length", "0")
        most = jsonservice.MAX_BODY if self.request.method == "POST" else 0
        if not length.isdecimal() or int(length) > most:
            raise HTTPError(413, "The request is too large.")

    def data_received(self, chunk: bytes) -> None:
        self._body += chunk
        most = jsonservice.MAX_BODY if self.request.method == "POST" else 0
        if len(self._body) > most:
            raise HTTPError(413, "The request is too large.")

    @authenticated
    @authorized
    async def get(self) -> None:
        await self._pass_on()

    @authenticated
    @authorized
    async def head(self) -> None:
        await self._pass_on()

    @authenticated
    @authorized
    async def post(self) -> None:
        await self._pass_on()

    async def _pass_on(self) -> None:
        method = self.request.method or ""
        try:
            self._target = parse(self.request.uri or "", f"{self.base_url}offload/aws/")
            headers = Headers(list(self.request.headers.get_all()))
            reply = await self._gateway.handle(self._target, method, headers, bytes(self._body))
        except Refusal as refusal:
            self._refuse(refusal)
            return
        self.set_status(reply.status)
        for name, value in reply.headers.items():
            self.set_header(name, value)
        if reply.answer is None:
            service = self._target.service
            kind = reply.headers.get("Content-Type", content_type(service))
            self.finish(reply.body, set_content_type=kind)
            return
        await self._stream(reply)

    async def _stream(self, reply: Reply) -> None:
        """Sends on what arrives, one piece at a time: the browser's pace is S3's."""
        answer = reply.answer
        assert answer is not None
        sent = False
        try:
            while self.request.method != "HEAD" and (chunk := await answer.chunk()):
                self.write(chunk)
                await self.flush()
                sent = True
            await self.finish(set_content_type=reply.headers["Content-Type"])
        except StreamClosedError:
            return
        except Unreachable:
            if not sent:
                raise HTTPError(502, "The object could not be read.") from None
            # Half an answer must not look like a whole one.
            self.detach().close()
        finally:
            answer.close()

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
