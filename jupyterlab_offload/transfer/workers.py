"""The threads that talk to S3, shared by everything in this process."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Sequence
from concurrent.futures import FIRST_EXCEPTION, Future, ThreadPoolExecutor, wait
from typing import TypeVar

T = TypeVar("T")
R = TypeVar("R")

COUNT = 8
"""Requests under way at once."""

_pools: dict[int, ThreadPoolExecutor] = {}
_lock = threading.Lock()


def pool() -> ThreadPoolExecutor:
    """This process's threads; a forked child gets its own, since threads do not survive a fork."""
    with _lock:
        pid = os.getpid()
        if pid not in _pools:
            _pools.clear()
            _pools[pid] = ThreadPoolExecutor(COUNT, thread_name_prefix="offload-transfer")
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
