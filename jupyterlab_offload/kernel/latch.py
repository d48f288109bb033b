"""Something that happens once, and waiting for it."""

from __future__ import annotations

import contextlib
import threading


class Latch:
    """Opened once, by any thread; any thread may wait.

    An interrupt may come at any instruction of a wait. threading.Event can be left locked by it,
    and then whoever opens it hangs for ever; here each wait has a lock that nobody else waits for.
    """

    def __init__(self) -> None:
        self._open = False
        self._waiting: list[threading.Lock] = []

    @property
    def is_open(self) -> bool:
        return self._open

    def open(self) -> None:
        """Let everybody go on who waits, and who will."""
        self._open = True
        for lock in list(self._waiting):
            with contextlib.suppress(RuntimeError):  # it had enough, or was let go already
                lock.release()

    def wait(self, timeout: float | None = None) -> bool:
        """Whether it is open, after at most `timeout` seconds."""
        lock = threading.Lock()
        lock.acquire()
        self._waiting.append(lock)
        try:
            # Looked at after the lock is known: whoever opens it in between releases the lock.
            if not self._open:
                lock.acquire(timeout=-1 if timeout is None else max(timeout, 0.0))
        finally:
            with contextlib.suppress(ValueError):
                self._waiting.remove(lock)
        return self._open
