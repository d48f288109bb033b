"""Which jobs run now: starts supervisors while there are free instances, notices their ends.

The one module of the runner that runs in the engine, on its event loop.
"""

from __future__ import annotations

import asyncio
import logging
import os
import signal
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from functools import partial

from ..context import Engine
from ..home import Home
from ..process.locks import is_held
from ..store import jobs
from . import images, messages, recovery
from .layout import JobFolder
from .plan import Plan
from .spawning import Child, spawn

LOOK_SECONDS = 1.0
"""Between two looks at supervisors that are not this engine's children."""
SIGNAL_SECONDS = 0.02
"""Until a supervisor that has just been started is tried again with a signal."""
LOOK_AHEAD = 16
"""Waiting jobs looked at each time: they start in the order in which they were accepted."""
DELAYS = ("Starting", "Downloading", "Training", "Uploading")

_log = logging.getLogger(__name__)


@dataclass
class _Running:
    instances: int
    child: Child | None
    signalled: bool = False
    burying: asyncio.Future[None] | None = field(default=None)


class Scheduler:
    """Starts, stops and buries jobs. ``start`` and all else is for the event loop's thread."""

    def __init__(self, engine: Engine, spawner: Callable[[Home, str, Plan], Child] = spawn) -> None:
        self._engine = engine
        self._spawn = spawner
        self._running: dict[str, _Running] = {}
        self._told: set[str] = set()
        self._woken = asyncio.Event()
        self._stopped = False
        self._task: asyncio.Task[None] | None = None

    @property
    def busy(self) -> bool:
        """True while a supervisor of this engine's jobs lives."""
        return bool(self._running)

    def start(self) -> None:
        """Adopts what an earlier engine has left running, and begins."""
        self._adopt()
        self._task = asyncio.get_running_loop().create_task(self._run())

    async def stop(self) -> None:
        """Leaves the jobs to their supervisors."""
        # Not by cancelling: before Python 3.12 ``wait_for`` can lose a cancellation.
        self._stopped = True
        self.wake()
        if self._task is not None:
            await self._task
        for name in list(self._running):
            self._forget(name)

    def wake(self) -> None:
        """Something has changed: a job was accepted, or is to stop. Returns at once."""
        self._woken.set()

    async def _run(self) -> None:
        while not self._stopped:
            try:
                self._look()
            except Exception:
                _log.exception("the scheduler failed; it tries again")
            with suppress(asyncio.TimeoutError):
                await asyncio.wait_for(self._woken.wait(), LOOK_SECONDS)
            self._woken.clear()

    def _look(self) -> None:
        for name, running in list(self._running.items()):
            self._notice_end(name, running)
        for row in self._engine.db.all("SELECT name FROM jobs WHERE status = 'Stopping'"):
            self._stop_job(row["name"])
        self._start_waiting()

    def _adopt(self) -> None:
        home = self._engine.home
        unfinished = jobs.unfinished(self._engine.db)
        for job in unfinished:
            folder = JobFolder(home.job(job.name))
            # A lock without a pid: the engine died before the supervisor began. The job waits.
            if is_held(folder.lock) or folder.pid.exists():
                self._running[job.name] = _Running(_instances(job), None)
        ended = recovery.ended_folders(home, {job.name for job in unfinished})
        asyncio.get_running_loop().run_in_executor(None, recovery.sweep, ended)

    def _notice_end(self, name: str, running: _Running) -> None:
        if running.child is not None:
            running.child.process.poll()
        if running.burying is not None:
            if running.burying.done():
                self._forget(name)
            return
        folder = JobFolder(self._engine.home.job(name))
        if is_held(folder.lock):
            return
        job = jobs.get(self._engine.db, name)
        loop = asyncio.get_running_loop()
        if job is None or job.is_terminal:
            self._forget(name)
            if folder.root.exists():
                # Who ended the job was itself ended before it had cleared all away.
                loop.run_in_executor(None, recovery.sweep, [folder])
            return
        running.burying = loop.run_in_executor(
            None, recovery.bury, self._engine.home, name, self._engine.clock()
        )
        running.burying.add_done_callback(partial(self._buried, name))

    def _buried(self, name: str, done: asyncio.Future[None]) -> None:
        if done.cancelled() or done.exception() is None:
            self.wake()
        elif name in self._running:
            _log.error(
                "a dead job could not be ended; this is tried again", exc_info=done.exception()
            )
            self._running[name].burying = None

    def _forget(self, name: str) -> None:
        running = self._running.pop(name)
        if running.child is not None:
            asyncio.get_running_loop().remove_reader(running.child.alive)
            os.close(running.child.alive)

    def _stop_job(self, name: str) -> None:
        running = self._running.get(name)
        if running is None:
            self._end(name, "Stopped", messages.STOPPED, "Stopped")
        elif not running.signalled and running.burying is None:
            running.signalled = self._signal(name)
            if not running.signalled:
                asyncio.get_running_loop().call_later(SIGNAL_SECONDS, self.wake)

    def _signal(self, name: str) -> bool:
        folder = JobFolder(self._engine.home.job(name))
        try:
            pid = int(folder.pid.read_text("ascii"))
        except (OSError, ValueError):
            return False
        # While the lock is held, its holder is alive, and the pid is its.
        if is_held(folder.lock):
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGTERM)
        return True

    def _start_waiting(self) -> None:
        slots = self._engine.settings.slots
        used = sum(running.instances for running in self._running.values())
        rows = self._engine.db.all(
            "SELECT name, instances FROM jobs WHERE status = 'InProgress' ORDER BY seq LIMIT ?",
            len(self._running) + LOOK_AHEAD,
        )
        blocked = False
        for row in rows:
            name, instances = row["name"], row["instances"]
            if name in self._running:
                continue
            # In order: a large job is not overtaken for ever by small ones.
            blocked = blocked or (used > 0 and used + instances > slots)
            if blocked:
                self._tell_waiting(name, instances)
            elif self._start_job(name, instances):
                used += instances

    def _tell_waiting(self, name: str, instances: int) -> None:
        if name not in self._told:
            self._told.add(name)
            message = messages.waiting(instances, self._engine.settings.slots)
            jobs.advance(self._engine.db, name, "Starting", self._engine.clock(), message)

    def _start_job(self, name: str, instances: int) -> bool:
        job = jobs.get(self._engine.db, name)
        if job is None or job.status != "InProgress":
            return False
        if job.secondary != "Starting":
            # It has run before: whatever became of that, it must not run twice.
            self._running[name] = _Running(instances, None)
            return True
        try:
            child = self._spawn(self._engine.home, name, self._plan(job))
        except images.ImageError as error:
            self._end(name, "Failed", messages.FAILED, "Failed", failure=f"ClientError: {error}")
            return False
        except Exception as error:
            _log.exception("the supervisor of %s cannot be started", name)
            reason = f"InternalServerError: The job's supervisor cannot be started: {error}"
            self._end(name, "Failed", messages.FAILED, "Failed", failure=reason)
            return False
        self._running[name] = _Running(instances, child)
        self._told.discard(name)
        asyncio.get_running_loop().add_reader(child.alive, self._child_ended, child.alive)
        return True

    def _child_ended(self, alive: int) -> None:
        asyncio.get_running_loop().remove_reader(alive)
        self.wake()

    def _end(self, name: str, secondary: str, message: str, status: str, **facts: str) -> None:
        now = self._engine.clock()
        self._told.discard(name)
        jobs.advance(self._engine.db, name, secondary, now, message, status, ended=now, **facts)

    def _plan(self, job: jobs.Job) -> Plan:
        settings, scenario = self._engine.settings, self._engine.scenario
        named = job.request["AlgorithmSpecification"].get("TrainingImage", "")
        image = images.resolve(named, settings.python)
        kind = job.request["ResourceConfig"].get("InstanceType", "")
        return Plan(
            region=settings.region,
            python=image.python,
            notes=(image.note,) if image.note else (),
            stop_grace=settings.stop_grace_seconds,
            checkpoint_interval=settings.checkpoint_seconds,
            max_processes=settings.max_job_processes,
            max_disk_bytes=settings.max_job_disk_bytes,
            private_mounts=settings.private_mounts,
            pip_arguments=settings.pip_arguments,
            capacity_error=scenario.capacity_error(kind),
            delays={phase: scenario.delay(phase) for phase in DELAYS},
            checkpoint_delay=scenario.checkpoint_delay,
            non_atomic=scenario.non_atomic,
            upload_on_failure=scenario.upload_on_failure,
        )


def _instances(job: jobs.Job) -> int:
    count = job.request["ResourceConfig"].get("InstanceCount", 1)
    return int(count)
