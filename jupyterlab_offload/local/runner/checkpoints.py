"""The checkpoint folder and its place in the store: restored before the job, mirrored during it.

AWS says neither how often it looks nor whether a file that is being written can be caught half
done; here each look uploads what changed and deletes what is gone, and a file that changes while
it is copied is left for the next look. Scenarios can make this late and careless.
"""

from __future__ import annotations

import hashlib
import os
import sqlite3
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from ..home import Home
from ..store.buckets import NoSuchBucket
from ..store.db import Database
from ..store.objects import InvalidKey, ObjectStore
from .artifacts import files_below
from .channels import Downloader, every, split_uri
from .control import BLOCK_BYTES
from .endings import JobFailed


class Stamp(NamedTuple):
    """What tells one state of a file from another."""

    modified: int
    size: int
    inode: int


def stamp_of(status: os.stat_result) -> Stamp:
    return Stamp(status.st_mtime_ns, status.st_size, status.st_ino)


@dataclass(frozen=True)
class Manners:
    """How the mirror behaves: ``interval`` and ``delay`` in seconds."""

    interval: float = 1.0
    delay: float = 0.0
    non_atomic: bool = False


class Mirror:
    """One folder's mirror at an S3 URI. Not for two threads at once.

    Each thread brings its own store, which has a connection that belongs to it.
    """

    def __init__(
        self, uri: str, folder: Path, manners: Manners, clock: Callable[[], float] = time.time
    ) -> None:
        try:
            self._bucket, prefix = split_uri(uri)
        except ValueError as error:
            raise JobFailed(f"ClientError: Checkpoint path: {error}") from error
        self._prefix = prefix if not prefix or prefix.endswith("/") else f"{prefix}/"
        self._folder = folder
        self._manners = manners
        self._clock = clock
        self._uploaded: dict[str, Stamp] = {}
        self._changed: dict[str, float] = {}
        """Since when a file is not what the store has."""
        self._half: set[str] = set()
        """Files of which a scenario has uploaded the first half."""
        self.skipped: set[str] = set()
        """Files whose names cannot be keys."""

    def restore(self, store: ObjectStore, downloader: Downloader) -> None:
        """Brings what an earlier job has left. Raises JobFailed."""
        try:
            store.buckets.get(self._bucket)
        except NoSuchBucket as error:
            raise JobFailed(
                f"ClientError: The bucket {self._bucket!r} of the checkpoint path does not exist."
            ) from error
        self._folder.mkdir(parents=True, exist_ok=True)
        for item in every(store, self._bucket, self._prefix):
            name = item.key[len(self._prefix) :]
            if name:
                downloader.save(item, self._folder, name)
        self._uploaded = self._present()

    def sync(self, store: ObjectStore, final: bool = False) -> None:
        """One look. The ``final`` one is neither late nor careless. Raises NoSuchBucket."""
        present = self._present()
        for name in [*present, *(self._uploaded.keys() - present.keys())]:
            now_there = present.get(name)
            if self._uploaded.get(name) == now_there:
                self._changed.pop(name, None)
            elif final or self._is_due(name):
                self._bring(store, name, now_there, final)

    def _is_due(self, name: str) -> bool:
        since = self._changed.setdefault(name, self._clock())
        return self._clock() - since >= self._manners.delay

    def _bring(self, store: ObjectStore, name: str, there: Stamp | None, final: bool) -> None:
        try:
            if there is None:
                store.delete(self._bucket, self._prefix + name)
                self._uploaded.pop(name, None)
            elif self._manners.non_atomic and not final and name not in self._half:
                self._half.add(name)
                self._upload(store, name, there.size // 2, careless=True)
                return
            else:
                careless = final or self._manners.non_atomic
                done = self._upload(store, name, None, careless)
                if done is None:
                    return
                self._uploaded[name] = done
        except (InvalidKey, UnicodeEncodeError):
            self.skipped.add(name)
        self._half.discard(name)
        self._changed.pop(name, None)

    def _upload(
        self, store: ObjectStore, name: str, size: int | None, careless: bool
    ) -> Stamp | None:
        """Copies a file, or its first bytes; None if it changed or vanished meanwhile."""
        writer = store.writer()
        digest = hashlib.md5(usedforsecurity=False)
        try:
            with open(self._folder / name, "rb", buffering=0) as file:
                before = stamp_of(os.fstat(file.fileno()))
                left = before.size if size is None else size
                while left and (block := file.read(min(left, BLOCK_BYTES))):
                    digest.update(block)
                    writer.write(block)
                    left -= len(block)
                unchanged = before == stamp_of(os.stat(self._folder / name))
        except FileNotFoundError:
            writer.discard()
            return None
        except BaseException:
            writer.discard()
            raise
        if not unchanged and not careless:
            writer.discard()
            return None
        key = self._prefix + name
        store.put(writer, self._bucket, key, digest.hexdigest(), {}, self._clock())
        return before

    def _present(self) -> dict[str, Stamp]:
        found = {}
        for path in files_below(self._folder):
            with suppress(OSError):
                found[path.relative_to(self._folder).as_posix()] = stamp_of(path.stat())
        return found


class Syncing:
    """Mirrors in a thread until it is stopped, with a connection of its own."""

    def __init__(self, home: Home, mirror: Mirror, interval: float) -> None:
        self._home = home
        self._mirror = mirror
        self._interval = interval
        self._done = threading.Event()
        self._thread = threading.Thread(target=self._run, name="checkpoints", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        """Ends the mirroring; nothing to do where the algorithm was never started."""
        self._done.set()
        if self._thread.ident is not None:
            self._thread.join()

    def _run(self) -> None:
        db = Database(self._home.index_file)
        try:
            store = ObjectStore(self._home, db)
            while not self._done.wait(self._interval):
                # A full disk or a deleted bucket is tried again; the final look reports it.
                with suppress(OSError, NoSuchBucket, sqlite3.Error):
                    self._mirror.sync(store)
        finally:
            db.close()
