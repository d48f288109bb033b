"""A job as Python sees it: what it is doing, what it cost, what it made."""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from ..submit import get_line, job_line
from .display.states import within
from .errors import OffloadError
from .latch import Latch

if TYPE_CHECKING:
    from .binding.bind import Report
    from .binding.files import FileState
    from .binding.snapshot import Snapshot
    from .following.outcome import Outcome
    from .following.watched import Description
    from .session import Session

TERMINAL = ("Completed", "Failed", "Stopped")
STOPPING = "Stopping"


@dataclass(frozen=True)
class Cell:
    """One cell of a job: where a person finds it, and its text."""

    id: str
    label: str
    source: str
    first_line: int


@dataclass
class Origin:
    """What this kernel knows of a job that it sent; a job that was attached has none.

    `names` are those that the cell may bind, change or delete, `binds` those of them that it does
    not only change; `open_ended` says that it may bind others too (a star import, exec); `sets`
    are libraries whose options it is seen to set;
    `identities` are of the inputs that it may change in place, `sent` the names of all values that
    went along.
    """

    cells: tuple[Cell, ...]
    names: frozenset[str]
    binds: frozenset[str]
    open_ended: bool
    identities: frozenset[int]
    snapshot: Snapshot
    number: int
    sets: frozenset[str] = frozenset()
    sent: frozenset[str] = frozenset()


@dataclass
class _State:
    """What the watching thread writes and others read; each member is replaced as a whole."""

    description: Description | None = None
    outcome: Outcome | None = None
    trouble: str = ""
    sent_at: float = field(default_factory=time.time)


class Job:
    """A job that was sent. Any thread may ask; only the main thread binds.

    `name` is its name in AWS, `backend` that of the place that runs it. `is_bound`: all that comes
    by itself was bound or kept; `report` is there as soon as something was, asked for by its name.
    """

    def __init__(self, session: Session, name: str, backend: str, origin: Origin | None) -> None:
        self.name = name
        self.backend = backend
        self.origin = origin
        self.report: Report | None = None
        self.is_bound = False
        self.raised = False
        self.waited = False
        self.facts: dict[str, Any] = {}
        self.problems: dict[str, str] = {}
        self.files: dict[str, FileState] = {}
        self.kept_options: dict[str, list[str]] = {}
        self.took_options = False
        self.told: set[str] = set()
        self.last_value: object = None
        self.has_last_value = False
        self._session = session
        self._state = _State()
        self._ended = Latch()

    # What others see

    @property
    def status(self) -> str:
        """``InProgress``, ``Completed``, ``Failed``, ``Stopping`` or ``Stopped``."""
        found = self._state.description
        return found.status if found else "InProgress"

    @property
    def phase(self) -> str:
        """AWS's finer word: ``Starting``, ``Downloading``, ``Training``, ``Uploading``, …"""
        found = self._state.description
        return found.secondary if found else "Starting"

    @property
    def cost(self) -> float | None:
        """US dollars so far or in all; 0.0 on the local engine; None where no price is known."""
        return self._session.costs.of(self)

    @property
    def seconds(self) -> float:
        """How long it has been training, or was; 0.0 before."""
        found = self._state.description
        if found is None or found.started is None:
            return 0.0
        return (found.ended or time.time()) - found.started

    def logs(self) -> str:
        """Everything that the job has logged so far."""
        return self._session.remote.logs(self)

    def stop(self) -> None:
        """Ask the job to stop; what it has made so far comes back."""
        self._session.remote.stop(self)
        self._session.watcher.look_again()

    def wait(self, timeout: float | None = None) -> Job:
        """Wait until the job has ended and its results are here. Interrupting leaves it running.

        Raises TimeoutError after `timeout` seconds.
        """
        self._session.watcher.follow(self)
        if not self._ended.wait(timeout):
            now = within(self.status, self.phase)
            raise TimeoutError(f"{self.name} is still {now} after {timeout:g} s.")
        return self

    def result(self) -> Mapping[str, Any]:
        """Wait, and give back the results by name. Raises the job's exception if it had one."""
        self.wait()
        self._session.bind(self)
        # Whoever asks has been told: later cells go on with what there is.
        self.raised = True
        error = self._session.error_of(self)
        if error is not None:
            raise error
        return self.results

    @property
    def results(self) -> Mapping[str, Any]:
        """The values that have come back, by name; those of a cell that failed are partial."""
        if self._ended.is_open:
            self._session.bind(self)
        return dict(self.report.bound) if self.report else {}

    @property
    def outputs(self) -> list[dict[str, Any]]:
        """What the cell printed and showed, in order; empty before the end."""
        found = self._state.outcome
        return list(found.events) if found else []

    def __repr__(self) -> str:
        return f"<Job {self.name}: {self.status}>"

    # What others say about it

    def line(self, command: str, *more: str) -> str:
        """``%offload COMMAND`` about this job, to be copied into any notebook."""
        return job_line(command, self.name, self.backend, *more)

    def get_line(self, *names: str) -> str:
        """``%offload get`` for what this job has made, all of it where no name is given."""
        return get_line(names, self.name, self.backend, self._is_newest(names))

    def _is_newest(self, names: tuple[str, ...]) -> bool:
        jobs = self._session.jobs
        if self not in jobs:
            return False  # it was attached anew
        later = jobs[jobs.index(self) + 1 :]
        if not names:
            return not later
        return not any(one.may_make(name) for one in later for name in names)

    def may_make(self, name: str) -> bool:
        """Whether it has made a value or file of that name, or might by the time that it ends."""
        if self.has_outcome:
            return name in self.outcome.binds or name in self.outcome.paths
        return self.origin is not None and name in self.origin.names

    # What the session and the watcher use

    @property
    def ended(self) -> bool:
        """Whether the job has ended, its outcome is known, and its card says so."""
        return self._ended.is_open

    @property
    def has_outcome(self) -> bool:
        """Whether its outcome is known; those who wait are told once the card shows it."""
        return self._state.outcome is not None

    @property
    def outcome(self) -> Outcome:
        """How it ended. Raises OffloadError before."""
        found = self._state.outcome
        if found is None:
            raise OffloadError(f"{self.name} is still {within(self.status, self.phase)}.")
        return found

    @property
    def description(self) -> Description | None:
        return self._state.description

    @property
    def has_started(self) -> bool:
        """Whether its training has begun, which is when it begins to cost."""
        found = self._state.description
        return found is not None and found.started is not None

    @property
    def trouble(self) -> str:
        """Why it could not be looked at just now."""
        return self._state.trouble

    @property
    def sent_at(self) -> float:
        """Epoch seconds."""
        return self._state.sent_at

    @property
    def looked_at(self) -> float:
        """When the files here were looked at that the job began with, in epoch seconds."""
        return float(self.facts.get("looked_at") or self.sent_at)

    @property
    def age(self) -> float:
        return time.time() - self._state.sent_at

    def describe(self, found: Description) -> None:
        self._state.description, self._state.trouble = found, ""

    def complain(self, trouble: str) -> None:
        self._state.trouble = trouble

    def finish(self, outcome: Outcome) -> None:
        """The outcome is known, or has become more complete."""
        self._state.outcome = outcome

    def release(self) -> None:
        """Let those go on who wait for the end."""
        self._ended.open()
