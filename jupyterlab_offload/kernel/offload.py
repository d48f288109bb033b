"""From cells to a job: what they need is found, encoded, planned, sent and followed."""

from __future__ import annotations

import json
import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ..codecs import Encoding, encode
from ..spec import Json
from ..submit import (
    Connection,
    Payload,
    Plan,
    active,
    backend_named,
    connect,
    plan,
    still_running,
    submit,
)
from .binding.snapshot import Sent, Snapshot
from .capture import Capture, CaptureError, capture, names
from .dataflow.reads import of_usage
from .display.sending import Sending
from .display.status_line import StatusLine
from .errors import OffloadError
from .inputs import environment, included, refusals, requirements
from .job import Cell, Job, Origin
from .options import Options
from .packages import required
from .session import Session


@dataclass(frozen=True)
class Prepared:
    """Everything about a job that is known before it is sent."""

    cells: tuple[Cell, ...]
    captured: Capture
    encoding: Encoding
    plan: Plan
    connection: Connection


def prepare(session: Session, cells: Sequence[Cell], options: Options) -> Prepared | None:
    """Find out everything, send nothing. None when there is nothing to run. Raises OffloadError."""
    found = _captured(session, cells, options)
    if found.empty:
        return None
    encoding = encode({**found.values, **found.states})
    problems = refusals(found, encoding)
    if problems:
        raise OffloadError("\n".join(problems))
    backend = backend_named(options.backend) if options.backend else active()
    connection = connect(backend)
    spec = _spec(session, cells, options)
    planned = plan(spec, _payload(cells, found, encoding, options), connection)
    return Prepared(tuple(cells), found, encoding, planned, connection)


def send(session: Session, ready: Prepared, options: Options) -> Job:
    """Send the job and follow it. Raises OffloadError if the same one still runs."""
    if not options.again:
        _refuse_twice(session, ready)
    line = StatusLine(session.shell)
    try:
        sent = submit(ready.plan, ready.connection, Sending(line))
    finally:
        line.clear()
    job = Job(session, sent.name, ready.plan.backend.name, _origin(session, ready))
    price = ready.plan.price
    job.facts.update(
        nonce=sent.nonce,
        type=ready.plan.instance.name,
        image=ready.plan.image,
        region=ready.connection.region,
        account=None if ready.plan.backend.local else ready.connection.account,
        price_per_hour=price.usd_per_hour if price else None,
        folder=os.getcwd(),
        notes=list(ready.captured.remarks.values()),
        sent=sent.sent,
    )
    session.add(job)
    return job


def _captured(session: Session, cells: Sequence[Cell], options: Options) -> Capture:
    namespace = session.shell.user_ns
    only = options.inputs
    arguments: dict[str, Any] = {"cell_files_root": Path.cwd(), "only": only}
    sources = [cell.source for cell in cells]
    try:
        if session.unsettled():
            # What is still being computed has to be here before it can go along.
            session.settle(of_usage(names(sources), namespace))
        return capture(sources, namespace, **arguments)
    except CaptureError as error:
        raise OffloadError(_located(error, cells)) from error


def _located(error: CaptureError, cells: Sequence[Cell]) -> str:
    """The message with the cell's own line."""
    if error.line is None:
        return f"{error} No job was made."
    text = str(error).partition(": ")[2]
    return f"line {error.line + cells[-1].first_line - 1}: {text}. No job was made."


def _spec(session: Session, cells: Sequence[Cell], options: Options) -> Json:
    compute: Json = {
        "instance_type": options.type,
        "gpu": options.gpu,
        "memory_gib": options.memory,
        "cpu": options.cpu,
        "volume_gib": None if options.volume is None else int(options.volume),
        "warm_seconds": options.warm,
        "price": options.price,
    }
    limits: Json = {"max_cost": options.max_cost, "max_runtime": options.max_runtime}
    outputs: Json = {"mode": "auto"}
    if options.outputs is not None:
        outputs = {"mode": "names", "names": list(options.outputs)}
    spec: Json = {
        "version": 1,
        "kind": "cell",
        "name": options.name,
        "notebook": session.cell.notebook or None,
        "cell": cells[-1].id,
        "compute": _said(compute),
        "image": options.image,
        "limits": _said(limits),
        "outputs": outputs,
        "requirements": requirements(options.requirements),
        "data": [{"name": name, "uri": uri} for name, uri in options.data],
        "environment": environment(options.env, options.allow_secret),
        "tags": dict(options.tags),
    }
    return _said(spec)


def _said(members: Json) -> Json:
    return {key: value for key, value in members.items() if value is not None}


def _payload(
    cells: Sequence[Cell], found: Capture, encoding: Encoding, options: Options
) -> Payload:
    parts = [
        {"source": source, "first_line": cell.first_line, "cell_id": cell.id, "label": cell.label}
        for cell, source in zip(cells, found.parts, strict=True)
    ]
    files = {one.path: one.source for one in found.files}
    files.update(included(options.include, Path.cwd()))
    return Payload(
        parts=parts,
        inputs=encoding.items,
        prelude=found.prelude,
        modules={one.path: one.source for one in found.modules},
        files=files,
        untouched=found.untouched,
        random_state=list(found.states),
        options=found.options,
        packages=required(found.packages, encoding.items),
    )


def _refuse_twice(session: Session, ready: Prepared) -> None:
    spec = ready.plan.spec
    running = still_running(
        ready.connection, spec.get("notebook") or "", spec.get("cell") or "", ready.plan.digest
    )
    for one in running:
        if one.same:
            raise OffloadError(
                f"The same job is still running: {one.name} ({one.status})."
                f" `%offload attach {one.name}` follows it; --again runs it a second time."
            )


def _origin(session: Session, ready: Prepared) -> Origin:
    found, namespace = ready.captured, session.shell.user_ns
    manifest = json.loads(ready.plan.manifest)
    sent = [Sent(tuple(item["names"]), item["sha256"]) for item in manifest["inputs"]]
    usage = found.usage
    changeable = {name for name in found.values if name not in found.untouched}
    outputs = ready.plan.spec["outputs"]
    names = usage.binds | usage.deletes | changeable
    if outputs["mode"] == "names":
        names = set(outputs["names"])
    return Origin(
        cells=ready.cells,
        names=frozenset(name for name in names if not name.startswith("__offload_")),
        open_ended=(usage.star or bool(usage.unknown)) and outputs["mode"] == "auto",
        identities=frozenset(
            id(found.values[name]) for name in changeable if not _is_fixed(found.values[name])
        ),
        snapshot=Snapshot.of(names, sent, namespace),
        number=len(session.jobs),
    )


def _is_fixed(value: object) -> bool:
    return isinstance(value, (int, float, complex, str, bytes, type(None), type))
