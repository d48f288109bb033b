"""Running a job's programs to their end, whatever ends them, with all that goes on beside."""

from __future__ import annotations

import os
import time
from typing import Protocol

from . import launch, processes
from .control import Control
from .endings import JobFailed, StopRequested, TimeIsUp
from .init import Command
from .launch import Process
from .limits import Watch, folder_bytes
from .output import Output
from .plan import Plan
from .preparation import Stage

KILLED = 137
LOOK_SECONDS = 60.0
DRAIN_SECONDS = 2.0
"""For output that a survivor of the algorithm may still write; without one it ends at once."""


class Beside(Protocol):
    """Work that goes on in a thread while a program runs."""

    def start(self) -> None: ...

    def stop(self) -> None: ...


class Algorithm:
    """Runs programs on a job's stage, one after the other."""

    def __init__(self, stage: Stage, plan: Plan, control: Control, output: Output) -> None:
        self._stage = stage
        self._plan = plan
        self._control = control
        self._output = output
        self.status: int | None = None
        """The exit status of the program that ended last."""

    def run(self, command: Command, beside: Beside | None = None) -> int:
        """Runs a program, with ``beside`` as long as it runs; returns its exit status.

        Raises StopRequested or TimeIsUp after it has been given its time to end, and JobFailed
        for a program that cannot be started or takes too much. Nothing of it is left then.
        """
        self.status = None
        process = self._start(command)
        watch = Watch(
            self._stage.folder.root,
            self._plan.max_processes,
            self._plan.max_disk_bytes,
            self._bytes_outside,
            self._control.wake,
        )
        watch.start()
        if beside is not None:
            beside.start()
        try:
            self._wait(process, watch)
        except (StopRequested, TimeIsUp):
            self._terminate(process, watch)
            raise
        finally:
            self._end(process)
            watch.stop()
            if beside is not None:
                beside.stop()
            self._output.drain(DRAIN_SECONDS)
        if watch.breach:
            raise JobFailed(f"AlgorithmError: {watch.breach}, exit code: {KILLED}")
        assert self.status is not None
        return self.status

    def _bytes_outside(self) -> int:
        """What counts as the job's beside its folder."""
        tmp = 0 if self._stage.sandbox else folder_bytes(self._stage.tmp)
        return self._output.size + tmp

    def _start(self, command: Command) -> Process:
        write = self._output.open()
        try:
            process = launch.start(command, write, self._stage.sandbox)
        except launch.CannotExecute as error:
            os.close(write)
            self._output.drain(0)
            self._output.note(f"{command.argv[0]}: {error}")
            raise JobFailed(
                f"AlgorithmError: Cannot start {command.argv[0]!r}: {error},"
                f" exit code: {error.status}"
            ) from error
        except launch.Refused as error:
            os.close(write)
            self._output.drain(0)
            raise JobFailed(f"ClientError: The job's folders cannot be set up: {error}") from error
        self._output.follow(write)
        return process

    def _wait(self, process: Process, watch: Watch) -> None:
        while process.poll() is None and not watch.breach:
            self._control.check()
            self._control.wait(LOOK_SECONDS)

    def _terminate(self, process: Process, watch: Watch) -> None:
        """SIGTERM and the time of grace, as AWS gives them."""
        self._control.unlimit()
        self._control.announce_stop()
        process.terminate()
        end = time.monotonic() + self._plan.stop_grace
        while process.poll() is None and not watch.breach and time.monotonic() < end:
            self._control.wait(end - time.monotonic())

    def _end(self, process: Process) -> None:
        """Nothing of the process tree lives on after this."""
        process.kill()
        while process.poll() is None:
            self._control.wait(1.0)
        self.status = process.poll()
        if self._stage.sandbox is None:
            processes.end_all(self._left_over)

    def _left_over(self) -> list[int]:
        below = [entry.pid for entry in processes.descendants(os.getpid())]
        return [*below, *processes.marked(str(self._stage.folder.root))]
