"""The threads that talk to S3, shared by everything in this process."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Sequence
from concurrent.futures import FIRST_EXCEPTION, Future, wait
from queue import SimpleQueue
from typing import ParamSpec, TypeVar

T = TypeVar("T")
R = TypeVar("R")
P = ParamSpec("P")

COUNT = 8
"""Requests under way at once."""


class Pool:
    """COUNT threads at most, made when they are needed.

    concurrent.futures' own are waited for when the interpreter ends: a kernel would not end while
    something does not arrive. Whoever sends waits for what it sends.
    """

    def __init__(self) -> None:
        self._tasks: SimpleQueue[Callable[[], None]] = SimpleQueue()
        self._idle = threading.Semaphore(0)
        self._lock = threading.Lock()
        self._count = 0

    def submit(self, function: Callable[P, R], *args: P.args, **named: P.kwargs) -> Future[R]:
        """Run it in a thread, as concurrent.futures' executors do."""
        future: Future[R] = Future()

        def task() -> None:
            if not future.set_running_or_notify_cancel():
                return
            try:
                found = function(*args, **named)
            except BaseException as error:
                future.set_exception(error)
            else:
                future.set_result(found)

        self._tasks.put(task)
        with self._lock:
            if not self._idle.acquire(blocking=False) and self._count < COUNT:
                self._count += 1
                name = f"offload-transfer-{self._count}"
                threading.Thread(target=self._work, name=name, daemon=True).start()
        return future

    def _work(self) -> None:
        while True:
            self._tasks.get()()
            self._idle.release()


_pools: dict[int, Pool] = {}
_lock = threading.Lock()


def pool() -> Pool:
    """This process's threads; a forked child gets its own, since threads do not survive a fork."""
    with _lock:
        pid = os.getpid()
        if pid not in _pools:
            _pools.clear()
            _pools[pid] = Pool()
        return _pools[pid]


def parallel(function: Callable[[T], R], items: Sequence[T]) -> list[R]:
    """The function's results in the order of `items`; the first exception cancels what waits.

    Not to be called from within such a function: it would wait for its own thread.
    """
    if len(items) < 2:
        return [function(item) for item in items]
    futures = [pool().submit(function, item) for item in items]
    try:
        wait(futures, return_when=FIRST_EXCEPTION)
    finally:
        cancel(futures)
    # A cancelled future says nothing: the exception that was the cause shall be the one raised.
    for future in futures:
        if not future.cancelled():
            future.result()
    return [future.result() for future in futures]


def cancel(futures: Sequence[Future[R]]) -> None:
    """Drops what has not begun, and waits for what has."""
    for future in futures:
        future.cancel()
    wait([future for future in futures if not future.cancelled()])
