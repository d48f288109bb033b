"""Bounds on what a job may take: its processes, and the disk under its folder and its log."""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Callable
from pathlib import Path

from . import processes

PROCESS_SECONDS = 0.25
"""Between two counts of processes."""
DISK_SECONDS = 1.0
DISK_SHARE = 20
"""Measuring a folder with many files may take 1/20 of the time."""


class Watch:
    """Looks after a running job in a thread of its own; calls ``alarm`` once, when it is too much.

    ``breach`` then is the reason. ``other_bytes`` tells of bytes outside the folder (the log).
    """

    def __init__(
        self,
        folder: Path,
        max_processes: int,
        max_bytes: int,
        other_bytes: Callable[[], int],
        alarm: Callable[[], None],
    ) -> None:
        self.breach: str | None = None
        self._folder = folder
        self._max_processes = max_processes
        self._max_bytes = max_bytes
        self._other_bytes = other_bytes
        self._alarm = alarm
        self._done = threading.Event()
        self._supervisor = os.getpid()
        self._thread = threading.Thread(target=self._run, name="limits", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        self._done.set()
        self._thread.join()

    def _run(self) -> None:
        next_disk = time.monotonic() + DISK_SECONDS
        while not self._done.wait(PROCESS_SECONDS):
            self.breach = self._too_many()
            if not self.breach and time.monotonic() >= next_disk:
                began = time.monotonic()
                self.breach = self._too_large()
                took = time.monotonic() - began
                next_disk = time.monotonic() + max(DISK_SECONDS, took * DISK_SHARE)
            if self.breach:
                self._alarm()
                return

    def _too_many(self) -> str | None:
        count = sum(entry.threads for entry in processes.descendants(self._supervisor))
        if count <= self._max_processes:
            return None
        return (
            f"The job was ended because it had {count} processes and threads; the setting"
            f" max_job_processes allows {self._max_processes}"
        )

    def _too_large(self) -> str | None:
        size = folder_bytes(self._folder) + self._other_bytes()
        if size <= self._max_bytes:
            return None
        return (
            f"The job was ended because its files and its log take {size} bytes; the setting"
            f" max_job_disk_bytes allows {self._max_bytes}"
        )


def folder_bytes(folder: Path | str) -> int:
    """Bytes on disk of a folder's files, each counted once; what vanishes meanwhile is left out."""
    size = 0
    seen: set[tuple[int, int]] = set()
    waiting = [str(folder)]
    while waiting:
        try:
            with os.scandir(waiting.pop()) as entries:
                for entry in entries:
                    if entry.is_dir(follow_symlinks=False):
                        waiting.append(entry.path)
                        continue
                    status = entry.stat(follow_symlinks=False)
                    if status.st_nlink > 1:
                        if (status.st_dev, status.st_ino) in seen:
                            continue
                        seen.add((status.st_dev, status.st_ino))
                    size += status.st_blocks * 512
        except OSError:
            continue
    return size
