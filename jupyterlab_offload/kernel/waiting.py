"""Whether a magic waits for its job, and how a cell waits: visibly, and so that it can be ended."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

from IPython.core.interactiveshell import InteractiveShell

from ..submit import SubmitError
from .display.states import within
from .display.status_line import StatusLine
from .errors import Interrupted
from .following.live import LiveText
from .job import Job
from .options import Options

QUIET_SECONDS = 1.0
"""So long nothing is shown: most waits on the local engine are over by then."""
_TICK = 0.2


def waits(options: Options, headless: bool) -> bool:
    """Whether the cell blocks until its job has ended: said on the line or by a default, else
    where nobody looks on, since the kernel ends with the last cell there."""
    return options.wait or (headless and not options.no_wait)


def wait_visibly(
    shell: InteractiveShell, job: Job, why: str, live: LiveText | None, text: bool = False
) -> StatusLine:
    """Block until the job has ended, saying how far it is, as `live` reads it; with `text` its
    text is shown as it comes. The line that says so is the caller's to clear.

    Raises Interrupted when interrupted: the job goes on.
    """
    line = StatusLine(shell)
    began = time.monotonic()
    try:
        while True:
            try:
                job.wait(_TICK if line.shown or time.monotonic() - began > 0.5 else 0.5)
                return line
            except TimeoutError:
                for name, new in _poll(live):
                    if text:
                        line.write(name, new)
                if time.monotonic() - began >= QUIET_SECONDS:
                    line.show(_words(job, why, _progress(live, text)))
    except KeyboardInterrupt:
        # The message says all: of what the line said nothing is true any more.
        line.leave("")
        raise Interrupted(
            f"{job.name} goes on. `{job.line('attach')}` waits for it again,"
            f" `{job.line('stop')}` ends it."
        ) from None


def _progress(live: LiveText | None, text: bool) -> str:
    """How far the job says it is; a bar only where it is not among the text that is shown."""
    if live is None:
        return ""
    return live.progress or ("" if text else live.bar)


def _poll(live: LiveText | None) -> list[tuple[str, str]]:
    try:
        return live.poll() if live is not None else []
    except SubmitError:
        return []  # the same text comes with the results


def _words(job: Job, why: str, progress: str) -> str:
    trouble = f" ({job.trouble})" if job.trouble else ""
    done = f", {progress}" if progress else ""
    now = within(job.status, job.phase)
    return f"{why}: {job.name} is {now}, {int(job.age)} s{done}{trouble}"


def interruptible(action: Callable[[], Any]) -> Any:
    """Run something that may be interrupted; the interrupt becomes a message."""
    try:
        return action()
    except KeyboardInterrupt:
        raise Interrupted(
            "The cell was being sent: `%offload jobs` says whether a job was made."
        ) from None
