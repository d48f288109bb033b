"""The parent: records output, writes the log, passes signals on, and has the last word."""

from __future__ import annotations

import codecs
import contextlib
import json
import os
import select
import signal
import time
from typing import Any, Callable

from .link import STREAMS, Receiver
from .log import Log
from .record import FLUSH_SECONDS, Record
from .refusal import words
from .verdict import signal_name

STOP_SECONDS = 100.0
"""From the signal to the end of a process that does not end: SageMaker kills after 120 s."""
_IDLE_SECONDS = 5.0


class Monitor:
    """Watches the process of the cell until it has ended.

    `deadline` is on `clock`'s scale: then the process is told to end. Afterwards `code` is its
    exit code (negative for a signal), `asked` why it was told to end: stopped, deadline or None.
    """

    def __init__(
        self,
        child: int,
        receiver: Receiver,
        record: Record,
        log: Log,
        deadline: float | None = None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._child = child
        self._receiver = receiver
        self._record = record
        self._log = log
        self._deadline = deadline
        self._clock = clock
        self._kill_at: float | None = None
        self._signalled: list[int] = []
        decoder = codecs.getincrementaldecoder("utf-8")
        self._decoders = {name: decoder("replace") for name in STREAMS}
        self.asked: str | None = None
        self.code: int | None = None

    def run(self) -> int:
        """Watches; returns the exit code."""
        wake, write = os.pipe()
        for end in (wake, write):
            os.set_blocking(end, False)
        signal.set_wakeup_fd(write, warn_on_full_buffer=False)
        signal.signal(signal.SIGCHLD, lambda number, frame: None)
        signal.signal(signal.SIGTERM, lambda number, frame: self._signalled.append(number))
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGTERM})
        poll = select.poll()
        for fd in (wake, self._receiver.connection.fileno(), *self._receiver.pipes):
            poll.register(fd, select.POLLIN)
        while self.code is None:
            for fd, event in poll.poll(self._patience() * 1000):
                if fd == wake:
                    with contextlib.suppress(BlockingIOError):
                        os.read(wake, 512)
                elif not event & select.POLLIN:
                    poll.unregister(fd)
            self._step()
        while self._receiver.take(self._on_event, self._on_bytes):
            pass
        self._finish_texts()
        return self.code

    def _patience(self) -> float:
        if self._record.is_waiting:
            return FLUSH_SECONDS
        ends = [end for end in (self._deadline, self._kill_at) if end is not None]
        left = min(ends, default=self._clock() + _IDLE_SECONDS) - self._clock()
        return min(max(left, 0.01), _IDLE_SECONDS)

    def _step(self) -> None:
        if self._signalled:
            name = signal_name(self._signalled.pop())
            self._end("stopped", f"received {name}: saving what there is")
        now = self._clock()
        if self._deadline is not None and now >= self._deadline:
            self._deadline = None
            self._end("deadline", "the time limit is near: saving what there is")
        if self._kill_at is not None and now >= self._kill_at:
            self._kill_at = None
            self._log.note("the cell's process does not end: it is killed")
            self._signal(signal.SIGKILL)
        self._reap()
        self._receiver.take(self._on_event, self._on_bytes)
        self._record.flush_if_due()

    def _end(self, why: str, note: str) -> None:
        if self.asked is None:
            self.asked = why
            self._kill_at = self._clock() + STOP_SECONDS
            self._log.note(note)
            self._receiver.ask_to_stop()
            self._signal(signal.SIGTERM)

    def _signal(self, number: int) -> None:
        with contextlib.suppress(ProcessLookupError):
            os.kill(self._child, number)

    def _reap(self) -> None:
        """As a container's first process, this one also inherits other people's orphans."""
        with contextlib.suppress(ChildProcessError):
            while self.code is None:
                pid, status = os.waitpid(-1, os.WNOHANG)
                if pid == 0:
                    return
                if pid == self._child:
                    signalled = os.WIFSIGNALED(status)
                    self.code = -os.WTERMSIG(status) if signalled else os.WEXITSTATUS(status)

    def _on_event(self, event: dict[str, Any]) -> None:
        kind = event.get("type")
        if kind == "stream":
            self._text(str(event.get("name")), str(event.get("text", "")))
        elif kind == "note":
            self._log.note(str(event.get("text", "")))
        elif kind == "over":
            self._finish_texts()
            self._record.end()
        elif kind == "part":
            self._finish_texts()
            self._record.begin(int(event.get("index", 0)))
        else:
            line = event.pop("log", None)
            if line:
                stream = "stderr" if kind in ("error", "display_error") else "stdout"
                self._log.text(stream, str(line))
            self._record.event(event)

    def _on_bytes(self, name: str, data: bytes) -> None:
        self._text(name, self._decoders[name].decode(data))

    def _text(self, name: str, text: str) -> None:
        name = name if name in STREAMS else STREAMS[0]
        self._log.text(name, text)
        self._record.text(name, text)

    def _finish_texts(self) -> None:
        for name, decoder in self._decoders.items():
            self._text(name, decoder.decode(b"", True))
        self._record.flush()


def read_draft(path: str) -> dict[str, Any] | None:
    """What the cell's process wrote before it ended, or None."""
    try:
        with open(path, "rb") as file:
            draft = json.load(file)
    except (OSError, ValueError):
        return None
    return draft if isinstance(draft, dict) else None


def crash_note(code: int) -> str:
    """What the log says about a process that died."""
    return f"the cell's process is gone: {words(code if code >= 0 else 128 - code)}"
