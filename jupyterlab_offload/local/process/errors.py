"""What starting, finding and ending an engine can raise."""

from __future__ import annotations


class EngineError(Exception):
    """The engine cannot be started, reached or ended; the message says what to do."""
