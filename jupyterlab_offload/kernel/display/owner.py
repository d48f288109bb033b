"""Writes the card of each job: at submit, when training starts, at the end, and never more."""

from __future__ import annotations

import contextlib
import uuid
from typing import Any

from IPython.core.displaypub import DisplayPublisher
from IPython.core.interactiveshell import InteractiveShell

from ..costs import Costs
from ..job import Job
from .card import bundle
from .rich import rich_html


class CardOwner:
    """The cards of one shell's jobs. `show` in the cell, `ended` from any thread."""

    def __init__(self, shell: InteractiveShell, costs: Costs) -> None:
        self._shell = shell
        self._costs = costs
        self._ids: dict[str, str] = {}

    def show(self, job: Job) -> None:
        """The card of a job that was just sent."""
        self._ids[job.name] = uuid.uuid4().hex
        self._publish(job, update=False)

    def ended(self, job: Job) -> None:
        """The last state, with the verified outputs in it.

        Before anybody who waits goes on: headless, the kernel may end with the cell that waited.
        """
        if job.name in self._ids and self._can_update:
            # The front end may be gone: the job's results are here all the same.
            with contextlib.suppress(Exception):
                self._publish(job, update=True)

    @property
    def _can_update(self) -> bool:
        """A terminal cannot change what it has shown."""
        return type(self._shell.display_pub) is not DisplayPublisher

    def _publish(self, job: Job, update: bool) -> None:
        rich = rich_html(job.outputs) if job.has_outcome and job.outcome.trusted else ""
        self._shell.display_pub.publish(
            data=bundle(self.snapshot(job), rich),
            metadata={},
            transient={"display_id": self._ids[job.name]},
            update=update,
        )

    def snapshot(self, job: Job) -> dict[str, Any]:
        """The job in JSON: what a saved notebook still tells of it."""
        found: dict[str, Any] = {
            "version": 1,
            "job": job.name,
            "backend": job.backend,
            "region": job.facts.get("region"),
            "account": job.facts.get("account"),
            "type": job.facts.get("type"),
            "image": job.facts.get("image"),
            "status": job.status if job.has_outcome else "Submitted",
            "seconds": job.seconds if job.has_outcome else None,
            "cost": self._costs.words(job) if job.has_outcome else None,
            "notes": list(job.facts.get("notes", ())),
        }
        if job.has_outcome:
            found["results"] = job.outcome.names
            error = job.outcome.result.get("error")
            if isinstance(error, dict):
                trace = error.get("traceback", "")
                found["error"] = {
                    "type": str(error.get("type")),
                    "message": str(error.get("message")),
                    "traceback": "\n".join(trace) if isinstance(trace, list) else str(trace),
                }
            elif job.outcome.reason:
                found["notes"].append(job.outcome.reason)
        return {key: value for key, value in found.items() if value not in (None, [], "")}
