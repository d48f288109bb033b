"""Between the process that runs the cell and the one that records it.

Text that C code and subprocesses write goes through two pipes, everything else as JSON lines
through a socket. So that all of it stays in order: the sender sends only while the pipes are empty;
the receiver looks how much is in the pipes, then takes all that was sent, then that much.
"""

from __future__ import annotations

import array
import contextlib
import fcntl
import json
import os
import socket
import termios
import threading
import time
from typing import Any, Callable, Iterator

STREAMS = ("stdout", "stderr")
_WAIT_SECONDS, _PAUSE = 0.05, 0.0005
_READ_BYTES = 1 << 18


def unread(fd: int) -> int:
    """How many bytes are in a pipe."""
    found = array.array("i", [0])
    fcntl.ioctl(fd, termios.FIONREAD, found)
    return found[0]


class Link:
    """The three channels, made before the fork."""

    def __init__(self) -> None:
        self.here, self.there = socket.socketpair()
        self.pipes = [os.pipe() for _ in STREAMS]

    def sender(self) -> Sender:
        """In the process of the cell: descriptors 1 and 2 become the pipes."""
        self.here.close()
        for target, (_, write) in enumerate(self.pipes, start=1):
            os.dup2(write, target)
            os.close(write)
        return Sender(self.there, [read for read, _ in self.pipes])

    def receiver(self) -> Receiver:
        """In the process that records."""
        self.there.close()
        for _, write in self.pipes:
            os.close(write)
        return Receiver(self.here, [read for read, _ in self.pipes])


class Sender:
    """Sends events from any thread; a forked copy of the process sends nothing."""

    def __init__(self, connection: socket.socket, pipes: list[int]) -> None:
        self._connection = connection
        self._pipes = pipes
        self._lock = threading.RLock()
        self._owner = os.getpid()
        self._busy: int | None = None
        self._postponed: Callable[[], None] | None = None

    @property
    def is_mine(self) -> bool:
        """Whether this is the process that the link was made for."""
        return os.getpid() == self._owner

    def send(self, event: dict[str, Any]) -> None:
        """Sends an event, after what the pipes hold."""
        if not self.is_mine:
            return
        data = json.dumps(event, default=str).encode("ascii") + b"\n"
        with self._lock:
            self._busy = threading.get_ident()
            self._let_pipes_run_dry()
            with contextlib.suppress(OSError):
                self._connection.sendall(data)
            self._busy = None
        if self._postponed is not None and threading.current_thread() is threading.main_thread():
            work, self._postponed = self._postponed, None
            work()

    def postpone(self, work: Callable[[], None]) -> bool:
        """For signal handlers: whether the event that is being sent comes first, then `work`.

        An exception in the middle of an event would spoil the stream.
        """
        if self._busy != threading.get_ident():
            return False
        self._postponed = work
        return True

    def note(self, text: str) -> None:
        """A line for the log alone."""
        self.send({"type": "note", "text": text})

    def wait_for_stop(self) -> bool:
        """Blocks until the other side asks for an end; False when it is gone."""
        return bool(self._connection.recv(1))

    def _let_pipes_run_dry(self) -> None:
        end = 0.0
        while any(unread(pipe) for pipe in self._pipes):
            now = time.monotonic()
            end = end or now + _WAIT_SECONDS
            if now > end:  # something writes all the time
                return
            time.sleep(_PAUSE)


class Receiver:
    """Hands events and texts on, in order. `decode` turns a stream's bytes into text."""

    def __init__(self, connection: socket.socket, pipes: list[int]) -> None:
        self.connection = connection
        self.pipes = pipes
        self._begun: list[bytes] = []
        connection.setblocking(False)

    def ask_to_stop(self) -> None:
        """Tells the sender's process that it has to end, whatever it does with signals."""
        with contextlib.suppress(OSError):
            self.connection.send(b"!")

    def take(
        self, on_event: Callable[[dict[str, Any]], None], on_bytes: Callable[[str, bytes], None]
    ) -> bool:
        """Handles what is there; whether there was anything."""
        waiting = [unread(pipe) for pipe in self.pipes]
        some = False
        for event in self._events():
            some = True
            on_event(event)
        for name, pipe, size in zip(STREAMS, self.pipes, waiting):
            while size > 0:
                data = os.read(pipe, min(size, _READ_BYTES))
                if not data:
                    break
                some = True
                size -= len(data)
                on_bytes(name, data)
        return some

    def _events(self) -> Iterator[dict[str, Any]]:
        while True:
            try:
                data = self.connection.recv(_READ_BYTES)
            except (BlockingIOError, ConnectionError):
                return
            if not data:
                return
            first, *others = data.split(b"\n")
            self._begun.append(first)
            if not others:
                continue
            lines = [b"".join(self._begun), *others[:-1]]
            self._begun = [others[-1]]
            for line in lines:
                with contextlib.suppress(ValueError):
                    event = json.loads(line)
                    if isinstance(event, dict):
                        yield event
