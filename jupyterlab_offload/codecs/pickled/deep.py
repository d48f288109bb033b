"""Room for a deep recursion: a list linked over thousands of objects is pickled link by link."""

from __future__ import annotations

import contextlib
import sys
import threading
from typing import Callable, TypeVar

T = TypeVar("T")

LEVELS = 60_000
"""Calls on top of each other; an object in an object takes three of them."""
STACK_BYTES = 512 << 20
"""Address space, of which only what is used becomes memory: 8 kB for each call."""
_SHARES = (1, 8, 64)
"""What is tried of both where address space is limited (``ulimit -v``), down to a usual stack."""


def deeply(function: Callable[[], T]) -> T:
    """Calls a function in a thread that has a stack for `LEVELS`; raises what it raises.

    A Python whose C code has a fixed limit of its own (3.12 and 3.13) gives no more than that.
    """
    done: list[T] = []
    failed: list[BaseException] = []

    def call() -> None:
        try:
            done.append(function())
        except BaseException as error:
            failed.append(error)

    levels = sys.getrecursionlimit()
    try:
        thread = _started(call, levels)
        if thread is None:
            call()
        else:
            thread.join()
    finally:
        # Interrupted, the thread meets the old limit and ends.
        sys.setrecursionlimit(levels)
    if failed:
        raise failed[0]
    return done[0]


def _started(call: Callable[[], None], levels: int) -> threading.Thread | None:
    """A thread with as much of a stack as there is room for, and the limit that goes with it."""
    before = threading.stack_size()
    try:
        for share in _SHARES:
            threading.stack_size(STACK_BYTES // share)
            sys.setrecursionlimit(max(levels, LEVELS // share))
            thread = threading.Thread(target=call, name="offload-deep", daemon=True)
            with contextlib.suppress(RuntimeError):
                thread.start()
                return thread
    finally:
        threading.stack_size(before)
    return None
