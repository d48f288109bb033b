"""What stops a capture before anything is sent."""

from __future__ import annotations


class CaptureError(Exception):
    """The cell itself cannot be offloaded: no job is made. `line` is the cell's line, if known."""

    def __init__(self, message: str, line: int | None = None) -> None:
        super().__init__(message if line is None else f"line {line}: {message}")
        self.line = line
