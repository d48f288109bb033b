"""One ``%%offload`` from its line to its end."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from typing import Any

from ..submit import Results
from .display.replay import replay
from .display.rich import events_of
from .errors import OffloadError
from .job import Cell, Job
from .not_python import told
from .offload import send, words_on_twin
from .options import Options, filled
from .parts import Group
from .preparing import own_twin, prepare
from .saying import again, say
from .session import Asked, Session
from .telling import tell
from .waiting import interruptible, wait_visibly, waits


def run_cell(session: Session, cell: Cell, options: Options) -> None:
    """Send the cell, or collect it if it is one of several. Raises OffloadError."""
    if options.part is None:
        session.latest = Asked((cell,), options)
        _run(session, [cell], options)
        return
    group, note = session.parts.add(cell, options)
    session.latest = Asked(tuple(group.cells), group.options)
    if not group.complete:
        _learn_names(session, group)
        group.places.append(session.cards.reserve(note))
        return
    job = _run(session, group.cells, _with_waiting(group, options), group.places)
    if job is not None:
        session.parts.mark_sent(group, job.name)


def _with_waiting(group: Group, last: Options) -> Options:
    """The first part's options; whether to wait, the last one may say too."""
    from dataclasses import replace

    if last.wait or last.no_wait:
        return replace(group.options, wait=last.wait, no_wait=last.no_wait)
    return group.options


def _learn_names(session: Session, group: Group) -> None:
    from .capture import CaptureError, names

    try:
        usage = names([cell.source for cell in group.cells])
    except CaptureError as error:
        raise told(error, session.shell, group.cells[-1], "This part is not taken.") from error
    group.names = frozenset(usage.binds)


def _run(
    session: Session, cells: list[Cell], options: Options, places: Sequence[str] = ()
) -> Job | None:
    """`places` are those of the parts before the last one."""
    options = filled(options)
    if options.dry_run:
        from .planning import show_plan

        show_plan(session, Asked(tuple(cells), options))
        return None
    own = None if options.again else own_twin(session, cells, options)
    if own is not None:
        say([words_on_twin(own)])
        return _follow(session, own, options, places)
    ready = prepare(session, cells, options)
    if ready is None:
        print("There is nothing to run: no job was made.")
        return None
    job: Job = interruptible(lambda: send(session, ready, options))
    # Where the cell waits, no other one has run since: nothing can have changed.
    job.waited = waits(options, session.cell.headless)
    return _follow(session, job, options, places)


def _follow(session: Session, job: Job, options: Options, places: Sequence[str]) -> Job:
    if waits(options, session.cell.headless):
        finish(session, job, places)
    else:
        session.cards.show(job, places)
    return job


def finish(session: Session, job: Job, places: Sequence[str] = ()) -> None:
    """Wait for a job, show what it showed, bind what it made, raise what it raised.

    What its earlier parts showed goes to their `places`.
    """
    own = len(places) if any(places) else None
    live = session.remote.live(job, own)
    line = wait_visibly(session.shell, job, "Running", live, text=True)
    if job.outcome.trusted:
        events = job.outputs
        if not live.agrees(job.outcome.record):
            line.leave("")
            print("offload: what was shown so far is not what the job recorded:", file=sys.stderr)
        elif line.clear():
            # All outputs went with the line: they come again, verified by now.
            again()
        else:
            events = events[live.shown :]
        replay(session.shell, events_of(events, own))
    else:
        line.leave("")
    session.cards.show_parts(job, places)
    session.bind(job)
    _keep_last_value(session, job)
    tell(job, session.shell.user_ns)
    job.raised = True
    error = session.error_of(job)
    if error is not None:
        # A card shows them at once; where the cell waits, they may say why it failed.
        say(job.facts.get("notes", ()))
        raise error


def show_outputs(session: Session, job: Job) -> None:
    """Show once more what a job that has ended showed. Raises OffloadError where nothing vouches
    for it."""
    if not job.outcome.trusted:
        raise OffloadError(_why_not_shown(job))
    if not job.outputs:
        print(f"{job.name} has shown nothing.")
    replay(session.shell, job.outputs)
    if session.error_of(job) is not None:
        say([f"{job.name} did not end well: `{job.line('wait')}` raises its error."])


def _why_not_shown(job: Job) -> str:
    results = job.facts.get("results")
    if not isinstance(results, Results):
        return job.outcome.reason
    if not results.vouched:
        return f"Nothing vouches for what {job.name} showed: its log may not be read here."
    return (
        f"{job.name} was not sent from this machine: `{job.line('attach', '--trust')}` takes what"
        " it showed."
    )


def _keep_last_value(session: Session, job: Job) -> None:
    """`_` and `Out`, as if the expression had been evaluated here."""
    if job.has_last_value:
        hook: Any = session.shell.displayhook
        hook.update_user_ns(job.last_value)
