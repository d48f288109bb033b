"""The engine's few threads: for hashing, copying and removing, which let go of Python's lock."""

from __future__ import annotations

import functools
from concurrent.futures import ThreadPoolExecutor

WORKERS = 2


@functools.cache
def workers() -> ThreadPoolExecutor:
    """Made at first use. Nothing that runs there touches the index."""
    return ThreadPoolExecutor(WORKERS, thread_name_prefix="offload")
