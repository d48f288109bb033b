"""A Tornado server that answers a constant: the floor that no Tornado server gets below.

Run as ``python constant_server.py PORT``.
"""

from __future__ import annotations

import asyncio
import sys

from tornado.httpserver import HTTPServer
from tornado.web import Application, RequestHandler

OBJECT = b"x" * 4096


class Constant(RequestHandler):
    """4 kB for GET, nothing for PUT and POST's ``{}``: what the measured calls carry."""

    def get(self) -> None:
        self.set_header("Content-Type", "binary/octet-stream")
        self.finish(OBJECT)

    def put(self) -> None:
        self.set_header("ETag", '"0"')

    def post(self) -> None:
        self.set_header("Content-Type", "application/x-amz-json-1.1")
        self.finish(b"{}")

    def compute_etag(self) -> None:
        """No ETag of Tornado's own: it would cost a hash of the body."""


async def main(port: int) -> None:
    HTTPServer(Application([(".*", Constant)])).listen(port, "127.0.0.1")
    await asyncio.Event().wait()


if __name__ == "__main__":
    asyncio.run(main(int(sys.argv[1])))
