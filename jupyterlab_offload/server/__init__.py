"""The Jupyter server extension: routes under ``offload/`` for the front end."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from jupyter_server.serverapp import ServerApp


def _load_jupyter_server_extension(app: ServerApp) -> None:
    # Imported here: naming the package must not cost a server that only lists its extensions.
    from .handlers import add_handlers

    add_handlers(app.web_app)
