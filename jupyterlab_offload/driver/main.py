"""The driver's way through a job: verify, fork, run the cell there, vouch for its results here."""

from __future__ import annotations

import faulthandler
import os
import signal
import sys
import time
from typing import Any, NoReturn

from . import manifest as manifests
from . import publish, work
from .boot import NONCE
from .clocks import deadline_of
from .link import Link
from .log import Log
from .manifest import Manifest
from .monitor import Monitor, crash_note, read_draft
from .places import OUTPUTS_FILE, Places
from .record import Record
from .refusal import REFUSED, SetupError
from .verdict import MAX_FAILURE, Verdict, verdict

RESULT_VERSION = 1


def main() -> NoReturn:
    """Runs the job that the Environment names and ends the process with the job's exit code."""
    log = Log(os.dup(1), time.monotonic)
    places = Places.of(os.environ)
    try:
        manifest = manifests.load(places.manifest, os.environ)
    except SetupError as error:
        # No manifest, no nonce that could be trusted: the reason is all there is to say.
        log.note(str(error))
        _fail(places, str(error))
        _exit(REFUSED)
    known = {**os.environ, **manifest.environment}
    log.hide(known.get(name, "") for name in manifest.masked)
    log.note(f"job {manifest.job}, Python {sys.version.split()[0]}")
    _exit(_run(manifest, places, log))


def _run(manifest: Manifest, places: Places, log: Log) -> int:
    started = time.time()
    places = publish.prepare(places)
    draft_file = os.path.join(places.base, "draft.json")
    link = Link()
    # A stop that comes now waits until both processes know what to do with it.
    signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGTERM})
    child = os.fork()
    if child == 0:
        faulthandler.enable(os.dup(2))
        work.run(manifest, places, link.sender(), draft_file)
    with open(os.path.join(places.checkpoints, OUTPUTS_FILE), "wb") as file:
        record = Record(file, time.monotonic)
        deadline = deadline_of(manifest.limits, places)
        monitor = Monitor(child, link.receiver(), record, log, deadline)
        code = monitor.run()
    log.flush()
    draft = read_draft(draft_file)
    found = verdict(draft, code, monitor.asked)
    if found.status == "crashed":
        log.note(crash_note(code))
    # One that died has left no draft: then the record knows which cell ran.
    return _finish(manifest, places, log, draft or {"part": record.part}, found, started)


def _finish(
    manifest: Manifest,
    places: Places,
    log: Log,
    draft: dict[str, Any],
    found: Verdict,
    started: float,
) -> int:
    """Results, failure file, digest line; the exit code."""
    result = {
        "values": [],
        **{key: part for key, part in draft.items() if key != "ended"},
        "version": RESULT_VERSION,
        "job": manifest.job,
        "nonce": manifest.nonce,
        "status": found.status,
        "partial": found.is_partial,
        "exit_code": found.exit_code,
        "reason": found.reason,
        "outputs": publish.outputs_of(places),
        "python": {
            "version": sys.version.split()[0],
            "implementation": sys.implementation.name,
        },
        "timings": {**draft.get("timings", {}), "started": started, "ended": time.time()},
    }
    if found.exit_code:
        _fail(places, log.masked(found.reason))
    try:
        digest = publish.publish(places, result, everywhere=found.status != "done")
    except OSError as error:
        log.note(f"the results cannot be written: {error}")
        _fail(places, f"the results cannot be written: {error}")
        return found.exit_code or 1
    log.note(f"{found.status}: {found.reason}" if found.reason else found.status)
    log.line(publish.result_line(manifest.nonce, digest))
    return found.exit_code


def _fail(places: Places, reason: str) -> None:
    """The file whose first characters become the job's FailureReason."""
    try:
        os.makedirs(os.path.dirname(places.failure), exist_ok=True)
        with open(places.failure, "w", encoding="utf-8", errors="backslashreplace") as file:
            file.write(reason[:MAX_FAILURE])
    except OSError:
        return  # the log has it


def _exit(code: int) -> NoReturn:
    os.environ.pop(NONCE, None)
    sys.stdout.flush()
    os._exit(code)
