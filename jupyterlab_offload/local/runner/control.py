"""What can happen to a supervisor while it works: a stop, the end of its time, a child's end."""

from __future__ import annotations

import os
import select
import signal
import time
from types import FrameType

from ..store import jobs
from ..store.db import Database
from .endings import JobFailed, StopRequested, TimeIsUp
from .messages import STOPPING, SUPERVISOR_TERMINATED

BLOCK_BYTES = 1 << 20


class Control:
    """Turns signals into exceptions at points where the work can be left.

    For the main thread. SIGTERM means a stop if the index says that the job is Stopping;
    without that, somebody ends this process, and the job fails with that reason.
    """

    def __init__(self, db: Database, name: str) -> None:
        self._db = db
        self._name = name
        self._signalled = False
        self._deadline: float | None = None
        self.stopping = False
        """True after StopTrainingJob, for good."""
        self._woken, self._waker = os.pipe()
        os.set_blocking(self._woken, False)
        os.set_blocking(self._waker, False)
        signal.set_wakeup_fd(self._waker, warn_on_full_buffer=False)
        signal.signal(signal.SIGTERM, self._on_signal)
        # A handler, whatever it does, makes Python write to the pipe when a child ends.
        signal.signal(signal.SIGCHLD, lambda _number, _frame: None)
        for ignored in (signal.SIGINT, signal.SIGHUP):
            signal.signal(ignored, signal.SIG_IGN)

    def _on_signal(self, _number: int, _frame: FrameType | None) -> None:
        self._signalled = True

    def limit(self, seconds: float) -> None:
        """From now on ``check`` raises TimeIsUp once so many seconds have passed."""
        self._deadline = time.monotonic() + seconds

    def unlimit(self) -> None:
        """The job's end has begun, by whatever cause: its time counts no more."""
        self._deadline = None

    def announce_stop(self) -> None:
        """Records that the algorithm is being stopped, whoever wanted it."""
        jobs.advance(self._db, self._name, "Stopping", time.time(), STOPPING, status="Stopping")

    def check(self) -> None:
        """Raises StopRequested, TimeIsUp or JobFailed when the job is to end now."""
        if self._signalled:
            self._signalled = False
            self.look()
            if not self.stopping:
                raise JobFailed(SUPERVISOR_TERMINATED)
        if self.stopping:
            raise StopRequested
        if self._deadline is not None and time.monotonic() >= self._deadline:
            raise TimeIsUp

    def look(self) -> None:
        """Finds out from the index whether the job was asked to stop."""
        job = jobs.get(self._db, self._name)
        self.stopping = self.stopping or (job is not None and job.status == "Stopping")

    def wake(self) -> None:
        """Ends a ``wait``; from any thread."""
        # A full pipe wakes as well.
        try:
            os.write(self._waker, b"\0")
        except BlockingIOError:
            return

    def wait(self, seconds: float) -> None:
        """Waits for a signal, a child's end, ``wake`` or the end of the job's time."""
        if self._deadline is not None:
            seconds = min(seconds, self._deadline - time.monotonic())
        if select.select([self._woken], [], [], max(seconds, 0.0))[0]:
            os.read(self._woken, 4096)

    def sleep(self, seconds: float) -> None:
        """Raises as ``check`` does."""
        end = time.monotonic() + seconds
        self.check()
        while (left := end - time.monotonic()) > 0:
            self.wait(left)
            self.check()
