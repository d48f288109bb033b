"""From a program's output to the job's log stream, without ever holding the program up."""

from __future__ import annotations

import os
import select
import sqlite3
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress

from ..home import Home
from ..store.db import Database
from ..store.logs import LogWriter, recover
from .layout import HOST

GROUP = "/aws/sagemaker/TrainingJobs"
_PIPE_BYTES = 1 << 20
_READ_BYTES = 1 << 18
_TAIL_BYTES = 2048
_F_SETPIPE_SZ = 1031


def stream_name(job: str, now: float) -> str:
    return f"{job}/{HOST}-{int(now)}"


class Output:
    """A job's log stream and the pipe that feeds it while a program runs.

    Between ``open`` and ``drain`` a thread reads the pipe; ``note`` is for the time outside.
    """

    def __init__(self, home: Home, stream: str) -> None:
        # A connection of its own: the thread must not share the main line's.
        self._db = Database(home.index_file)
        self._home = home
        self._stream = stream
        self._writer = LogWriter(self._db, home, GROUP, stream, time.time)
        self._damaged = False
        """True after a failure to write: the index may not know all of the stream."""
        self._read = -1
        self._thread: threading.Thread | None = None
        self._enough = threading.Event()
        self.size = 0
        """Bytes that came out of the pipes so far."""
        self._tail = b""

    def note(self, text: str) -> None:
        """Adds lines of the engine's own."""
        with self._at_any_price():
            self._writer.note(text)

    def open(self) -> int:
        """Makes the pipe; returns the end for the program, to be given to ``follow``."""
        self._tail = b""
        self._read, write = os.pipe()
        if sys.platform == "linux":
            import fcntl

            # A program should not wait for the reader's turn on a busy machine. The system may
            # have less to give; the default then has to do.
            with suppress(OSError):
                fcntl.fcntl(write, _F_SETPIPE_SZ, _PIPE_BYTES)
        return write

    def follow(self, write: int) -> None:
        """Starts reading; ``write`` is closed on this side."""
        os.close(write)
        self._enough.clear()
        self._thread = threading.Thread(target=self._pump, name="output", daemon=True)
        self._thread.start()

    def drain(self, seconds: float) -> None:
        """Takes what is left, and at most ``seconds`` of what a survivor goes on writing."""
        if self._thread is not None:
            self._thread.join(seconds)
            self._enough.set()
            self._thread.join()
            self._thread = None
        if self._read >= 0:
            os.close(self._read)
            self._read = -1
        with self._at_any_price():
            self._writer.flush()

    @property
    def last_line(self) -> str:
        """The last line of the last program's output that is not empty; its end, if it is long."""
        lines = self._tail.decode(errors="replace").split("\n")
        return next((line.strip() for line in reversed(lines) if line.strip()), "")

    def close(self) -> None:
        with self._at_any_price():
            self._writer.close()
        if self._damaged:
            with self._at_any_price():
                recover(self._db, self._home, GROUP, self._stream)
        self._db.close()

    def _pump(self) -> None:
        while True:
            # Idle: wait with a limit, so that ``drain`` gets its way with an open, silent pipe.
            if not select.select([self._read], [], [], 0.2)[0]:
                if self._enough.is_set():
                    return
                continue
            chunk = os.read(self._read, _READ_BYTES)
            if not chunk:
                return
            self.size += len(chunk)
            self._tail = (self._tail + chunk[-_TAIL_BYTES:])[-_TAIL_BYTES:]
            with self._at_any_price():
                self._writer.append(chunk)
            if self._enough.is_set():
                return

    @contextmanager
    def _at_any_price(self) -> Iterator[None]:
        """A full disk or a busy index loses lines, not the job, which must not wait for its log."""
        try:
            yield
        except (OSError, sqlite3.Error):
            self._damaged = True
