"""Starting a job's supervisor so that it outlives the engine."""

from __future__ import annotations

import fcntl
import os
import subprocess
import sys
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from ..home import Home
from .layers import passed_on
from .layout import JobFolder
from .plan import Plan

LOCK_ATTEMPTS, LOCK_PAUSE = 20, 0.005
PACKAGE_PARENT = Path(__file__).parents[3]
_MAIN = (
    "import sys; sys.path.insert(0, sys.argv[1]);"
    " from jupyterlab_offload.local.runner.supervisor import main; main(*sys.argv[2:])"
)


@dataclass(frozen=True)
class Child:
    """A supervisor that this process has started."""

    process: subprocess.Popen[bytes]
    alive: int
    """The reading end of a pipe that ends when the supervisor does."""


def spawn(home: Home, name: str, plan: Plan) -> Child:
    """Starts the supervisor of a job, in a session of its own. Raises OSError.

    The job's lock is taken here and handed down, so that there is no moment in which the
    supervisor runs without it.
    """
    folder = JobFolder(home.job(name))
    folder.root.mkdir(mode=0o700, parents=True, exist_ok=True)
    folder.pid.unlink(missing_ok=True)
    plan.write(folder.plan)
    lock = os.open(folder.lock, os.O_WRONLY | os.O_CREAT | os.O_CLOEXEC, 0o600)
    alive, held = os.pipe()
    try:
        _lock(lock)
        with open(folder.log, "ab") as log:
            process = subprocess.Popen(
                (
                    sys.executable,
                    "-I",
                    "-S",
                    "-c",
                    _MAIN,
                    str(PACKAGE_PARENT),
                    str(home.root),
                    name,
                ),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                cwd="/",
                env=environment(os.environ),
                pass_fds=(lock, held),
                start_new_session=True,
            )
    except BaseException:
        os.close(alive)
        raise
    finally:
        os.close(lock)
        os.close(held)
    return Child(process, alive)


def _lock(file: int) -> None:
    """Takes a lock that nobody keeps, though somebody may be looking at it just now."""
    for _ in range(LOCK_ATTEMPTS):
        try:
            return fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            time.sleep(LOCK_PAUSE)
    raise OSError("another supervisor has the job's lock")


def environment(of_engine: Mapping[str, str]) -> dict[str, str]:
    """A supervisor's environment: what pip may need later, none of the engine's credentials."""
    return {"PATH": of_engine.get("PATH", os.defpath), "LANG": "C.UTF-8", **passed_on(of_engine)}
