"""Files of a job's results, opened while a cell waits for them."""

from __future__ import annotations

import tempfile
import time
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any, BinaryIO

from IPython.core.interactiveshell import InteractiveShell

from ...submit import Results, SubmitError, backend_named, connect
from ..display.status_line import StatusLine
from ..errors import Interrupted
from ..job import Job

_FIRST_PAUSE, _LONGEST_PAUSE = 0.5, 15.0
_NAMED = 3


class Fetching:
    """Opens files of one job's results, for as long as it takes: a connection that is lost comes
    again. In the main thread only."""

    def __init__(
        self, shell: InteractiveShell, job: Job, sleep: Callable[[float], None] = time.sleep
    ) -> None:
        self._shell = shell
        self._job = job
        self._sleep = sleep

    def open(self, entry: Mapping[str, Any], whole: bool = True) -> BinaryIO:
        """A file that the result names; see Results.open.

        Raises SubmitError when it is not what was announced or there is no room for it,
        Interrupted when interrupted.
        """
        line = StatusLine(self._shell)
        pause = _FIRST_PAUSE
        try:
            while True:
                try:
                    return self._open(entry, whole)
                except SubmitError as error:
                    if not error.passes:
                        raise
                    line.show(f"Fetching the results of {self._job.name}: {error} Trying again.")
                self._sleep(pause)
                pause = min(2 * pause, _LONGEST_PAUSE)
        except KeyboardInterrupt:
            raise Interrupted(
                f"The results of {self._job.name} stay where they are. The next cell that needs"
                " them fetches them."
            ) from None
        finally:
            # The cell may have shown more by now: nothing of that is to go.
            line.leave(f"The results of {self._job.name} were late.")

    def _open(self, entry: Mapping[str, Any], whole: bool) -> BinaryIO:
        found: Results = self._job.facts["results"]
        # Anew each time: an engine that was started again listens elsewhere.
        found = replace(found, connection=connect(backend_named(self._job.backend)))
        try:
            return found.open(entry, whole=whole)
        except OSError as error:
            raise SubmitError(
                "disk",
                f"it cannot be kept in {tempfile.gettempdir()} ({error.strerror}):",
                f"make room there, then `{self._job.get_line(*_names(entry))}` fetches it.",
            ) from error


def _names(entry: Mapping[str, Any]) -> list[str]:
    """By what `%offload get` takes a file of the result; of many values all are taken."""
    names = [str(one) for one in entry.get("names", ())] or [str(entry["path"])]
    return names if len(names) <= _NAMED else []
