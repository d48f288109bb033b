"""Jobs of the same cell that have not ended: so that none runs a second time by accident.

The journal knows what this machine has sent. Where it cannot know everything (it is new, was
deleted or damaged, or cannot be read), the jobs' tags are searched.
"""

from __future__ import annotations

import contextlib
import sqlite3
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from .connection import Connection
from .describing import TERMINAL, describe
from .errors import SubmitError
from .explain import explained
from .find import Tagged, unfinished_by_tags
from .folders import cache_folder
from .hints import job_line
from .journal import ENDED, SENDING, Entry, Journal
from .request import DIGEST

_GIVEN_UP_SECONDS = 3600.0
"""A job that was being sent so long ago and is not there will not come any more."""
LATE_SECONDS = 300.0
"""So long Search may lack a job on AWS; the local engine's does not, but for a scenario's."""
_SETTLE_LOCAL, _SETTLE = 2.0, 15.0
"""So long a request may be on its way whose sender has died."""
_LOCKS = 64
"""Files that are locked, chosen by digest: two jobs may share one, and then go one by one."""


@dataclass(frozen=True)
class Running:
    """A job of the same cell that has not ended. `same`: the same code over the same inputs."""

    name: str
    backend: str
    status: str
    created: float
    same: bool


def still_running(
    connection: Connection, notebook: str, cell: str, digest: str, journal: Journal | None = None
) -> list[Running]:
    """The jobs of a cell that have not ended; newest first.

    Asks AWS about those that are not known to be over. Raises SubmitError.
    """
    journal = journal or Journal()
    with explained(connection.backend):
        entries = _unfinished(connection, journal, notebook, cell)
        found = _running(connection, journal, entries, digest)
    # Without a notebook a cell is a number, which other terminals' cells have as well.
    return [one for one in found if notebook or one.same]


def refuse_twin(
    connection: Connection,
    entry: Entry,
    journal: Journal,
    clock: Callable[[], float] = time.time,
    sleep: Callable[[float], None] = time.sleep,
) -> None:
    """Raises StillRunning if the same job as `entry` was sent since its cell was looked at.

    A request whose sender has died may still arrive: it is given some seconds. Also raises what
    boto3 raises.
    """
    if not entry.cell:
        return
    unfinished: list[Entry] = []
    with best_effort():
        unfinished = journal.unfinished(entry.identity, entry.notebook, entry.cell)
    settle = _SETTLE_LOCAL if connection.backend.local else _SETTLE
    for one in unfinished:
        if one.digest != entry.digest or one.name == entry.name:
            continue
        end = min(one.created, clock()) + settle
        while not (found := _running(connection, journal, [one], entry.digest)):
            left = end - clock()
            # More than that is left when the clock was set back meanwhile.
            if one.state != SENDING or not 0 < left <= settle:
                break
            sleep(min(left, 0.5))
        for running in found:
            raise StillRunning(running)


class StillRunning(SubmitError):
    """The same is not sent once more while it runs; `job` is the one that runs."""

    def __init__(self, job: Running) -> None:
        super().__init__(
            "running",
            f"The same job is still running: {job.name} ({job.status}).",
            f"`{job_line('attach', job.name, job.backend)}` follows it; --again runs it a second"
            " time.",
        )
        self.job = job


def note_end(connection: Connection, name: str, journal: Journal | None = None) -> None:
    """The job was seen to be over: when its cell runs again, AWS need not be asked about it."""
    with best_effort():
        (journal or Journal()).mark(connection.identity, name, ENDED)


@contextlib.contextmanager
def one_at_a_time(digest: str) -> Iterator[None]:
    """Only one process of this user at a time is within, for one digest; a dead one is not.

    Where there can be no such file, nobody is held up.
    """
    with contextlib.ExitStack() as stack:
        with contextlib.suppress(OSError, ImportError):
            import fcntl

            path = cache_folder() / f"sending-{int(digest[:8], 16) % _LOCKS}.lock"
            file = stack.enter_context(path.open("a"))
            fcntl.flock(file, fcntl.LOCK_EX)
        yield


@contextlib.contextmanager
def best_effort() -> Iterator[None]:
    """The journal is a cache: a full disk or a damaged file stops no job."""
    try:
        yield
    except (sqlite3.Error, OSError):
        return


def _running(
    connection: Connection, journal: Journal, entries: list[Entry], digest: str
) -> list[Running]:
    found: list[Running] = []
    for entry in entries:
        described = describe(connection, entry.name)
        if described is None:
            if time.time() - entry.created > _GIVEN_UP_SECONDS:
                with best_effort():
                    journal.forget(entry.identity, entry.name)
            continue
        status = described["TrainingJobStatus"]
        if status in TERMINAL:
            with best_effort():
                journal.mark(entry.identity, entry.name, ENDED)
        else:
            same = digest in (entry.digest, described.get("Environment", {}).get(DIGEST))
            found.append(Running(entry.name, connection.backend.name, status, entry.created, same))
    return found


def _unfinished(connection: Connection, journal: Journal, notebook: str, cell: str) -> list[Entry]:
    """The journal's entries of the cell, after what it lacks was searched for."""
    identity = connection.identity
    late = 0.0 if connection.backend.local else LATE_SECONDS
    with best_effort():
        if journal.is_complete(identity, late):
            return journal.unfinished(identity, notebook, cell)
    searched = _searched(connection)
    try:
        for one in searched or ():
            journal.learn(one)
        if searched is not None:
            journal.searched(identity)
        return journal.unfinished(identity, notebook, cell)
    except (sqlite3.Error, OSError):
        return [one for one in searched or () if (one.notebook, one.cell) == (notebook, cell)]


def _searched(connection: Connection) -> list[Entry] | None:
    """The user's jobs that have not ended; None where that cannot be found out now."""
    try:
        with explained(connection.backend):
            found = unfinished_by_tags(connection)
    except SubmitError as error:
        if error.kind == "network":
            raise
        return None
    return [_entry(connection, one) for one in found]


def _entry(connection: Connection, one: Tagged) -> Entry:
    # Without a nonce: that this machine has sent it is not known, and so it is not trusted.
    return Entry(
        identity=connection.identity,
        name=one.name,
        backend=connection.backend.name,
        notebook=one.notebook,
        cell=one.cell,
        digest="",
        nonce="",
        created=one.created,
    )
