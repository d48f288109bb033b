"""What one kernel knows: its jobs, its open group of cells, and what cells have to wait for."""

from __future__ import annotations

import ast
import builtins
from collections.abc import Iterable
from dataclasses import dataclass

from IPython.core.interactiveshell import InteractiveShell

from ..submit import SubmitError
from .binding.files import Placed, bring_files
from .binding.results import bind_results
from .binding.settings import Taken, take_options
from .costs import Costs
from .dataflow.reads import Reads, is_ours, reads
from .display.owner import CardOwner
from .errors import OffloadError
from .following.fetching import Fetching
from .following.remote import Remote
from .following.watcher import Watcher
from .job import Cell, Job
from .options import Options
from .parts import Parts
from .remote_error import ended_error, exit_error, remote_error
from .running_cell import RunningCell
from .saying import again, say
from .telling import tell
from .unfinished import is_unfinished, not_made, note, reason
from .waiting import wait_visibly

NO_JOB = "This kernel has no job yet: `%%offload` on a cell's first line makes one."


@dataclass(frozen=True)
class Asked:
    """Cells that were to run as one job, and how."""

    cells: tuple[Cell, ...]
    options: Options


class Session:
    """The state behind the magics of one shell. Binds in the main thread only.

    `listed` are jobs of other kernels that were listed here, with their status then.
    """

    def __init__(self, shell: InteractiveShell, cell: RunningCell) -> None:
        self.shell = shell
        self.cell = cell
        self.jobs: list[Job] = []
        self.parts = Parts()
        self.remote = Remote()
        self.costs = Costs()
        self.placed = Placed()
        self.cards = CardOwner(shell, self.costs, self.placed)
        self.watcher = Watcher(
            self.remote.look, self.cards.ended, self.remote.is_local, self.cards.started
        )
        self.ours: dict[str, object] = {}
        self.taken = Taken()
        self.shown_origins: set[str] = set()
        self.told_places: set[tuple[str, str]] = set()
        """Accounts and regions of which was said that jobs there cost money."""
        self.listed: dict[str, str] = {}
        self.latest: Asked | None = None

    # Jobs

    def add(self, job: Job) -> None:
        """A job that was sent or attached: it is followed from now on."""
        self.jobs.append(job)
        self.watcher.follow(job)

    @property
    def last(self) -> Job:
        """The job that was sent or attached last. Raises OffloadError."""
        if not self.jobs:
            raise OffloadError(f"{NO_JOB} `%offload jobs` lists those of others.")
        return self.jobs[-1]

    # Results

    def bind(self, job: Job, by_force: bool = False, names: set[str] | None = None) -> None:
        """Bind what a job that has ended brought, once; `names` narrows it to what is asked for."""
        if job.is_bound and not by_force:
            return
        self.remote.bring(job, Fetching(self.shell, job), names)
        if names is None:
            self.take_options(job, by_force)
        # Whoever asks for a job's value means it, also where a later cell's is there.
        later = frozenset[str]() if by_force else self._superseded(job)
        if job.report is not None and not by_force:
            later |= frozenset(job.report.bound)  # asked for before, and perhaps changed since
        bind_results(self.shell, job, self.ours, later, by_force, names, self.placed, self.taken)
        job.is_bound = job.is_bound or names is None
        self.cards.brought(job)

    def take_options(self, job: Job, by_force: bool = False) -> None:
        """Set the options of libraries that the cell has set, once."""
        if not job.took_options or by_force:
            job.took_options = True
            take_options(job, self.taken, by_force)

    def bring_file(self, job: Job, path: str) -> str:
        """Take one file of a job, over a newer one too; why not, if it does not come."""
        bring_files(job, Fetching(self.shell, job), self.placed, {path})
        self.cards.brought(job)
        return job.problems.get(path, "")

    def _superseded(self, job: Job) -> frozenset[str]:
        """Names that the jobs of later cells have bound already."""
        if job.origin is None:
            return frozenset()
        later = [
            other
            for other in self.jobs
            if other.report is not None
            and other.origin is not None
            and other.origin.number > job.origin.number
        ]
        return frozenset(name for other in later if other.report for name in other.report.bound)

    def error_of(self, job: Job) -> BaseException | None:
        """The exception with which a job has ended, None where all went well."""
        outcome = job.outcome
        record = outcome.result.get("error")
        if isinstance(record, dict):
            return remote_error(record, job.name, self.shell.user_ns)
        if outcome.result.get("status") == "done":
            return None
        if outcome.result.get("status") == "exited":
            return exit_error(int(outcome.result.get("exit_code", 0)))
        return ended_error(job.name, reason(job))

    # The data flow

    def before_cell(self, tree: ast.Module) -> None:
        """Let a cell wait for the names that it reads; bind whatever is ready."""
        if not self.cell.is_users or all(is_ours(statement) for statement in tree.body):
            return
        group = self.parts.open
        waiting = self.unsettled()
        if not waiting and group is None:
            return
        try:
            self.settle(reads(tree, self.shell.user_ns))
        except SubmitError as error:
            # The cell must not go on with values that it should not have.
            raise OffloadError(str(error)) from error

    def settle(self, wanted: Reads, anew: frozenset[str] = frozenset()) -> None:
        """Wait for jobs that may bind or change what is wanted; raise the error of one that failed.

        Results of other jobs that have ended are bound too. `anew` are the ids of cells that are
        about to run again: that their last run failed is why, and stops nothing.
        """
        group = self.parts.open
        if group is not None:
            unsent = sorted(name for name in group.names if name in wanted.names)
            if unsent:
                raise OffloadError(
                    f"{unsent[0]} is made by cells that were not sent yet: the cell with"
                    f" {group.missing} sends them."
                )
        for job in self.unsettled():
            name = self.concerned(job, wanted)
            if name is not None and not job.ended:
                live = self.remote.live(job)
                if wait_visibly(self.shell, job, f"Waiting for {name}", live).clear():
                    again()
        for job in self.unsettled():
            if not job.ended:
                continue
            self.take_options(job)
            if not job.is_bound and self._is_here(job, wanted):
                self.bind(job)
                tell(job, self.shell.user_ns)
            if job.origin is not None and anew.intersection(one.id for one in job.origin.cells):
                job.raised = True
            self._raise_if_failed(job, wanted)

    def unsettled(self) -> list[Job]:
        """Jobs of this kernel's cells that a cell may still have to wait for, in order."""
        return [
            job
            for job in self.jobs
            if job.origin is not None and (not job.is_bound or not job.raised)
        ]

    def concerned(self, job: Job, wanted: Reads) -> str | None:
        """One of the wanted names that the job may bind or change, or whose options it may set;
        None if there is none."""
        name = self._named(job, wanted)
        if name is None and not job.took_options:
            name = next((f"{one}'s options" for one in sorted(self._options_of(job, wanted))), None)
        return name

    def _options_of(self, job: Job, wanted: Reads) -> frozenset[str]:
        """The libraries whose options the job is seen to set and that are used."""
        return job.origin.sets & wanted.libraries if job.origin else frozenset()

    def _named(self, job: Job, wanted: Reads) -> str | None:
        origin = job.origin
        if origin is None:
            return None
        if wanted.everything:
            return min(origin.names, default="everything")
        namespace = self.shell.user_ns
        for name in sorted(wanted.names):
            if name in origin.names or id(namespace.get(name)) in origin.identities:
                return name
            unknown = name not in namespace and not hasattr(builtins, name)
            if origin.open_ended and unknown:
                return name
        return None

    def _is_here(self, job: Job, wanted: Reads) -> bool:
        """Whether a job's values are to be bound now: small ones always, large ones when used."""
        return job.outcome.has_all_values or self._named(job, wanted) is not None

    def _raise_if_failed(self, job: Job, wanted: Reads) -> None:
        if job.raised:
            return
        error = self.error_of(job)
        if error is None:
            job.raised = True
            return
        named = self._named(job, wanted) is not None and not self._is_spared(job, wanted)
        if is_unfinished(job):
            self._go_on(job, wanted, named)
            return
        if named or self._options_of(job, wanted) - set(job.outcome.result.get("options", ())):
            job.raised = True
            raise error

    def _go_on(self, job: Job, wanted: Reads, named: bool) -> None:
        """With what there is of a job that was stopped or ended at its limit. Raises RemoteError
        where the cell reads what it has not made."""
        missing = not_made(job, wanted, self.shell.user_ns)
        if missing:
            job.raised = True
            names = ", ".join(sorted(missing))
            raise ended_error(job.name, f"{job.name} has not made {names}. {reason(job)}")
        if named and note(job) not in job.told:
            job.told.add(note(job))
            say([note(job)])

    def _is_spared(self, job: Job, wanted: Reads) -> bool:
        """Whether a cell reads only inputs that a job which failed is known not to have changed."""
        origin, found = job.origin, job.outcome.result
        if origin is None or "error" not in found or wanted.everything or origin.open_ended:
            return False
        touched = origin.binds | frozenset(job.outcome.names)
        shared = self._identities(touched) & self._identities(wanted.names) & origin.identities
        return not touched & wanted.names and not shared

    def _identities(self, names: Iterable[str]) -> set[int]:
        namespace = self.shell.user_ns
        return {id(namespace[name]) for name in names if name in namespace}

    def pending_names(self) -> Iterable[str]:
        """Names that jobs may still bind."""
        return {
            name
            for job in self.unsettled()
            if not job.is_bound and job.origin is not None
            for name in job.origin.names
        }
