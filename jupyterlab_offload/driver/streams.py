"""`sys.stdout` and `sys.stderr` of the cell: what Python writes, in order with all the rest."""

from __future__ import annotations

import contextlib
import ctypes
import io
import os
import sys
from typing import Any, Iterable

from .link import STREAMS, Sender


class _Bytes(io.RawIOBase):
    """What `sys.stdout.buffer` is."""

    def __init__(self, stream: Stream) -> None:
        self._stream = stream

    def writable(self) -> bool:
        return True

    def fileno(self) -> int:
        return self._stream.fileno()

    def write(self, data: Any) -> int:
        found = bytes(data)
        self._stream.write_bytes(found)
        return len(found)


class Stream(io.TextIOBase):
    """A text stream that sends each write on. In a forked process it writes to the pipe."""

    def __init__(self, name: str, sender: Sender) -> None:
        self.name = f"<{name}>"
        self.mode = "w"
        self._stream = name
        self._fd = STREAMS.index(name) + 1
        self._sender = sender
        self.buffer = _Bytes(self)
        self._begun = ""

    @property
    def encoding(self) -> str:  # type: ignore[override]  # typeshed has an attribute
        return "utf-8"

    @property
    def errors(self) -> str:  # type: ignore[override]  # typeshed has an attribute
        return "backslashreplace"

    def writable(self) -> bool:
        return True

    def isatty(self) -> bool:
        return False

    def fileno(self) -> int:
        return self._fd

    def reconfigure(self, **settings: object) -> None:
        """Every write is sent at once, as UTF-8, whatever is asked for."""

    def write(self, text: str) -> int:
        if not isinstance(text, str):
            raise TypeError(f"write() argument must be str, not {type(text).__name__}")
        if self.closed:
            raise ValueError("I/O operation on closed file")
        if not text:
            return 0
        if self._sender.is_mine:
            self._sender.send({"type": "stream", "name": self._stream, "text": text})
        else:
            # Whole lines: `print` writes a line's end by itself, and workers write side by side.
            self._begun += text
            if "\n" in text:
                self.flush()
        return len(text)

    def flush(self) -> None:
        """In a forked process, writes what has been begun; else there is nothing to do."""
        text, self._begun = self._begun, ""
        if text:
            self._write_to_pipe(text.encode("utf-8", "backslashreplace"))

    def writelines(self, lines: Iterable[Any]) -> None:
        for line in lines:
            self.write(line)

    def write_bytes(self, data: bytes) -> None:
        """Bytes go the way of everything that is no text: through the pipe, in order."""
        self._write_to_pipe(data)

    def _write_to_pipe(self, data: bytes) -> None:
        view = memoryview(data)
        while view:
            view = view[os.write(self._fd, view) :]


def install(sender: Sender) -> None:
    """Makes the cell's streams this process's own."""
    sys.stdout = sys.__stdout__ = Stream("stdout", sender)  # type: ignore[misc,assignment]  # meant
    sys.stderr = sys.__stderr__ = Stream("stderr", sender)  # type: ignore[misc,assignment]  # meant
    sys.stdin = open(os.devnull, encoding="utf-8")  # noqa: SIM115  # for the process's life


def flush_native() -> None:
    """Writes what C code has printed and not flushed."""
    with contextlib.suppress(OSError, AttributeError, TypeError, ValueError):
        ctypes.CDLL(None).fflush(None)
