"""Which processes belong to a job, found without the help of those that started them."""

from __future__ import annotations

import os
import signal
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass

from .environment import MARKER

_ATTEMPTS = 50
_PAUSE = 0.02


@dataclass(frozen=True)
class Entry:
    """One process of the machine."""

    pid: int
    parent: int
    threads: int


def table() -> list[Entry]:
    """All processes that are not dead. Takes some milliseconds."""
    return list(_from_proc()) if sys.platform == "linux" else list(_from_ps())


def _from_proc() -> Iterator[Entry]:
    for name in os.listdir("/proc"):
        if name.isdigit():
            try:
                with open(f"/proc/{name}/stat", "rb") as file:
                    # The name, in parentheses, may hold anything.
                    state, parent, *rest = file.read().rpartition(b")")[2].split()
            except (OSError, ValueError):
                # It has ended meanwhile.
                continue
            if state not in (b"Z", b"X"):
                yield Entry(int(name), int(parent), int(rest[15]))


def _from_ps() -> Iterator[Entry]:
    # ps of macOS counts threads only by printing each, so a process counts as one.
    for line in _ps("-axo", "pid=,ppid=,state="):
        pid, parent, state = line.split(None, 2)
        if not state.startswith("Z"):
            yield Entry(int(pid), int(parent), 1)


def descendants(root: int) -> list[Entry]:
    """The living processes below ``root``."""
    children: dict[int, list[Entry]] = {}
    for entry in table():
        children.setdefault(entry.parent, []).append(entry)
    found: list[Entry] = []
    waiting = [root]
    while waiting:
        below = children.get(waiting.pop(), [])
        found += below
        waiting += [entry.pid for entry in below]
    return found


def marked(folder: str) -> list[int]:
    """Processes that were started with the job's marker in their environment."""
    wanted = f"{MARKER}={folder}"
    if sys.platform == "linux":
        return [entry.pid for entry in table() if _has_variable(entry.pid, wanted.encode())]
    return marked_by_ps(wanted)


def _has_variable(pid: int, wanted: bytes) -> bool:
    try:
        with open(f"/proc/{pid}/environ", "rb") as file:
            return wanted in file.read().split(b"\0")
    except OSError:
        return False


def marked_by_ps(wanted: str) -> list[int]:
    """As ``marked``, where there is no /proc: from a listing with environments."""
    found = []
    for line in _ps("axeww", "-o", "pid=,command="):
        pid, _, command = line.strip().partition(" ")
        if f" {wanted} " in f" {command} ":
            found.append(int(pid))
    return found


def _ps(*arguments: str) -> list[str]:
    # Not needed where there is /proc, and costs a supervisor's start milliseconds.
    import subprocess

    done = subprocess.run(
        ("ps", *arguments),
        capture_output=True,
        text=True,
        errors="replace",
        check=False,
        stdin=subprocess.DEVNULL,
    )
    return done.stdout.splitlines()


def end_all(find: Callable[[], list[int]]) -> int:
    """Kills what ``find`` finds until it finds nothing; returns how many kills it took.

    Each round stops all before it kills any, so that a tree that forks cannot stay ahead.
    """
    killed = 0
    for _ in range(_ATTEMPTS):
        pids = [pid for pid in find() if pid != os.getpid()]
        if not pids:
            break
        for number in (signal.SIGSTOP, signal.SIGKILL):
            for pid in pids:
                with suppress(ProcessLookupError, PermissionError):
                    os.kill(pid, number)
        killed += len(pids)
        _reap()
        time.sleep(_PAUSE)
    return killed


def _reap() -> None:
    """Takes leave of dead children, which would be found again where zombies are listed."""
    with suppress(ChildProcessError):
        while os.waitpid(-1, os.WNOHANG)[0]:
            continue
