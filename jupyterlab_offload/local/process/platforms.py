"""Where the engine runs."""

from __future__ import annotations

import sys

from .errors import EngineError


def require_posix(platform: str = sys.platform) -> None:
    """Raises EngineError on Windows, which lacks the locks and sessions the engine lives by."""
    if platform.startswith(("win", "cygwin", "msys")):
        raise EngineError(
            "The local engine runs on Linux and macOS; on Windows, start it inside WSL "
            "(Windows Subsystem for Linux)."
        )
