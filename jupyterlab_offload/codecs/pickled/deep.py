"""Room for a deep recursion: a list linked over thousands of objects is pickled link by link."""

from __future__ import annotations

import sys
import threading
from typing import Callable, TypeVar

T = TypeVar("T")

LEVELS = 60_000
"""Calls on top of each other; an object in an object takes three of them."""
STACK_BYTES = 512 << 20
"""Address space, of which only what is used becomes memory: 8 kB for each call."""


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

    levels, stack = sys.getrecursionlimit(), threading.stack_size(STACK_BYTES)
    sys.setrecursionlimit(max(levels, LEVELS))
    try:
        thread = threading.Thread(target=call, name="offload-deep", daemon=True)
        thread.start()
        threading.stack_size(stack)
        thread.join()
    finally:
        # Interrupted, the thread meets the old limit and ends.
        sys.setrecursionlimit(levels)
        threading.stack_size(stack)
    if failed:
        raise failed[0]
    return done[0]
