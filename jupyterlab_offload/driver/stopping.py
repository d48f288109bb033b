"""A request to end: the cell is interrupted, and if it does not heed, saved from beside it."""

from __future__ import annotations

import os
import signal
import threading
from types import FrameType
from typing import Callable

from .link import Sender

PATIENCE_SECONDS = 15.0


class Stopped(KeyboardInterrupt):
    """Raised in the cell when the job has to end: an interrupted cell, as in a notebook."""


def _stop() -> None:
    raise Stopped("the job was told to end")


# A forked worker ends at SIGTERM as it would have without the handler that it inherits. Python
# forgets what arrives while a copy begins, and a pool would wait for that worker for ever: so the
# signal is held back until the copy has its default again.


def _hold() -> None:
    signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGTERM})


def _let_go() -> None:
    signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGTERM})


class Stopping:
    """Turns SIGTERM into `Stopped`, once, while the cell runs.

    If the cell is still there `patience` seconds after the parent asked (it is deep in C code, or
    catches everything), `rescue` is called in another thread, and the process ends.
    """

    def __init__(
        self, sender: Sender, rescue: Callable[[], None], patience: float = PATIENCE_SECONDS
    ) -> None:
        self._sender = sender
        self._rescue = rescue
        self._patience = patience
        self._saving = threading.Event()
        self._claim = threading.Lock()
        self._claimed = False
        self.raised = False
        self._armed = True

    def install(self) -> None:
        """Watches for the signal and for the parent's word."""
        signal.signal(signal.SIGTERM, self._on_signal)
        signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGTERM})
        os.register_at_fork(before=_hold, after_in_parent=_let_go, after_in_child=self._in_copy)
        threading.Thread(target=self._watch, name="offload-stop", daemon=True).start()

    def claim(self) -> bool:
        """From here on nothing interrupts. True for the first who asks: who saves."""
        with self._claim:
            first, self._claimed = not self._claimed, True
        self._armed = False
        self._saving.set()
        return first

    def _on_signal(self, number: int, frame: FrameType | None) -> None:
        if self._armed and not self.raised and self._sender.is_mine:
            self.raised = True
            if not self._sender.postpone(_stop):
                _stop()
        if not self._sender.is_mine:
            # A copy that was forked past Python's back has the handler; it ends as without it.
            signal.signal(signal.SIGTERM, signal.SIG_DFL)
            os.kill(os.getpid(), signal.SIGTERM)

    def _in_copy(self) -> None:
        # A handler that the cell has set is the cell's own.
        if signal.getsignal(signal.SIGTERM) == self._on_signal:
            signal.signal(signal.SIGTERM, signal.SIG_DFL)
        _let_go()

    def _watch(self) -> None:
        try:
            asked = self._sender.wait_for_stop()
        except OSError:
            return
        if not asked:
            # The process that records is gone: nobody would vouch for any result.
            os._exit(1)
        if not self._saving.wait(self._patience) and self.claim():
            self.raised = True
            self._rescue()
            os._exit(0)
