"""What starting, finding and ending an engine can raise."""

from __future__ import annotations

from pathlib import Path


class EngineError(Exception):
    """The engine cannot be started, reached or ended; the message says what to do."""


class IndexDamaged(EngineError):
    """The index is no database any more: something else has written to it, or the disk failed."""

    def __init__(self, path: Path, reason: Exception) -> None:
        super().__init__(
            f"{path} is damaged ({reason}). Put a copy in its place, or delete all jobs and "
            "objects with 'reset --force'."
        )
