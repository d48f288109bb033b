"""A job whose supervisor is gone: what runs is ended, what is there is kept, the job is Failed."""

from __future__ import annotations

import fcntl
import math
import os
from pathlib import Path

from ..home import Home
from ..store import jobs, logs
from ..store.db import Database
from . import cleaning, messages, processes
from .layout import JobFolder
from .output import GROUP


def is_held(lock: Path) -> bool:
    """True if a living process holds a lock file; False also where there is none."""
    try:
        file = os.open(lock, os.O_WRONLY | os.O_CLOEXEC)
    except FileNotFoundError:
        return False
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    finally:
        os.close(file)
    return False


def bury(home: Home, name: str, now: float) -> None:
    """Ends a job whose supervisor is dead, and removes its folder.

    A job that had come to its end before is only cleared away. Has a connection of its own: for
    any thread.
    """
    folder = JobFolder(home.job(name))
    processes.end_all(lambda: processes.marked(str(folder.root)))
    db = Database(home.index_file)
    try:
        job = jobs.get(db, name)
        if job is not None and not job.is_terminal:
            for path in sorted((home.logs / name).glob("*.log")):
                logs.recover(db, home, GROUP, f"{name}/{path.stem}")
            facts = {}
            if "started" in job.state:
                facts["billable"] = max(1, math.ceil(now - job.state["started"]))
            jobs.advance(
                db, name, "Failed", now, messages.FAILED, "Failed", ended=now,
                failure=messages.SUPERVISOR_GONE, **facts,
            )
    finally:
        db.close()
    cleaning.clear(folder)


def sweep(home: Home, unfinished: set[str]) -> None:
    """Removes folders of jobs that have ended, where their supervisors did not get to it."""
    for path in home.jobs.iterdir():
        folder = JobFolder(path)
        if path.name not in unfinished and not is_held(folder.lock):
            cleaning.clear(folder)
