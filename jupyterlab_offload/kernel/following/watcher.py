"""Looks at the jobs that run, often where that is free and seldom where it is not."""

from __future__ import annotations

import random
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ..job import Job

LOCAL_FIRST, LOCAL_MOST = 0.03, 0.5
"""Seconds between two looks at a job of the local engine: a tenth of its age between these."""
AWS_RESULT, AWS_DESCRIBE = 3.0, 15.0
"""Seconds on AWS between two looks for a job's result, and between two questions of the kernel for
the status of any job: with three jobs that run, each is asked about every 45 s.

The second is a share: kernels and pages of thirty people may ask three times a second, however
many jobs they have. This is two of the three; src/jobs/polling/pace.ts has the pages' third.
"""
TROUBLE_FIRST, TROUBLE_MOST = 0.5, 60.0
"""Seconds until a look that went wrong is made again; each time twice as long."""


@dataclass
class _Watch:
    """`described` is when AWS was last asked about the job, or when it was taken on; None: it is
    to be asked at once. `share` of the interval is waited for after that."""

    due: float = 0.0
    described: float | None = None
    share: float = 1.0
    troubles: int = 0
    started: bool = False


@dataclass
class Watcher:
    """`look` looks at one job and says whether it has ended; `describe` in its second argument
    says whether asking for the status is due. `started` and `ended` are called in the watcher's
    thread, each at most once for a job."""

    look: Callable[[Job, bool], bool]
    ended: Callable[[Job], None]
    is_local: Callable[[Job], bool]
    started: Callable[[Job], None] = lambda job: None
    clock: Callable[[], float] = time.monotonic
    chance: Callable[[], float] = random.random
    _jobs: dict[Job, _Watch] = field(default_factory=dict)
    _lock: threading.RLock = field(default_factory=threading.RLock)
    _wake: threading.Condition = field(init=False)
    _thread: threading.Thread | None = None
    _stopped: bool = False

    def __post_init__(self) -> None:
        # Always entered by its lock: an interrupt can come between the two calls of a condition's
        # own __enter__, and would leave it locked for good.
        self._wake = threading.Condition(self._lock)

    def follow(self, job: Job) -> None:
        """Look after a job until it has ended; the thread starts with the first."""
        with self._lock:
            if job.ended:
                return
            self._jobs.setdefault(job, self._watch(job))
            # Also for a job that is known: an earlier call may have been interrupted just here.
            if self._thread is None or not self._thread.is_alive():
                self._thread = threading.Thread(
                    target=self._run, name="offload-watcher", daemon=True
                )
                self._thread.start()
            self._wake.notify_all()

    def look_again(self) -> None:
        """Look at every job now."""
        with self._lock:
            for watch in self._jobs.values():
                watch.due, watch.described = 0.0, None
            self._wake.notify_all()

    def stop(self) -> None:
        """End the thread; the jobs go on."""
        with self._lock:
            self._stopped = True
            self._wake.notify_all()

    def _watch(self, job: Job) -> _Watch:
        """A job that was just sent is known to be starting: AWS is asked about it at some time
        within the first interval, so that a class that runs its cells together asks one by one."""
        if job.origin is None or self.is_local(job):
            return _Watch()
        return _Watch(described=self.clock(), share=self.chance())

    def _run(self) -> None:
        while True:
            with self._lock:
                if self._stopped or not self._jobs:
                    self._thread = None
                    return
                job, watch = min(self._jobs.items(), key=lambda item: item[1].due)
                rest = watch.due - self.clock()
                if rest > 0:
                    self._wake.wait(rest)
                    continue
            if self.step(job, watch):
                with self._lock:
                    del self._jobs[job]

    def step(self, job: Job, watch: _Watch) -> bool:
        """One look at one job; whether it was the last."""
        now = self.clock()
        local = self.is_local(job)
        last = watch.described
        interval = watch.share * AWS_DESCRIBE * len(self._jobs)
        describe = local or last is None or now - last >= interval
        try:
            over = self.look(job, describe)
        except Exception as error:
            # The network, expired credentials: none of them is the job's end.
            job.complain(_words(error))
            first = TROUBLE_FIRST
            if _is_throttled(error):
                # The account's others are asking as well: later, and not all at the same time.
                first = AWS_RESULT * (1 + self.chance())
                watch.described, watch.share = now, 1.0
            watch.due = now + min(first * 2.0**watch.troubles, TROUBLE_MOST)
            watch.troubles = min(watch.troubles + 1, 8)
            return False
        watch.troubles = 0
        if describe:
            watch.described, watch.share = now, 1.0
        watch.due = self.clock() + (
            min(max(LOCAL_FIRST, job.age / 10), LOCAL_MOST) if local else AWS_RESULT
        )
        if not over and not watch.started and job.has_started:
            watch.started = True
            self.started(job)
        if over:
            try:
                self.ended(job)
            finally:
                job.release()
        return over


def _words(error: Exception) -> str:
    from ...submit import SubmitError

    return str(error) if isinstance(error, SubmitError) else f"{type(error).__name__}: {error}"


def _is_throttled(error: Exception) -> bool:
    return getattr(error, "kind", "") == "throttled"
