"""One ``%%offload`` from its line to its end."""

from __future__ import annotations

from typing import Any

from .display.replay import replay
from .errors import OffloadError
from .job import Cell, Job
from .offload import prepare, send
from .options import Options
from .parts import Group
from .session import Session
from .waiting import interruptible, wait_visibly, waits


def run_cell(session: Session, cell: Cell, options: Options) -> None:
    """Send the cell, or collect it if it is one of several. Raises OffloadError."""
    if options.part is None:
        _run(session, [cell], options)
        return
    group, note = session.parts.add(cell, options)
    if not group.complete:
        _learn_names(group)
        print(note)
        return
    job = _run(session, group.cells, _with_waiting(group, options))
    if job is not None:
        session.parts.mark_sent(group, job.name)


def _with_waiting(group: Group, last: Options) -> Options:
    """The first part's options; whether to wait, the last one may say too."""
    from dataclasses import replace

    if last.wait or last.no_wait:
        return replace(group.options, wait=last.wait, no_wait=last.no_wait)
    return group.options


def _learn_names(group: Group) -> None:
    from .capture import CaptureError, names

    try:
        usage = names([cell.source for cell in group.cells])
    except CaptureError as error:
        raise OffloadError(f"{error}. This part is not taken.") from error
    group.names = frozenset(usage.binds)


def _run(session: Session, cells: list[Cell], options: Options) -> Job | None:
    ready = prepare(session, cells, options)
    if ready is None:
        print("There is nothing to run: no job was made.")
        return None
    if options.dry_run:
        from .plan_table import show_plan

        show_plan(session, ready)
        return None
    job: Job = interruptible(lambda: send(session, ready, options))
    if waits(options, session.cell.headless):
        finish(session, job)
    else:
        session.cards.show(job)
    return job


def finish(session: Session, job: Job) -> None:
    """Wait for a job, show what it showed, bind what it made, raise what it raised."""
    wait_visibly(session.shell, job, "Running")
    if job.outcome.trusted:
        replay(session.shell, job.outputs)
    session.bind(job)
    _keep_last_value(session, job)
    tell(session, job)
    job.raised = True
    error = session.error_of(job)
    if error is not None:
        raise error


def _keep_last_value(session: Session, job: Job) -> None:
    """`_` and `Out`, as if the expression had been evaluated here."""
    if job.has_last_value:
        hook: Any = session.shell.displayhook
        hook.update_user_ns(job.last_value)


def tell(session: Session, job: Job) -> None:
    """What did not come back as it would have been without the magic."""
    import sys

    lines = [f"{name} did not come back: {why}" for name, why in job.problems.items()]
    report = job.report
    if report is not None:
        lines += [
            f"{name} was changed here while the job ran and is kept: `%offload get {name}` takes"
            " the job's."
            for name in report.kept
        ]
        lines += [
            f"{name} was bound anew: other names for it have the old content."
            for name in report.anew
            if _is_known_elsewhere(session, job, name)
        ]
    for line in lines:
        print(f"offload: {line}", file=sys.stderr)


def _is_known_elsewhere(session: Session, job: Job, name: str) -> bool:
    before = job.origin.snapshot.objects.get(name) if job.origin else None
    return before is not None and any(
        value is before for other, value in session.shell.user_ns.items() if other != name
    )
