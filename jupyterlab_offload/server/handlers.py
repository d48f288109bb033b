"""The routes. Each verb asks for a logged-in user who may use the resource ``offload``."""

from __future__ import annotations

import asyncio

from jupyter_server.auth.decorator import authorized
from jupyter_server.utils import url_path_join
from tornado.web import Application, authenticated

from . import config
from .guard import GuardedHandler
from .proxy.gateway import Gateway
from .proxy.handler import routes


class ConfigHandler(GuardedHandler):
    """``GET offload/config``: versions, backends and the local engine's state."""

    @authenticated
    @authorized
    async def get(self) -> None:
        # Files and a lock are looked at: a slow home folder must not hold up the event loop.
        self.finish(await asyncio.to_thread(config.current))


def add_handlers(web_app: Application, gateway: Gateway | None = None) -> None:
    """Puts the routes below the server's base URL."""
    base = web_app.settings["base_url"]
    web_app.add_handlers(
        ".*$",
        [
            (url_path_join(base, "offload", "config"), ConfigHandler),
            *routes(base, gateway or Gateway()),
        ],
    )
