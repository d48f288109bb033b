"""Asks an engine whether it is there, without an HTTP library: every kernel's start does this."""

from __future__ import annotations

import json
import socket
from typing import Any

HOST = "127.0.0.1"
HEALTH_PATH = "/_offload/health"


def health(port: int, seconds: float = 1.0) -> dict[str, Any] | None:
    """What the engine on that port says of itself ({version, pid}); None when nothing answers."""
    request = f"GET {HEALTH_PATH} HTTP/1.1\r\nHost: {HOST}:{port}\r\nConnection: close\r\n\r\n"
    answer = bytearray()
    try:
        with socket.create_connection((HOST, port), timeout=seconds) as connection:
            connection.sendall(request.encode("ascii"))
            while len(answer) < 65536 and (chunk := connection.recv(65536)):
                answer += chunk
    except OSError:
        return None
    head, _, body = bytes(answer).partition(b"\r\n\r\n")
    if head.split(b" ", 2)[1:2] != [b"200"]:
        return None
    try:
        told = json.loads(body)
    except ValueError:
        return None
    return told if isinstance(told, dict) else None
