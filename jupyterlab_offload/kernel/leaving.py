"""What is said when a person leaves while jobs run: they go on."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any

from IPython.core.interactiveshell import InteractiveShell

if TYPE_CHECKING:
    from .job import Job

_NAMED = 3


class Leaving:
    """Speaks before `exit` and Ctrl-D. `running` are the jobs that have not ended."""

    def __init__(self, shell: InteractiveShell, running: Callable[[], Iterable[Job]]) -> None:
        self._shell: Any = shell
        self._running = running

    def register(self) -> None:
        if hasattr(self._shell, "ask_exit"):
            self._shell.ask_exit = self._ask_exit

    def unregister(self) -> None:
        # The class's own is there again.
        vars(self._shell).pop("ask_exit", None)

    def _ask_exit(self) -> Any:
        try:
            jobs = list(self._running())
            if jobs:
                print(f"offload: {words(jobs)}", file=sys.stderr)
        finally:
            found = type(self._shell).ask_exit(self._shell)
        return found


def words(jobs: list[Job]) -> str:
    """One sentence on jobs that go on."""
    names = ", ".join(job.name for job in jobs[:_NAMED])
    more = f" and {len(jobs) - _NAMED} more" if len(jobs) > _NAMED else ""
    go = "goes" if len(jobs) == 1 else "go"
    return (
        f"{names}{more} {go} on. `{jobs[0].line('attach')}` brings the results later, from any"
        f" kernel; `{jobs[0].line('stop')}` ends it."
    )
