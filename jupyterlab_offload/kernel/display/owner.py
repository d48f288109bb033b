"""Writes the card of each job: at submit, when training starts, at the end, and where what it
says of values and files has changed since."""

from __future__ import annotations

import contextlib
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from IPython.core.displaypub import DisplayPublisher
from IPython.core.interactiveshell import InteractiveShell

from ...spec import Json
from ..binding.files import Placed
from ..costs import Costs
from ..job import Job
from .card import bundle
from .rich import events_of, plain_bundle, rich_html
from .shares import Share
from .snapshot import snapshot


@dataclass(frozen=True)
class _Place:
    """An output in the notebook; `part` is which of the job's cells it stands under."""

    display_id: str
    part: int | None = None


class CardOwner:
    """The cards of one shell's jobs. `started` and `ended` from any thread, the rest in cells."""

    def __init__(self, shell: InteractiveShell, costs: Costs, placed: Placed) -> None:
        self._shell = shell
        self._costs = costs
        self._placed = placed
        self._places: dict[str, list[_Place]] = {}
        self._written: dict[_Place, Json] = {}

    def reserve(self, note: str) -> str:
        """An output of this cell for what its part will show; its id, empty in a terminal."""
        if not self._can_update:
            print(note)
            return ""
        display_id = uuid.uuid4().hex
        self._write({"text/plain": note}, display_id, update=False)
        return display_id

    def show(self, job: Job, reserved: Sequence[str] = ()) -> None:
        """The card of a job that was just sent; `reserved` are the places of its earlier parts."""
        places = [_Place(id, part) for part, id in enumerate(reserved) if id]
        last = _Place(uuid.uuid4().hex, len(reserved) if reserved else None)
        for place in places:
            self._publish(job, place, update=True)
        self._publish(job, last, update=False)
        self._places[job.name] = [*places, last]

    def show_parts(self, job: Job, reserved: Sequence[str]) -> None:
        """What the earlier parts of a job that was waited for have shown, as their own outputs."""
        for part, display_id in enumerate(reserved):
            if display_id:
                found = plain_bundle(events_of(job.outputs, part)) if job.outcome.trusted else {}
                total = len(reserved) + 1
                note = f"Part {part + 1} of {total} ran in {job.name}."
                if Share(job, part, total).state == "not run":
                    note = f"Part {part + 1} of {total} did not run: {job.name} ended before it."
                self._write(found or {"text/plain": note}, display_id, update=True)

    def started(self, job: Job) -> None:
        """The training has begun: from here on it costs."""
        self._update(job)

    def ended(self, job: Job) -> None:
        """The last state, with the verified outputs in it.

        Before anybody who waits goes on: headless, the kernel may end with the cell that waited.
        """
        self._update(job)

    def brought(self, job: Job) -> None:
        """Values or files have come, or were kept: a card that says otherwise is written anew.

        Each time the notebook changes, so not where nothing else is to be read.
        """
        for place in self._places.get(job.name, ()) if self._can_update else ():
            before, now = self._written.get(place), self.snapshot(job, place.part)
            if before is None or any(before[key] != now[key] for key in ("results", "files")):
                with contextlib.suppress(Exception):  # as in _update
                    self._publish(job, place, update=True)

    def snapshot(self, job: Job, part: int | None = None) -> Json:
        """The job in JSON: what a saved notebook still tells of it."""
        return snapshot(job, self._costs, self._shell.user_ns, self._placed, part)

    @property
    def _can_update(self) -> bool:
        """A terminal cannot change what it has shown."""
        return type(self._shell.display_pub) is not DisplayPublisher

    def _update(self, job: Job) -> None:
        if not self._can_update:
            return
        for place in self._places.get(job.name, ()):
            # The front end may be gone: the job's results are here all the same.
            with contextlib.suppress(Exception):
                self._publish(job, place, update=True)

    def _publish(self, job: Job, place: _Place, update: bool) -> None:
        rich = ""
        if job.has_outcome and job.outcome.trusted:
            rich = rich_html(events_of(job.outputs, place.part))
        found = self.snapshot(job, place.part)
        self._write(bundle(found, rich), place.display_id, update)
        self._written[place] = found

    def _write(self, data: dict[str, Any], display_id: str, update: bool) -> None:
        self._shell.display_pub.publish(
            data=data, metadata={}, transient={"display_id": display_id}, update=update
        )
