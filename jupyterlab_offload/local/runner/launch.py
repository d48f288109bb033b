"""Starting a program as a job's, and holding on to it."""

from __future__ import annotations

import os
import signal
import sys
from contextlib import suppress
from typing import NoReturn

from . import namespaces
from .init import NOT_EXECUTABLE, Command, Sandbox, become, exit_status

_ALL = frozenset(signal.Signals)


class Refused(Exception):
    """The system does not allow the sandbox; the message says what it refused."""


class CannotExecute(Exception):
    """The program could not be executed; ``status`` is the exit status a shell would give."""

    def __init__(self, status: int, reason: str) -> None:
        super().__init__(reason)
        self.status = status


class Process:
    """A running program. Everything of it in a sandbox ends with it."""

    def __init__(self, pid: int, first: int | None) -> None:
        self.pid = pid
        self._first = first
        self._status: int | None = None

    def poll(self) -> int | None:
        """The exit status (128 + n for signal n), or None while the program runs.

        Also reaps orphans that have become this process's children.
        """
        while self._status is None:
            try:
                pid, status = os.waitpid(-1, os.WNOHANG)
            except ChildProcessError:
                self._status = 255
                break
            if pid == 0:
                return None
            if pid == self.pid:
                self._status = exit_status(status)
        return self._status

    def terminate(self) -> None:
        self._send(self.pid, signal.SIGTERM)

    def kill(self) -> None:
        """Ends the program at once, and with it, in a sandbox, all that it has started."""
        # Through process 1: when its parent learns of its end, the whole tree is gone.
        self._send(self._first or self.pid, signal.SIGKILL)

    def _send(self, pid: int, number: int) -> None:
        if self._status is None:
            with suppress(ProcessLookupError):
                os.kill(pid, number)


def refusal(sandbox: Sandbox) -> str | None:
    """Why the system refuses a sandbox, or None if it does not. Takes a few milliseconds."""
    if sys.platform != "linux":
        return f"there are no mount namespaces on {sys.platform}"
    command = Command(("/bin/true",), {}, "/")
    null = os.open(os.devnull, os.O_WRONLY)
    try:
        process = start(command, null, sandbox)
    except Refused as error:
        return str(error)
    except CannotExecute:
        return None
    finally:
        os.close(null)
    os.waitpid(process.pid, 0)
    return None


def start(command: Command, output: int, sandbox: Sandbox | None = None) -> Process:
    """Runs a program with ``output`` as stdout and stderr. Raises Refused, CannotExecute.

    To be called from the main thread: the program ends when the thread that started it does.
    """
    told, report = os.pipe()
    before = signal.pthread_sigmask(signal.SIG_BLOCK, _ALL)
    try:
        pid = os.fork()
        if pid == 0:
            _child(command, sandbox, output, report)
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
    os.close(report)
    with open(told, encoding="utf-8", errors="replace") as lines:
        facts = dict(line.rstrip("\n").partition(" ")[::2] for line in lines)
    if "refused" in facts:
        os.waitpid(pid, 0)
        raise Refused(facts["refused"])
    if "exec" in facts:
        os.waitpid(pid, 0)
        status, _, reason = facts["exec"].partition(" ")
        raise CannotExecute(int(status), reason)
    return Process(pid, int(facts["init"]) if "init" in facts else None)


def become_reaper() -> None:
    """Makes orphans of the job children of this process, so that none gets out of sight."""
    if sys.platform == "linux":
        with suppress(OSError):
            namespaces.prctl(namespaces.PR_SET_CHILD_SUBREAPER, 1)


def _child(command: Command, sandbox: Sandbox | None, output: int, report: int) -> NoReturn:
    try:
        signal.set_wakeup_fd(-1)
        for number in (signal.SIGTERM, signal.SIGCHLD):
            signal.signal(number, signal.SIG_DFL)
        signal.pthread_sigmask(signal.SIG_SETMASK, ())
        become(command, sandbox, output, report)
    except BaseException as error:
        with suppress(OSError):
            os.write(report, f"exec {NOT_EXECUTABLE} {error!r}\n".encode())
    finally:
        os._exit(NOT_EXECUTABLE)
