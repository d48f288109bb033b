"""Commands about jobs."""

from __future__ import annotations

import shlex

from ...submit import SubmitError, active
from ..attaching import follow, lines_of, others
from ..display.card import text
from ..display.states import state, within
from ..errors import OffloadError
from ..job import TERMINAL, Job
from ..options.nearest import did_you_mean
from ..running import finish, show_outputs
from ..saying import again
from ..session import NO_JOB, Asked, Session
from ..telling import tell
from ..waiting import wait_visibly
from .choosing import chosen, one_job


def jobs(session: Session, words: list[str]) -> None:
    """A line for each job of this kernel, then for those of other kernels and machines."""
    if words not in ([], ["--all"]):
        raise OffloadError("Write %offload jobs, or %offload jobs --all.")
    if not session.jobs:
        print(NO_JOB)
    for job in session.jobs:
        now = state(job.status, job.phase)
        print(f"{job.name}  {now}  {job.seconds:.1f} s  {session.costs.words(job)}")
    try:
        found = others(session)
    except SubmitError as error:
        print(f"Other jobs of yours cannot be listed now: {error}")
        return
    session.listed = {one.name: one.status for one in found}
    if found:
        print(f"Jobs of other kernels in {active().name} (`%offload attach JOB` follows one):")
        print("\n".join(lines_of(found, bool(words))))


def status(session: Session, words: list[str]) -> None:
    """The card as text."""
    job = one_job(session, "status", words)
    print(text(session.cards.snapshot(job)))


def logs(session: Session, words: list[str]) -> None:
    """The log as it is now."""
    job = one_job(session, "logs", words)
    print(job.logs() or f"{job.name} has logged nothing yet.")


def wait(session: Session, words: list[str]) -> None:
    """As if the cell had waited."""
    finish(session, one_job(session, "wait", words))


def show(session: Session, words: list[str]) -> None:
    """What a job showed, as outputs of this cell: it may run code, so only what is verified."""
    job = one_job(session, "show", words)
    _until_ended(session, job, "its outputs")
    show_outputs(session, job)


def stop(session: Session, words: list[str]) -> None:
    """Ask the job to stop."""
    job = one_job(session, "stop", words)
    if job.status in TERMINAL:
        print(f"{job.name} has ended already ({state(job.status, job.phase)}).")
        return
    job.stop()
    print(f"{job.name} is asked to stop; what it has made so far comes back.")


def get(session: Session, words: list[str]) -> None:
    """Bind values, whatever the variables are now: of the job that is named, which may be one of
    another kernel, else of the newest that has them."""
    names, said = chosen("get", words, "--job", "--backend")
    if "--job" in said:
        _get_of(session, follow(session, said["--job"], False, said.get("--backend")), names)
        return
    if "--backend" in said:
        raise OffloadError("Name the job too: %offload get NAME --job JOB --backend NAME.")
    if not names:
        _get_of(session, session.last, names)
    for name in names:
        if not any(job.ended and _take(session, job, name) for job in reversed(session.jobs)):
            raise OffloadError(_not_brought(session, name))


def _get_of(session: Session, job: Job, names: list[str]) -> None:
    """Once it has ended, what one job made: what is named, else all of it."""
    _until_ended(session, job, names[0] if names else "its results")
    if not names:
        session.bind(job, by_force=True)
        tell(job, session.shell.user_ns)
    for name in names:
        if not _take(session, job, name):
            near = did_you_mean(name, job.outcome.binds | job.outcome.paths)
            raise OffloadError(f"{job.name} has not brought {name}{near or '.'}")


def _until_ended(session: Session, job: Job, what: str) -> None:
    if wait_visibly(session.shell, job, f"Waiting for {what}", session.remote.live(job)).clear():
        again()


def _take(session: Session, job: Job, name: str) -> bool:
    """Take a value or a file of a job that has ended; whether it has made one of that name.

    Raises OffloadError where it cannot be had.
    """
    if name in job.outcome.binds:
        session.bind(job, by_force=True, names={name})
        problem = job.problems.get(name, "")
    elif name in job.outcome.paths:
        problem = session.bring_file(job, name)
    else:
        return False
    if problem:
        raise OffloadError(f"{name} did not come: {problem.removesuffix('.')}.")
    return True


def _not_brought(session: Session, name: str) -> str:
    for job in session.jobs:
        if not job.ended and job.origin is not None and name in job.origin.names:
            now, wait = within(job.status, job.phase), job.line("wait")
            return f"{job.name}, which makes {name}, is still {now}: `{wait}` first."
    ended = [job.outcome for job in session.jobs if job.ended]
    names = {one for outcome in ended for one in outcome.binds | outcome.paths}
    names |= {one for job in session.jobs if job.origin for one in job.origin.names}
    return f"No job of this kernel has brought {name}{did_you_mean(name, names) or '.'}"


def attach(session: Session, words: list[str]) -> None:
    """Follow a job that was sent by another kernel, or by this one before."""
    trust = "--trust" in words
    names, said = chosen("attach", [word for word in words if word != "--trust"], "--backend")
    if len(names) != 1:
        raise OffloadError("Name the job: %offload attach JOB.")
    finish(session, follow(session, names[0], trust, said.get("--backend")))


def cost(session: Session, words: list[str]) -> None:
    """What each job costs."""
    if not words and not session.jobs:
        print(NO_JOB)
    for job in [one_job(session, "cost", words)] if words else session.jobs:
        print(f"{job.name}  {job.seconds:.1f} s  {session.costs.words(job)}")


def plan(session: Session, words: list[str]) -> None:
    """The plan of the last cells, with other options if there are any."""
    from ..options import parse
    from ..planning import show_plan

    if session.latest is None:
        raise OffloadError(
            "No cell of this kernel has had %%offload yet: `%%offload --dry-run` on a cell shows"
            " its plan."
        )
    asked = session.latest
    if words:
        asked = Asked(asked.cells, parse(shlex.join(words)))
    show_plan(session, asked)
