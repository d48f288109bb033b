"""A job that is known is sent, once, and followed from then on."""

from __future__ import annotations

import json
import math
import os
from collections.abc import Iterator

from ..submit import look_at_data, still_running, submit
from ..submit.twins import twin_error
from .binding.snapshot import Sent, Snapshot
from .capture.capture import UNCHANGEABLE
from .display.card import duration
from .display.sending import Sending
from .display.status_line import StatusLine
from .job import Job, Origin
from .options import Options
from .preparing import Prepared
from .saying import again, say
from .session import Session


def send(session: Session, ready: Prepared, options: Options) -> Job:
    """Send the job and follow it. Raises SubmitError, also if the same one still runs."""
    said = [] if options.again else list(_refuse_twice(ready))
    said += look_at_data(ready.plan, ready.connection)
    say(_who_pays(session, ready))
    line = StatusLine(session.shell)
    try:
        sent = submit(ready.plan, ready.connection, Sending(line), again=options.again)
    finally:
        if line.clear():
            again()
    say(said)
    job = Job(session, sent.name, ready.plan.backend.name, _origin(session, ready))
    price = ready.plan.price
    job.facts.update(
        nonce=sent.nonce,
        digest=sent.digest,
        type=ready.plan.instance.name,
        image=ready.plan.image,
        region=ready.connection.region,
        account=None if ready.plan.backend.local else ready.connection.account,
        price_per_hour=price.usd_per_hour if price else None,
        ceiling=ready.plan.ceiling.worst_case,
        max_seconds=ready.plan.ceiling.seconds,
        by_cost=ready.plan.ceiling.by_cost,
        folder=os.getcwd(),
        looked_at=ready.contents.looked_at,
        written=list(ready.captured.written),
        results_bytes=options.results_bytes,
        notes=list(ready.captured.remarks.values()),
        sent=sent.sent,
        wanted=options.outputs,
    )
    session.add(job)
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


def _refuse_twice(ready: Prepared) -> Iterator[str]:
    """The same job does not run twice by accident; that another of the cell runs is said."""
    spec = ready.plan.spec
    running = still_running(
        ready.connection, spec.get("notebook") or "", spec.get("cell") or "", ready.plan.digest
    )
    for one in running:
        if one.same:
            raise twin_error(one)
        yield (
            f"{one.name}, an earlier run of this cell, is still running and goes on;"
            f" `%offload stop {one.name}` ends it."
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
    )
