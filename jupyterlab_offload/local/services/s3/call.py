"""What an S3 operation is handed, and what it may give back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from ...context import Engine
from ...settings import ACCOUNT
from ...store.blobs import BlobWriter
from ...store.objects import ObjectStore
from ...store.uploads import Uploads
from .body import Body

OWNER = {"ID": ACCOUNT.rjust(64, "0")}
"""The canonical user that owns every bucket and object."""


@dataclass
class S3Call:
    """One authenticated request. ``input`` has the members of the operation's input but Body."""

    engine: Engine
    operation: str
    bucket: str
    key: str
    input: dict[str, Any]
    body: Body | None = None
    writer: BlobWriter | None = None
    """Holds the body's bytes, for the operations that store them."""

    @property
    def store(self) -> ObjectStore:
        return self.engine.objects

    @property
    def uploads(self) -> Uploads:
        return Uploads(self.engine.objects)

    @property
    def now(self) -> float:
        return self.engine.clock()

    def take_writer(self) -> BlobWriter:
        """The writer, whose end is now the caller's business."""
        writer, self.writer = self.writer, None
        assert writer is not None
        return writer


@dataclass(frozen=True)
class Answer:
    """An output that differs from its model: in status, or with a body of its own."""

    output: Mapping[str, Any] = field(default_factory=dict)
    status: int | None = None
    document: bytes | None = None
