"""Ends jobs whose engine is gone for good."""

from __future__ import annotations

import contextlib
import os
import signal

from ..home import Home
from ..runner.layout import JobFolder
from .locks import has_open, is_held, wait_until_free

END_SECONDS = 10.0


def end_supervisors(home: Home) -> None:
    """Kills the supervisors of a home's jobs; what they run ends with them."""
    if not home.jobs.is_dir():
        return
    for root in home.jobs.iterdir():
        folder = JobFolder(root)
        if not is_held(folder.lock):
            continue
        with contextlib.suppress(OSError, ValueError):
            pid = int(folder.pid.read_text("ascii"))
            # A lock that is held with a pid that is not its holder's: recycled, not ours to kill.
            if has_open(pid, folder.lock) or not os.path.isdir("/proc/self/fd"):
                os.kill(pid, signal.SIGKILL)
        wait_until_free(folder.lock, END_SECONDS)
