"""A job whose supervisor is gone: what runs is ended, what is there is kept, the job is Failed."""

from __future__ import annotations

import math

from ..home import Home
from ..process.locks import is_held
from ..store import jobs, logs
from ..store.db import Database
from . import cleaning, messages, processes
from .layout import JobFolder
from .output import GROUP


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
                db,
                name,
                "Failed",
                now,
                messages.FAILED,
                "Failed",
                ended=now,
                failure=messages.SUPERVISOR_GONE,
                **facts,
            )
    finally:
        db.close()
    cleaning.clear(folder)


def ended_folders(home: Home, unfinished: set[str]) -> list[JobFolder]:
    """Folders of jobs that have ended. To be listed before any further job can start."""
    return [JobFolder(path) for path in home.jobs.iterdir() if path.name not in unfinished]


def sweep(folders: list[JobFolder]) -> None:
    """Removes folders of jobs that have ended, where their supervisors did not get to it."""
    for folder in folders:
        if not is_held(folder.lock):
            cleaning.clear(folder)
