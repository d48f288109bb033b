"""What cells need, found and encoded, and the job that would come of it; nothing is sent."""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TypeVar

from ..codecs import Encoding, encode
from ..spec import Json, SpecError
from ..spec import job_spec as checked
from ..submit import (
    Backend,
    Connection,
    Payload,
    Plan,
    Running,
    StillRunning,
    SubmitError,
    active,
    backend_named,
    connect,
    plan,
)
from .capture import Capture, CaptureError, capture, names
from .capture.definitions import is_users
from .capture.files import MOST_BYTES
from .capture.secrets import secret_in
from .dataflow.reads import of_usage
from .errors import OffloadError
from .inputs import environment, included, refusals, requirements, tags
from .job import STOPPING, Cell, Job
from .not_python import told
from .options import Options
from .options.nearest import did_you_mean
from .packages import required
from .session import Session
from .sources import data_sources

T = TypeVar("T")


@dataclass(frozen=True)
class Contents:
    """What the cells take along, as it was at `looked_at` (epoch seconds)."""

    cells: tuple[Cell, ...]
    captured: Capture
    encoding: Encoding
    looked_at: float


@dataclass(frozen=True)
class Prepared:
    """Everything about a job that is known before it is sent."""

    contents: Contents
    plan: Plan
    connection: Connection

    @property
    def cells(self) -> tuple[Cell, ...]:
        return self.contents.cells

    @property
    def captured(self) -> Capture:
        return self.contents.captured


def prepare(session: Session, cells: Sequence[Cell], options: Options) -> Prepared | None:
    """Find out everything, send nothing. None when there is nothing to run. Raises OffloadError.

    What is still being computed is waited for, since it has to be here before it can go along.
    """
    if session.unsettled():
        usage = _located(session, cells, lambda: names([cell.source for cell in cells]))
        wanted = of_usage(usage, session.shell.user_ns)
        # What --in names may still be computed, too.
        asked = wanted.names | frozenset(options.inputs or ())
        again = frozenset(cell.id for cell in cells)
        session.settle(replace(wanted, names=asked), again)
    found = contents(session, cells, options)
    if found.captured.empty:
        return None
    problems = refusals(found.captured, found.encoding)
    if problems:
        raise OffloadError("\n".join(problems.values()))
    connection = connect(place(options))
    return Prepared(found, planned(session, found, options, connection), connection)


def own_twin(session: Session, cells: Sequence[Cell], options: Options) -> Job | None:
    """The job as which these very cells run already, over what they would read now.

    To be asked before the cells wait for it: they would wait for their own first run, and then run
    again. Raises StillRunning for one that is being stopped: it would not bring what is asked for.
    """
    for job in session.unsettled():
        if job.ended or job.origin is None or _texts(job.origin.cells) != _texts(cells):
            continue
        try:
            found = contents(session, cells, options)
            digest = planned(session, found, options, connect(place(options))).digest
        except (OffloadError, SubmitError, SpecError):
            return None  # something has to be waited for, or is wrong and will be said
        if digest == job.facts.get("digest"):
            if job.status == STOPPING:
                raise StillRunning(
                    Running(job.name, job.backend, job.status, job.sent_at, same=True)
                )
            return job
    return None


def _texts(cells: Sequence[Cell]) -> list[tuple[str, str]]:
    return [(cell.id, cell.source) for cell in cells]


def contents(session: Session, cells: Sequence[Cell], options: Options) -> Contents:
    """What the cells take from the kernel as it is now. Raises OffloadError."""
    namespace = session.shell.user_ns
    for name in options.inputs or ():
        if name not in namespace:
            near = did_you_mean(name, [one for one in namespace if is_users(one, namespace)]) or "."
            raise OffloadError(f"--in {name}: the kernel has no variable of that name{near}")
    looked_at = time.time()
    named = included(options.include, Path.cwd())
    found = _located(
        session,
        cells,
        lambda: capture(
            [cell.source for cell in cells],
            namespace,
            cell_files_root=Path.cwd(),
            only=options.inputs,
            files_bytes=MOST_BYTES if options.files_bytes is None else options.files_bytes,
            included=named,
            allow_secret=options.allow_secret,
        ),
    )
    for text in options.env:
        # Capture points out the variables that a job lacks.
        found.remarks.pop(text.partition("=")[0], None)
    return Contents(tuple(cells), found, encode({**found.values, **found.states}), looked_at)


def place(options: Options) -> Backend:
    """The backend that the line names, else the active one. Raises SubmitError."""
    return backend_named(options.backend) if options.backend else active()


def planned(session: Session, found: Contents, options: Options, connection: Connection) -> Plan:
    """The job as it would be sent. Raises OffloadError, SubmitError, SpecError."""
    spec = job_spec(session, found.cells, options)
    try:
        return plan(spec, _payload(found, options), connection)
    except OSError as error:
        name = error.filename or "A file"
        raise OffloadError(f"{name} cannot be read: {error.strerror or error}.") from error


def _located(session: Session, cells: Sequence[Cell], analyse: Callable[[], T]) -> T:
    try:
        return analyse()
    except CaptureError as error:
        raise told(error, session.shell, cells[-1], "No job was made.") from error


def job_spec(session: Session, cells: Sequence[Cell], options: Options) -> Json:
    """What the line means, with its defaults. Raises OffloadError, SpecError."""
    compute: Json = {
        "instance_type": options.type,
        "gpu": options.gpu,
        "memory_gib": options.memory,
        "cpu": options.cpu,
        "volume_gib": None if options.volume is None else math.ceil(options.volume),
        "warm_seconds": options.warm,
        "price": options.price,
    }
    limits: Json = {"max_cost": options.max_cost, "max_runtime": options.max_runtime}
    outputs: Json = {"mode": "auto"}
    if options.outputs is not None:
        outputs = {"mode": "names", "names": list(options.outputs)}
    variables = environment(options.env, options.allow_secret)
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
        "requirements": requirements(options.requirements or "auto"),
        "data": data_sources(options.data, Path.cwd()).channels,
        "environment": variables,
        "masked": [name for name, value in variables.items() if secret_in(name, value)],
        "tags": tags(options.tags, options.allow_secret),
    }
    return checked(_said(spec))


def files_of(contents: Contents, options: Options) -> dict[str, Path]:
    """The files that go along, by their path below the working directory. Raises OffloadError."""
    opened = {one.path: one.source for one in contents.captured.files}
    return {**opened, **included(options.include, Path.cwd())}


def _said(members: Json) -> Json:
    return {key: value for key, value in members.items() if value is not None}


def _payload(contents: Contents, options: Options) -> Payload:
    found, encoding = contents.captured, contents.encoding
    parts = [
        {"source": source, "first_line": cell.first_line, "cell_id": cell.id, "label": cell.label}
        for cell, source in zip(contents.cells, found.parts, strict=True)
    ]
    return Payload(
        parts=parts,
        inputs=encoding.items,
        prelude=found.prelude,
        modules={one.path: one.source for one in found.modules},
        files=files_of(contents, options),
        data=data_sources(options.data, Path.cwd()).files,
        untouched=found.untouched,
        random_state=found.draws,
        options=found.options,
        packages=required(found.packages, encoding.items),
        files_bytes=options.files_bytes,
    )
