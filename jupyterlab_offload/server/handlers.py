"""The routes. Each verb asks for a logged-in user who may use the resource ``offload``."""

from __future__ import annotations

import asyncio
import sqlite3

from jupyter_server.auth.decorator import authorized
from jupyter_server.utils import url_path_join
from tornado.web import Application, HTTPError, authenticated

from ..submit import SubmitError
from ..submit.backends import LOCAL
from . import catalog, config, sent
from .guard import GuardedHandler
from .proxy.errors import without_places
from .proxy.gateway import Gateway
from .proxy.handler import routes


class ConfigHandler(GuardedHandler):
    """``GET offload/config``: versions, backends and the local engine's state."""

    @authenticated
    @authorized
    async def get(self) -> None:
        # Files and a lock are looked at: a slow home folder must not hold up the event loop.
        self.finish(await asyncio.to_thread(config.current))


class CatalogHandler(GuardedHandler):
    """``GET offload/catalog?backend=NAME``: instance types and images, `local`'s unless said."""

    @authenticated
    @authorized
    async def get(self) -> None:
        name = self.get_query_argument("backend", LOCAL)
        try:
            self.finish(await asyncio.to_thread(catalog.of_backend, name))
        except SubmitError as error:
            raise HTTPError(404, str(error)) from None


class SentHandler(GuardedHandler):
    """``GET offload/sent?backend=NAME``: jobs that this machine has sent to a backend."""

    @authenticated
    @authorized
    async def get(self) -> None:
        name = self.get_query_argument("backend", LOCAL)
        try:
            self.finish(await asyncio.to_thread(sent.to_backend, name))
        except SubmitError as error:
            raise HTTPError(404, without_places(str(error))) from None
        except (sqlite3.Error, OSError):
            raise HTTPError(503, "The journal of jobs cannot be read.") from None


def add_handlers(web_app: Application, gateway: Gateway | None = None) -> None:
    """Puts the routes below the server's base URL."""
    base = web_app.settings["base_url"]
    web_app.add_handlers(
        ".*$",
        [
            (url_path_join(base, "offload", "config"), ConfigHandler),
            (url_path_join(base, "offload", "catalog"), CatalogHandler),
            (url_path_join(base, "offload", "sent"), SentHandler),
            *routes(base, gateway or Gateway()),
        ],
    )
