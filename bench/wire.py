"""What goes over botocore's transport: each request with its times and its size."""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import Any

from botocore.httpsession import URLLib3Session

_transport: Any = URLLib3Session


@dataclass(frozen=True)
class Request:
    """Seconds of its beginning and its answer, bytes sent with its head; the operation if named."""

    start: float
    end: float
    nbytes: int
    target: str


class Wire:
    """While it is open, every request of every botocore client in this process is noted."""

    def __init__(self) -> None:
        self.requests: list[Request] = []
        self._send = _transport.send

    def __enter__(self) -> Wire:
        def send(session: Any, request: Any) -> Any:
            start = time.perf_counter()
            try:
                return self._send(session, request)
            finally:
                self.requests.append(_noted(request, start))

        _transport.send = send
        return self

    def __exit__(self, *_: object) -> None:
        _transport.send = self._send

    def until_created(self) -> list[Request]:
        """The requests up to the last CreateTrainingJob; what only watches begins after it."""
        create = max(r.start for r in self.requests if r.target.endswith("CreateTrainingJob"))
        return sorted((r for r in self.requests if r.start <= create), key=lambda r: r.end)


def steps(requests: list[Request]) -> int:
    """How many of them, at most, were sent one after another was answered; ordered by end."""
    count, last = 0, float("-inf")
    for request in requests:
        if request.start >= last:
            count, last = count + 1, request.end
    return count


def _noted(request: Any, start: float) -> Request:
    headers = {name: _text(value) for name, value in request.headers.items()}
    head = (
        len(request.method)
        + len(request.url)
        + sum(len(n) + len(v) + 4 for n, v in headers.items())
    )
    nbytes = head + int(headers.get("Content-Length") or 0)
    return Request(start, time.perf_counter(), nbytes, headers.get("X-Amz-Target", ""))


def _text(value: Any) -> str:
    return value.decode() if isinstance(value, bytes) else str(value)
