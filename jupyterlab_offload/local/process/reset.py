"""Deletes what an engine keeps: only what it made itself, never its folder as a whole."""

from __future__ import annotations

from pathlib import Path

from ..home import Home
from ..runner.cleaning import remove
from . import control
from .errors import EngineError
from .leftovers import end_jobs
from .status import contents


def reset_home(home: Home, force: bool = False) -> None:
    """Ends the engine and deletes everything but settings.json. Raises EngineError.

    Refuses while jobs are not finished, unless ``force`` says to kill them.
    """
    if not home.root.is_dir():
        return
    with control.starting(home):
        if not force and contents(home).jobs_unfinished:
            raise EngineError("Jobs are not finished. Nothing was deleted.")
        control.stop_locked(home, force)
        end_jobs(home)
        for path in _belongings(home):
            remove(path)


def _belongings(home: Home) -> list[Path]:
    """Everything but settings.json and the locks, one of which is held just now."""
    index = [home.index_file.with_name(home.index_file.name + end) for end in ("", "-wal", "-shm")]
    logs = [home.engine_log, home.engine_log.with_suffix(".log.old")]
    records = [home.engine_file, home.credentials_file, home.scenario_file]
    folders = [home.jobs, home.logs, home.blobs, home.tmp, home.layers, home.models]
    return [*index, *records, *folders, *logs]
