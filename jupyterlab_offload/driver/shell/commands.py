"""``!command`` and ``x = !command``: through sh, output in the cell's streams as it comes."""

from __future__ import annotations

import codecs
import contextlib
import fcntl
import os
import pty
import signal
import struct
import subprocess
import sys
import termios
from typing import Any, Iterator

from ..display.there import rebuilt

INTERRUPTED_SECONDS = 5.0
_ROWS, _COLUMNS = 24, 80
_READ_BYTES = 1 << 16
_ENVIRONMENT = {"TERM": "xterm-color", "CLICOLOR": "1", "PAGER": "cat", "GIT_PAGER": "cat"}
"""What a kernel sets, so that no command waits for a key."""


def run(command: str) -> int:
    """Runs a command; both of its streams go to stdout. Returns its exit code, negative: signal.

    As in a notebook it writes to a terminal, where there is one to be had.
    """
    reading, writing = _terminal()
    try:
        process = subprocess.Popen(
            ["/bin/sh", "-c", command],
            stdin=subprocess.DEVNULL,
            stdout=writing,
            stderr=writing,
            env=_environment(),
            start_new_session=True,
        )
    finally:
        os.close(writing)
    decoder = codecs.getincrementaldecoder("utf-8")("replace")
    try:
        for data in _chunks(reading):
            sys.stdout.write(decoder.decode(data))
        sys.stdout.write(decoder.decode(b"", True))
        return process.wait()
    except BaseException:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGTERM)
        try:
            process.wait(INTERRUPTED_SECONDS)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
        raise
    finally:
        os.close(reading)


def _terminal() -> tuple[int, int]:
    try:
        reading, writing = pty.openpty()
    except OSError:
        return os.pipe()
    with contextlib.suppress(OSError):
        fcntl.ioctl(writing, termios.TIOCSWINSZ, struct.pack("HHHH", _ROWS, _COLUMNS, 0, 0))
    return reading, writing


def _chunks(fd: int) -> Iterator[bytes]:
    """What comes until the last writer is gone: a terminal's end is an error then."""
    while True:
        try:
            data = os.read(fd, _READ_BYTES)
        except OSError:
            return
        if not data:
            return
        yield data


def output_of(command: str) -> tuple[str, str, int]:
    """stdout, stderr and the exit code of a command."""
    done = subprocess.run(
        ["/bin/sh", "-c", command],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        env=_environment(),
    )
    return (
        done.stdout.decode("utf-8", "replace"),
        done.stderr.decode("utf-8", "replace"),
        done.returncode,
    )


def _environment() -> dict[str, str]:
    """``!pip`` and ``!python`` are those of this interpreter, as in a kernel's environment."""
    folder = os.path.dirname(sys.executable)
    path = os.environ.get("PATH", os.defpath)
    if folder and folder not in path.split(os.pathsep):
        path = folder + os.pathsep + path
    return {**_ENVIRONMENT, **os.environ, "PATH": path}


class SList(list):  # type: ignore[type-arg]  # a list of str for every purpose
    """Lines, with IPython's short names for other forms of them."""

    def __reduce__(self) -> Any:
        return rebuilt, ("IPython.utils.text", "SList", (list(self),))

    @property
    def l(self) -> list[str]:  # noqa: E743  # IPython's name
        return list(self)

    @property
    def n(self) -> str:
        return "\n".join(self)

    @property
    def s(self) -> str:
        return " ".join(self)

    def grep(self, pattern: str) -> SList:
        """The lines in which a regular expression is found, case ignored."""
        import re

        return SList(line for line in self if re.search(pattern, line, re.IGNORECASE))
