"""The processes between a supervisor and its job's algorithm, and how the algorithm is executed.

In private mode there are two: one that stays among the host's processes and makes the job's
namespaces, and the job's process 1, which reaps orphans. With process 1 the kernel ends whatever
the job has started. Both run forked code only, and end with the algorithm's exit status.
"""

from __future__ import annotations

import os
import resource
import signal
import sys
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from typing import NoReturn

from . import namespaces, places
from .places import Place

NOT_FOUND, NOT_EXECUTABLE = 127, 126
"""Exit statuses of a program that could not be executed, as shells and containers give them."""
FORWARDED = (signal.SIGTERM, signal.SIGUSR1, signal.SIGUSR2)


@dataclass(frozen=True)
class Command:
    """A program to run. ``max_file_bytes`` bounds each file it writes, 0: nothing does."""

    argv: Sequence[str]
    env: Mapping[str, str]
    cwd: str
    max_file_bytes: int = 0


@dataclass(frozen=True)
class Sandbox:
    """Private mounts and processes, with ``places`` bound before the program starts.

    ``max_processes`` holds only in a user namespace, where the system counts for the job alone;
    root is exempt from such limits.
    """

    places: Sequence[Place] = field(default=())
    max_processes: int = 0


def become(command: Command, sandbox: Sandbox | None, output: int, report: int) -> NoReturn:
    """Turns this forked process into the job. Tells on ``report``, one fact per line:

    ``refused <reason>``, ``init <pid>`` (the job's process 1, as the host counts), or
    ``exec <status> <reason>``. ``report`` is closed when the program runs.
    """
    _stand_alone(output, report)
    if sandbox is None:
        _die_with_parent()
        _execute(command, report)
    try:
        limited = namespaces.unshare()
        _die_with_parent()
        places.place_all(sandbox.places)
    except OSError as error:
        os.write(report, f"refused {error}\n".encode())
        os._exit(NOT_EXECUTABLE)
    first = _fork()
    if first == 0:
        _be_process_one(command, report, sandbox.max_processes if limited else 0)
    os.write(report, f"init {first}\n".encode())
    os.close(report)
    os._exit(_relay(first))


def _be_process_one(command: Command, report: int, max_processes: int) -> NoReturn:
    _die_with_parent()
    # Refused where the host's own /proc is masked; the job then sees the host's processes.
    with suppress(OSError):
        namespaces.mount_proc()
    algorithm = _fork()
    if algorithm == 0:
        os.setsid()
        if max_processes:
            _limit(resource.RLIMIT_NPROC, max_processes)
        _execute(command, report)
    os.close(report)
    os._exit(_relay(algorithm))


def _stand_alone(output: int, report: int) -> None:
    """A session of its own, the output as stdout and stderr, no other descriptor of ours."""
    os.setsid()
    null = os.open(os.devnull, os.O_RDONLY)
    os.dup2(null, 0)
    os.dup2(output, 1)
    os.dup2(output, 2)
    close_others(report)


def close_others(kept: int) -> None:
    """Closes all descriptors but one, and stdin, stdout and stderr; for forked processes."""
    for name in os.listdir("/dev/fd"):
        if int(name) > 2 and int(name) != kept:
            # Listing the folder takes a descriptor, too, which is gone by now.
            with suppress(OSError):
                os.close(int(name))


def _die_with_parent() -> None:
    if sys.platform != "linux":
        return
    namespaces.prctl(namespaces.PR_SET_PDEATHSIG, signal.SIGKILL)


def _fork() -> int:
    """Forks with the forwarded signals held back, so that none is lost before ``_relay``."""
    signal.pthread_sigmask(signal.SIG_BLOCK, FORWARDED)
    return os.fork()


def _relay(child: int) -> int:
    """Waits for a child, forwards signals to it and reaps others'; returns its exit status."""
    for number in FORWARDED:
        signal.signal(number, lambda received, _frame: os.kill(child, received))
    signal.pthread_sigmask(signal.SIG_UNBLOCK, FORWARDED)
    while True:
        pid, status = os.wait()
        if pid == child:
            return exit_status(status)


def exit_status(status: int) -> int:
    """A wait status as containers report it: 128 + n for signal n."""
    code = os.waitstatus_to_exitcode(status)
    return code if code >= 0 else 128 - code


def _execute(command: Command, report: int) -> NoReturn:
    for number in (*FORWARDED, signal.SIGPIPE, signal.SIGXFSZ, signal.SIGINT, signal.SIGHUP):
        signal.signal(number, signal.SIG_DFL)
    signal.pthread_sigmask(signal.SIG_SETMASK, ())
    _limit(resource.RLIMIT_CORE, 0)
    # When memory runs out, the algorithm goes before its supervisor and the user's other programs.
    with suppress(OSError), open("/proc/self/oom_score_adj", "w", encoding="ascii") as file:
        file.write("500")
    if command.max_file_bytes:
        _limit(resource.RLIMIT_FSIZE, command.max_file_bytes)
    os.umask(0o022)
    try:
        os.chdir(command.cwd)
        os.set_inheritable(report, False)
        os.execvpe(command.argv[0], list(command.argv), dict(command.env))
    except (OSError, ValueError) as error:
        missing = isinstance(error, FileNotFoundError)
        status = NOT_FOUND if missing else NOT_EXECUTABLE
        reason = error.strerror if isinstance(error, OSError) else str(error)
        os.write(report, f"exec {status} {reason}\n".encode())
        os._exit(status)


def _limit(what: int, value: int) -> None:
    hard = resource.getrlimit(what)[1]
    if hard != resource.RLIM_INFINITY:
        value = min(value, hard)
    resource.setrlimit(what, (value, value))
