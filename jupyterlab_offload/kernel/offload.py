"""A job that is known is sent, once, and followed from then on."""

from __future__ import annotations

import json
import math
import os
from collections.abc import Iterator, Sequence

from ..driver.boot import NONCE
from ..submit import (
    StillRunning,
    describe,
    job_line,
    look_at_data,
    sent_here,
    still_running,
    submit,
)
from ..submit.explain import explained
from ..submit.origin import refuse_foreign
from .binding.files import beside
from .binding.snapshot import Sent, Snapshot
from .capture.capture import UNCHANGEABLE
from .display.card import duration
from .display.sending import Sending
from .display.status_line import StatusLine
from .job import STOPPING, Job, Origin
from .options import Options
from .preparing import Prepared
from .saying import again, say
from .session import Session


def send(session: Session, ready: Prepared, options: Options) -> Job:
    """Send the job and follow it; where the same one of this machine runs already, follow that.

    Raises SubmitError, also if the same one runs and cannot be followed like one's own.
    """
    try:
        return _send(session, ready, options)
    except StillRunning as twin:
        job = _taken_up(session, ready, options, twin)
    say([words_on_twin(job)])
    return job


def words_on_twin(job: Job) -> str:
    """What is said where a cell would send what runs already."""
    return (
        f"{job.name} runs this already: it is shown here and nothing was sent;"
        " `%%offload --again` runs it a second time."
    )


def _taken_up(session: Session, ready: Prepared, options: Options, twin: StillRunning) -> Job:
    """The job that runs, as if this cell had sent it: it is the same code over the same inputs.

    Only one that this machine has sent: else its results could not be trusted like one's own.
    Raises `twin` for others, and for one that is being stopped.
    """
    name, connection = twin.job.name, ready.connection
    if twin.job.status == STOPPING:
        raise twin
    with explained(connection.backend):
        described = describe(connection, name)
    if described is None:
        raise twin
    refuse_foreign(connection, name, described)
    nonce = described["Environment"][NONCE]
    if not sent_here(connection, name, nonce):
        raise twin
    # It may have been attached, as one of which nothing was known.
    session.jobs[:] = [job for job in session.jobs if job.name != name]
    job = _job(session, ready, options, name)
    # Files that have changed here since it was sent are newer than what it brings.
    job.facts.update(nonce=nonce, looked_at=described["CreationTime"].timestamp())
    session.add(job)
    return job


def _send(session: Session, ready: Prepared, options: Options) -> Job:
    said = [] if options.again else list(_refuse_twice(ready, session.cell.path.before))
    said += look_at_data(ready.plan, ready.connection)
    say(_who_pays(session, ready))
    line = StatusLine(session.shell)
    try:
        sent = submit(ready.plan, ready.connection, Sending(line), again=options.again)
    finally:
        if line.clear():
            again()
    say(said)
    job = _job(session, ready, options, sent.name)
    job.facts.update(nonce=sent.nonce, sent=sent.sent)
    session.add(job)
    return job


def _job(session: Session, ready: Prepared, options: Options, name: str) -> Job:
    """A job of this cell with what its plan says of it."""
    job = Job(session, name, ready.plan.backend.name, _origin(session, ready))
    price = ready.plan.price
    job.facts.update(
        digest=ready.plan.digest,
        type=ready.plan.instance.name,
        image=ready.plan.image,
        region=ready.connection.region,
        account=None if ready.plan.backend.local else ready.connection.account,
        price_per_hour=price.usd_per_hour if price else None,
        ceiling=ready.plan.ceiling.worst_case,
        max_seconds=ready.plan.ceiling.seconds,
        by_cost=ready.plan.ceiling.by_cost,
        folder=os.getcwd(),
        beside=beside(os.getcwd(), session.cell.notebook),
        looked_at=ready.contents.looked_at,
        written=list(ready.captured.written),
        results_bytes=options.results_bytes,
        notes=list(ready.captured.remarks.values()),
        wanted=options.outputs,
    )
    return job


def _who_pays(session: Session, ready: Prepared) -> Iterator[str]:
    """Before the first paid job of a kernel: who pays, where, and how much at most."""
    plan, place = ready.plan, (ready.connection.account, ready.connection.region)
    if not plan.backend.paid or place in session.told_places:
        return
    session.told_places.add(place)
    most, price = plan.ceiling.worst_case, plan.price
    words = (
        "an amount that is not known, for lack of its price (--price says it)"
        if most is None or price is None
        else f"${math.ceil(most * 100) / 100:.2f} (${price.usd_per_hour:g} an hour, prices of"
        f" {price.date})"
    )
    yield (
        f"{plan.backend.name} is paid for by account {place[0]} in {place[1]}. This job costs at"
        f" most {words}: {plan.instance.name} for up to {duration(plan.ceiling.seconds)}."
    )


def _refuse_twice(ready: Prepared, former: Sequence[str]) -> Iterator[str]:
    """The same job does not run twice by accident; that another of the cell runs is said."""
    spec, connection = ready.plan.spec, ready.connection
    # What was sent before the notebook was renamed has its old path.
    running = [
        one
        for notebook in (spec.get("notebook") or "", *former)
        for one in still_running(connection, notebook, spec.get("cell") or "", ready.plan.digest)
    ]
    for one in running:
        if one.same:
            raise StillRunning(one)
        yield (
            f"{one.name}, an earlier run of this cell, is still running and goes on;"
            f" `{job_line('stop', one.name, one.backend)}` ends it."
        )


def _origin(session: Session, ready: Prepared) -> Origin:
    found, namespace = ready.captured, session.shell.user_ns
    manifest = json.loads(ready.plan.manifest)
    sent = [Sent(tuple(item["names"]), item["sha256"]) for item in manifest["inputs"]]
    usage = found.usage
    changeable = found.changeable
    outputs = ready.plan.spec["outputs"]
    names = usage.binds | usage.deletes | changeable
    if outputs["mode"] == "names":
        names = set(outputs["names"])
    names = {name for name in names if not name.startswith("__offload_")}
    return Origin(
        cells=ready.cells,
        names=frozenset(names),
        binds=frozenset(names & (usage.binds | usage.deletes)),
        open_ended=(usage.star or bool(usage.unknown)) and outputs["mode"] == "auto",
        identities=frozenset(
            id(found.values[name])
            for name in changeable
            if not isinstance(found.values[name], (type, *UNCHANGEABLE))
        ),
        snapshot=Snapshot.of(names, sent, namespace, found.settings),
        number=len(session.jobs),
        sets=found.sets,
        sent=frozenset(name for one in sent for name in one.names),
    )
