"""When the run has to end by itself: before SageMaker's limit, which counts from the download."""

from __future__ import annotations

import contextlib
import os
import threading
import time

from .manifest import Limits
from .places import Places

MAX_BEFORE = 3600.0
"""Files that are older than that were not made for this job."""


def deadline_of(limits: Limits, places: Places) -> float | None:
    """The time on the monotonic clock at which the cell is told to end, or None without a limit.

    The reserve is for saving: never more than a quarter of the whole, so that short limits work.
    """
    if limits.seconds is None:
        return None
    reserve = min(limits.reserve, limits.seconds / 4)
    return time.monotonic() - time_before(places) + max(limits.seconds - reserve, 1.0)


def time_before(places: Places) -> float:
    """Seconds since the job's first file was put here: the limit's clock has run since about then.

    Too early an end is cheaper than results that are lost.
    """
    now = time.time()
    ages = [0.0]
    # The channels' own files may carry the time of their upload.
    config = os.path.join(os.path.dirname(os.path.dirname(places.channel)), "config")
    with contextlib.suppress(OSError):
        ages.extend(now - entry.stat().st_mtime for entry in os.scandir(config))
    return max((age for age in ages if 0 <= age <= MAX_BEFORE), default=0.0)


END_SECONDS = 10.0


def end_soon(seconds: float = END_SECONDS) -> None:
    """Ends the process after some time, whatever threads or exit functions still do in it."""
    timer = threading.Timer(seconds, os._exit, (0,))
    timer.daemon = True
    timer.start()
