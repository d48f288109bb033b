"""Log streams as their writers see them: appending a job's output, and picking up after a death.

The files' format is in log_index.py, how output becomes events in log_lines.py, reading in
log_reader.py. Standard library only: supervisors import this.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable
from contextlib import ExitStack, suppress
from pathlib import Path
from weakref import finalize

from ..home import Home
from . import log_streams
from .db import Database
from .log_index import Index, Record, index_path, records, size_of, text_path
from .log_lines import LineSplitter, events_of

_OPEN = os.O_RDWR | os.O_CREAT | os.O_CLOEXEC


class LogWriter:
    """The one writer of a stream. The stream comes to be with its first event.

    ``clock`` gives seconds since the epoch; all events of one call get one timestamp. An
    OSError (disk full) leaves the stream as it was; what the call brought is lost.
    """

    def __init__(
        self, db: Database, home: Home, group: str, stream: str, clock: Callable[[], float]
    ) -> None:
        self._db = db
        self._group = group
        self._stream = stream
        self._path = text_path(home, stream)
        self._clock = clock
        self._lines = LineSplitter()
        self._files: _Files | None = None
        self._listed = False

    def append(self, chunk: bytes) -> int:
        """Takes output as it comes from a pipe; returns how many events it finished."""
        return self._write(self._lines.feed(chunk))

    def flush(self) -> int:
        """Makes an event of the unfinished last line; what follows starts a new one."""
        return self._write(self._lines.flush())

    def note(self, text: str) -> int:
        """Adds lines that are not the job's own, after what the job has written so far."""
        self.flush()
        return self._write(events_of(text.encode(errors="replace") + b"\n"))

    def close(self) -> None:
        """Writes what is left and marks the stream as complete."""
        try:
            self._write(self._lines.close())
        finally:
            files, self._files = self._files, None
            if files:
                files.close()
                _complete(self._db, self._group, self._stream, files)

    def _write(self, block: bytes) -> int:
        if not block:
            return 0
        if self._files is None:
            self._path.parent.mkdir(mode=0o700, exist_ok=True)
            self._files = _Files(self._path)
        before = self._files.end.events
        self._files.add(block, int(self._clock() * 1000))
        if not self._listed:
            # After the text: a stream that is listed has at least one event. Where the index is
            # full or busy for too long, the next event tries again; the text is safe.
            with suppress(sqlite3.Error):
                log_streams.register(self._db, self._group, self._stream, self._files.first)
                self._listed = True
        return self._files.end.events - before


def recover(db: Database, home: Home, group: str, stream: str) -> int:
    """Completes a stream whose writer died: indexes what it wrote last, registers the stream.

    To be called only when no writer lives; returns how many events were found. A stream that
    never had an event stays unknown.
    """
    path = text_path(home, stream)
    if not path.exists():
        return 0
    files = _Files(path)
    files.close()
    _complete(db, group, stream, files)
    return files.adopted


def _complete(db: Database, group: str, stream: str, files: _Files) -> None:
    """Lists a stream that has events, as complete. Raises OSError when the index refuses."""
    end = files.end
    if not end.events:
        return
    try:
        log_streams.register(db, group, stream, files.first)
        log_streams.finish(db, group, stream, end.timestamp, end.offset)
    except sqlite3.Error as error:
        raise OSError(f"The log stream {stream} could not be listed: {error}") from error


class _Files:
    """A stream's files open for writing, and where they end.

    Opening them adopts what a writer that died had written but not yet indexed.
    """

    def __init__(self, path: Path) -> None:
        with ExitStack() as opened:
            self._text = os.open(path, _OPEN, 0o600)
            opened.callback(os.close, self._text)
            self._index = os.open(index_path(path), _OPEN, 0o600)
            opened.callback(os.close, self._index)
            index = Index(self._index)
            self._length = self._whole_records(index)
            self.end: Record = index[self._length - 1]
            self._first = index[0].timestamp if self._length else None
            self.adopted = self._adopt_tail()
            # A writer that is dropped unclosed gives its descriptors back, as a file would.
            self._release = finalize(self, opened.pop_all().close)

    @property
    def first(self) -> int:
        """The first event's time in ms; the end's when there is none."""
        return self.end.timestamp if self._first is None else self._first

    def add(self, block: bytes, timestamp: int) -> None:
        """Appends a block of events, all or nothing."""
        try:
            self._append(block, timestamp)
        except OSError:
            with suppress(OSError):
                self._cut_to_end()
            raise

    def close(self) -> None:
        self._release()

    def _append(self, block: bytes, timestamp: int) -> None:
        """Writes a block and its records. Time never goes back within a stream."""
        timestamp = max(timestamp, self.end.timestamp)
        packed, end = records(block, timestamp, self.end)
        _write_all(self._text, block, self.end.offset)
        _write_all(self._index, packed, size_of(self._length))
        self._length += len(packed) // size_of(1)
        self.end = end
        if self._first is None:
            self._first = timestamp

    def _adopt_tail(self) -> int:
        """Indexes text behind the last record, under the file's time of change.

        Returns its number of events. The text's last line may be torn.
        """
        status = os.fstat(self._text)
        os.ftruncate(self._index, size_of(self._length))
        tail = _read_all(self._text, self.end.offset, status.st_size)
        if not tail:
            return 0
        before = self.end.events
        self._append(events_of(tail + b"\n"), int(status.st_mtime * 1000))
        return self.end.events - before

    def _cut_to_end(self) -> None:
        os.ftruncate(self._text, self.end.offset)
        os.ftruncate(self._index, size_of(self._length))

    def _whole_records(self, index: Index) -> int:
        """How many records the text bears out; fewer than there are only after a power loss."""
        size = os.fstat(self._text).st_size
        return index.first(lambda record: record.offset > size)


def _write_all(descriptor: int, data: bytes, offset: int) -> None:
    view = memoryview(data)
    while view:
        written = os.pwrite(descriptor, view, offset)
        view = view[written:]
        offset += written


def _read_all(descriptor: int, start: int, end: int) -> bytes:
    parts = []
    while start < end and (part := os.pread(descriptor, end - start, start)):
        parts.append(part)
        start += len(part)
    return b"".join(parts)
