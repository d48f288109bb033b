"""A request that may be sent, made from nothing but checked parts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from .refusal import Service, malformed


@dataclass(frozen=True)
class Outgoing:
    """`path` and `query` are encoded; `headers` are those that the service's rules took over.

    `kind` is the operation's first word (``Describe``, ``Stop``, …), by which it is paced;
    `changes` says that it does more than read.
    """

    service: Service
    operation: str
    kind: str
    method: str
    path: str
    query: str = ""
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b""
    changes: bool = False


class Headers:
    """The few headers of a request that are looked at; each may be there once at most."""

    def __init__(self, pairs: list[tuple[str, str]]) -> None:
        self._pairs = [(name.lower(), value) for name, value in pairs]

    def one(self, name: str) -> str | None:
        """The value of a header, None without it. Refuses a header that is there twice."""
        values = [value for found, value in self._pairs if found == name]
        if len(values) > 1:
            raise malformed(f"The header {name} is there twice.")
        return values[0].strip() if values else None
