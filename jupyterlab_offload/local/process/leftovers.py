"""Ends jobs whose engine is gone for good."""

from __future__ import annotations

import contextlib
import os
import signal
from functools import partial

from ..home import Home
from ..runner import processes
from ..runner.layout import JobFolder
from .locks import is_held, wait_until_free

END_SECONDS = 10.0


def end_jobs(home: Home) -> None:
    """Kills the supervisors of a home's jobs and what those jobs run."""
    if not home.jobs.is_dir():
        return
    for root in home.jobs.iterdir():
        _end_supervisor(JobFolder(root))
        processes.end_all(partial(processes.marked, str(root)))


def _end_supervisor(folder: JobFolder) -> None:
    if not is_held(folder.lock):
        return
    with contextlib.suppress(OSError, ValueError):
        # While the lock is held, its holder is alive, and the pid is its.
        os.kill(int(folder.pid.read_text("ascii")), signal.SIGKILL)
    wait_until_free(folder.lock, END_SECONDS)
