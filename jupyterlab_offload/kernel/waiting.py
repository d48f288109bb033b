"""Whether a magic waits for its job, and how a cell waits: visibly, and so that it can be ended."""

from __future__ import annotations

import os
import sys
import time
import uuid
from collections.abc import Callable
from typing import Any

from IPython.core.interactiveshell import InteractiveShell

from .errors import Waiting
from .job import Job
from .options import Options

QUIET_SECONDS = 1.0
"""So long nothing is shown: most waits on the local engine are over by then."""
_TICK = 0.2


def waits(options: Options, headless: bool) -> bool:
    """Whether the cell blocks until its job has ended: said on the line, else in `OFFLOAD_WAIT`,
    else where nobody looks on, since the kernel ends with the last cell there."""
    if options.wait or options.no_wait:
        return options.wait
    said = os.environ.get("OFFLOAD_WAIT", "").strip().lower()
    if said:
        return said not in ("0", "no", "false", "off")
    return headless


def wait_visibly(shell: InteractiveShell, job: Job, why: str) -> None:
    """Block until the job has ended. Raises Waiting when interrupted: the job goes on."""
    job.waited = True
    line = _Line(shell)
    began = time.monotonic()
    try:
        while True:
            try:
                job.wait(_TICK if line.shown or time.monotonic() - began > 0.5 else 0.5)
                return
            except TimeoutError:
                if time.monotonic() - began >= QUIET_SECONDS:
                    line.show(_words(job, why))
    except KeyboardInterrupt:
        raise Waiting(
            f"Interrupted: {job.name} goes on. `%offload attach {job.name}` waits for it again,"
            f" `%offload stop {job.name}` ends it."
        ) from None
    finally:
        line.clear()


def _words(job: Job, why: str) -> str:
    trouble = f" ({job.trouble})" if job.trouble else ""
    return f"{why}: {job.name} is {job.phase}, {int(job.age)} s{trouble}"


class _Line:
    """One line of text that is written over, and gone at the end."""

    def __init__(self, shell: InteractiveShell) -> None:
        self.shown = False
        self._front_end = hasattr(shell, "kernel")
        self._publisher: Any = shell.display_pub
        self._id = uuid.uuid4().hex
        self._begun = False
        self._text = ""

    def show(self, text: str) -> None:
        if text == self._text:
            return
        self.shown, self._text = True, text
        if not self._front_end:
            if sys.stderr.isatty():
                sys.stderr.write(f"\r\x1b[2K{text}")
                sys.stderr.flush()
            return
        self._publisher.publish(
            data={"text/plain": text},
            metadata={},
            transient={"display_id": self._id},
            update=self._begun,
        )
        self._begun = True

    def clear(self) -> None:
        if not self.shown:
            return
        if self._front_end:
            self._publisher.clear_output()
        elif sys.stderr.isatty():
            sys.stderr.write("\r\x1b[2K")


def interruptible(action: Callable[[], Any]) -> Any:
    """Run something that may be interrupted; the interrupt becomes a message."""
    try:
        return action()
    except KeyboardInterrupt:
        raise Waiting("Interrupted: nothing more was sent.") from None
