"""Deletes what an engine keeps: only what it made itself, never its folder as a whole."""

from __future__ import annotations

import os
import shutil
import stat
from collections.abc import Callable
from pathlib import Path
from typing import Any

from ..home import Home
from . import control
from .errors import EngineError
from .leftovers import end_supervisors
from .status import contents


def reset_home(home: Home, force: bool = False) -> None:
    """Ends the engine and deletes everything but settings.json. Raises EngineError.

    Refuses while jobs are not finished, unless ``force`` says to kill them.
    """
    if not home.root.is_dir():
        return
    with control.starting(home):
        if contents(home).jobs_unfinished and not force:
            raise EngineError("Jobs are not finished. Nothing was deleted.")
        control.stop_locked(home, force)
        end_supervisors(home)
        for path in _belongings(home):
            _delete(path)


def _belongings(home: Home) -> list[Path]:
    """Everything but settings.json and the locks, one of which is held just now."""
    index = [home.index_file.with_name(home.index_file.name + end) for end in ("", "-wal", "-shm")]
    logs = [home.engine_log, home.engine_log.with_suffix(".log.old")]
    records = [home.engine_file, home.credentials_file, home.scenario_file]
    folders = [home.jobs, home.logs, home.blobs, home.tmp, home.layers, home.models]
    return [*index, *records, *folders, *logs]


def _delete(path: Path) -> None:
    if path.is_symlink() or not path.is_dir():
        path.unlink(missing_ok=True)
    else:
        shutil.rmtree(path, onerror=_make_writable)


def _make_writable(function: Callable[..., Any], path: str, error: Any) -> None:
    """A job may have closed a folder of its own against writing."""
    if isinstance(error[1], FileNotFoundError):
        return
    for target in (os.path.dirname(path), path):
        if not os.path.islink(target):
            os.chmod(target, stat.S_IRWXU)
    if function in (os.open, os.scandir):
        # What could not even be read: from the beginning.
        shutil.rmtree(path)
    else:
        function(path)
