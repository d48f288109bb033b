"""Inputs by their SHA-256: never opened for use before their bytes were compared with it."""

from __future__ import annotations

import hashlib
import os
from dataclasses import dataclass, field

from .manifest import Blob
from .refusal import SetupError

_BLOCK = 1 << 20


@dataclass
class Blobs:
    """The folder of the channel with the inputs; each file is named by its digest."""

    folder: str
    _verified: set[str] = field(default_factory=set)

    def path(self, blob: Blob) -> str:
        """The file of a blob, verified at its first use. Raises SetupError."""
        path = os.path.join(self.folder, blob.sha256)
        if blob.sha256 not in self._verified:
            self._verify(path, blob)
            self._verified.add(blob.sha256)
        return path

    def _verify(self, path: str, blob: Blob) -> None:
        try:
            found, size = digest_of(path)
        except OSError as error:
            reason = error.strerror or str(error)
            raise SetupError(f"the input {blob.sha256[:12]}… cannot be read: {reason}") from error
        if (found, size) != (blob.sha256, blob.size):
            raise SetupError(f"the input {blob.sha256[:12]}… is not what was sent: nothing runs")


def digest_of(path: str) -> tuple[str, int]:
    """SHA-256 in hexadecimal and size of a file."""
    found = hashlib.sha256()
    size = 0
    with open(path, "rb") as file:
        for block in iter(lambda: file.read(_BLOCK), b""):
            found.update(block)
            size += len(block)
    return found.hexdigest(), size
