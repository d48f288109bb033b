"""Jobs that another kernel has sent: found, shown, followed, and trusted after a word."""

from __future__ import annotations

import time

from ..driver.boot import NONCE
from ..submit import (
    Backend,
    Found,
    active,
    all_backends,
    backend_named,
    connect,
    describe,
    find_jobs,
    job_line,
    never_used,
    sent_here,
)
from ..submit.explain import explained
from ..submit.origin import JobOrigin, origin_of, refuse_foreign
from .display.states import state
from .errors import OffloadError
from .job import TERMINAL, Job
from .options import Options, filled
from .options.nearest import did_you_mean
from .saying import show
from .session import Session

_LINES = 40
"""Of a foreign job's source that are shown; the rest is counted."""
_SHOWN = 10
_RECENT_SECONDS = 7 * 86_400


def follow(session: Session, name: str, trust: bool, place: str | None = None) -> Job:
    """The job of that name, of this kernel or of any other. Raises OffloadError, SubmitError.

    `place` is the backend that runs it; without one it is the active one for jobs of others. One
    that this machine did not send is shown first; it is trusted only once it was shown.
    """
    for known in session.jobs:
        if known.name == name and place in (None, known.backend):
            if known.origin or known.facts.get("trust") or not trust:
                return known
            place = known.backend
    results_bytes = filled(Options()).results_bytes
    backend = active() if place is None else backend_named(place)
    connection = connect(backend)
    with explained(backend):
        described = describe(connection, name)
    if described is None:
        names = [*(job.name for job in session.jobs), *(job.name for job in find_jobs(connection))]
        hint = did_you_mean(name, names) or _where_else(backend)
        raise OffloadError(f"There is no job {name} in {backend.name}{hint}")
    refuse_foreign(connection, name, described)
    nonce = described["Environment"][NONCE]
    ours = sent_here(connection, name, nonce)
    if not ours:
        first = name not in session.shown_origins
        if first:
            show(_words(name, origin_of(connection, name, described)))
            session.shown_origins.add(name)
        if first and trust:
            raise OffloadError(
                f"Read what {name} has run, then run this again: --trust lets its results run"
                " code here."
            )
        if not trust:
            show(
                "Only plain values of it are taken here."
                f" `{job_line('attach', name, backend.name, '--trust')}` takes everything."
            )
    session.jobs[:] = [
        job for job in session.jobs if (job.name, job.backend) != (name, backend.name)
    ]
    job = Job(session, name, backend.name, None)
    job.facts.update(trust=trust or ours, nonce=nonce, results_bytes=results_bytes)
    job.facts["looked_at"] = described["CreationTime"].timestamp()
    session.add(job)
    return job


def _where_else(backend: Backend) -> str:
    """What to do about a job that is not in a backend."""
    others = [name for name in all_backends() if name != backend.name]
    if not others:
        return ": `%offload jobs` lists yours."
    return f": `--backend {others[0]}` looks there, `%offload jobs` lists yours."


def others(session: Session) -> list[Found]:
    """Jobs of other kernels: those that run, and those of the last week."""
    known = {job.name for job in session.jobs}
    if never_used(active()):
        return []
    since = time.time() - _RECENT_SECONDS
    return [
        one
        for one in find_jobs(connect(active()))
        if one.name not in known and (one.status not in TERMINAL or one.created > since)
    ]


def lines_of(found: list[Found], all_of_them: bool) -> list[str]:
    """A line for each job, those that run first."""
    found = sorted(found, key=lambda one: one.status in TERMINAL)
    shown = found if all_of_them else found[:_SHOWN]
    lines = [
        f"{one.name}  {state(one.status)}"
        f"  {time.strftime('%d %b %H:%M', time.localtime(one.created))}"
        f"  {visible(one.notebook)}{'' if one.here else '  (another machine)'}"
        for one in shown
    ]
    if len(found) > len(shown):
        lines.append(f"… and {len(found) - len(shown)} more: `%offload jobs --all` lists them.")
    return lines


def visible(text: str) -> str:
    """A text of somebody else's, with nothing in it that could hide or colour other text."""
    return "".join(one if one.isprintable() or one in "\t\n" else "\ufffd" for one in text)


def _words(name: str, origin: JobOrigin) -> str:
    lines = [
        f"{name} was not sent from this machine:",
        f"  sent by   {visible(origin.owner)} (its tag says so)",
        f"  role      {visible(origin.role)}",
        f"  image     {visible(origin.image)}",
    ]
    if origin.notebook:
        lines.append(f"  notebook  {visible(origin.notebook)}")
    if origin.doubt:
        lines.append(f"  {origin.doubt}")
    for label, source in origin.cells:
        text = visible(source).splitlines()
        lines.append(f"  {visible(label)} ran:")
        lines += [f"    {line}" for line in text[:_LINES]]
        if len(text) > _LINES:
            lines.append(f"    … and {len(text) - _LINES} lines more")
    return "\n".join(lines)
