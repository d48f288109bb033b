"""The jobs of one kernel as their backends see them: looked at, read, stopped, brought back."""

from __future__ import annotations

import contextlib
import time
from typing import BinaryIO

from ...driver.log import PREFIX
from ...spec import Json
from ...submit import (
    Connection,
    Results,
    SubmitError,
    backend_named,
    connect,
    describe,
    fetch,
    live_outputs,
    note_end,
    vouched_digest,
)
from ...submit.explain import explained
from ...submit.explain.refused import advice_for
from ...submit.logs import lines
from ..errors import OffloadError
from ..job import TERMINAL, Job
from ..unfinished import no_results
from .fetching import Fetching
from .live import AWS_SECONDS, LOCAL_SECONDS, LiveText
from .outcome import Outcome
from .watched import Description

SMALL_BYTES = 100 * 2**20
"""Results up to this size in all come when the job ends (a default may say another); larger
ones when they are used."""
MAX_RECORD_BYTES = 64 * 2**20
"""More than the driver records: a forged one shall not fill the memory."""
_LAST_WORD = 200
"""Characters of the log's last word that a message has room for."""
LATE_SECONDS_LOCAL, LATE_SECONDS = 5.0, 120.0
"""How long after a job's end its log and its files may still be on their way."""


class Remote:
    """Everything that talks to a backend about jobs that run; in any thread."""

    def __init__(self) -> None:
        self._over: dict[Job, float] = {}

    def connection(self, job: Job) -> Connection:
        return connect(backend_named(job.backend))

    def is_local(self, job: Job) -> bool:
        return bool(backend_named(job.backend).local)

    def look(self, job: Job, ask: bool) -> bool:
        """One look; whether the job has ended and its outcome is known. Raises SubmitError.

        `ask`: Describe is due. Otherwise only the result's object is looked for.
        """
        connection = self.connection(job)
        with explained(connection.backend):
            return self._look(connection, job, ask)

    def _look(self, connection: Connection, job: Job, ask: bool) -> bool:
        if not ask and not (job in self._over or _result_is_there(connection, job.name)):
            return False
        if job not in self._over:
            answer = describe(connection, job.name)
            if answer is None:
                return False
            job.facts.setdefault("nonce", answer.get("Environment", {}).get("OFFLOAD_NONCE", ""))
            job.describe(Description.of(answer))
            if job.status not in TERMINAL:
                return False
            self._over[job] = time.monotonic()
        outcome = self._outcome(connection, job)
        if outcome is None:
            return False
        del self._over[job]
        note_end(connection, job.name)
        job.finish(outcome)
        return True

    def _outcome(self, connection: Connection, job: Job) -> Outcome | None:
        """What the job made, None while log or files may still come."""
        nonce = str(job.facts.get("nonce", ""))
        late = LATE_SECONDS_LOCAL if connection.backend.local else LATE_SECONDS
        patient = time.monotonic() - self._over[job] < late
        try:
            digest = vouched_digest(connection, job.name, nonce)
        except SubmitError as error:
            if error.passes:
                raise
            if error.kind != "denied":
                return Outcome(reason=str(error))
            digest = None
        else:
            if digest is None:
                if patient and _may_have_run(job):
                    return None
                return Outcome(reason=f"{_no_results(job)} {_last_word(connection, job)}".strip())
        try:
            results = fetch(connection, job.name, nonce, digest)
            if results is None:
                missing = (
                    f"The results of {job.name} are not in its bucket, or not those that its log"
                    " vouches for: nothing is loaded."
                )
                if patient:
                    return None
                # One that died while it was uploading tells why.
                died = job.description is not None and bool(job.description.reason)
                return Outcome(reason=f"{_no_results(job)} {missing}" if died else missing)
            return _opened(results, job)
        except SubmitError as error:
            if error.passes:
                raise
            return Outcome(reason=str(error))

    def live(self, job: Job, part: int | None = None) -> LiveText:
        """The text of the job, or of one part, while it runs."""
        seconds = LOCAL_SECONDS if self.is_local(job) else AWS_SECONDS
        connection = self.connection(job)
        return LiveText(lambda start: live_outputs(connection, job.name, start), seconds, part=part)

    def logs(self, job: Job) -> str:
        """All lines of the job's log. Raises SubmitError."""
        connection = self.connection(job)
        with explained(connection.backend):
            return "\n".join(lines(connection, job.name))

    def stop(self, job: Job) -> None:
        """Ask the job to stop; one that has ended already stays as it is. Raises OffloadError."""
        from botocore.exceptions import ClientError

        connection = self.connection(job)
        try:
            with explained(connection.backend):
                connection.client("sagemaker").stop_training_job(TrainingJobName=job.name)
        except SubmitError as error:
            cause = error.__cause__
            code = cause.response["Error"]["Code"] if isinstance(cause, ClientError) else ""
            if code != "ValidationException":  # so it answers for a job that has ended
                raise OffloadError(f"{job.name} was not stopped: {error}") from error

    def bring(self, job: Job, fetching: Fetching, names: set[str] | None = None) -> None:
        """Fetch values that are not here yet, all or those named; what cannot be had is named in
        the job's problems."""
        found = job.outcome
        if not isinstance(job.facts.get("results"), Results):
            return
        files = dict(found.files)
        for entry in found.result.get("values", ()):
            wanted = names is None or names.intersection(entry["names"])
            if wanted and entry["file"] not in files:
                try:
                    files[entry["file"]] = fetching.open(entry, whole=False)
                except SubmitError as error:
                    job.problems.update({name: str(error) for name in entry["names"]})
        job.finish(Outcome(found.result, files, found.record, found.reason, found.trusted))


def _opened(results: Results, job: Job) -> Outcome:
    document: Json = results.document
    outputs = document.get("outputs")
    record = b""
    if outputs and outputs["size"] <= MAX_RECORD_BYTES:
        with results.open(outputs) as file:
            record = file.read()
    entries = document["values"]
    most = job.facts.get("results_bytes")
    small = sum(entry["size"] for entry in entries) <= (SMALL_BYTES if most is None else most)
    files: dict[str, BinaryIO] = {}
    if small or job.waited:
        # Whoever waits decodes them now; otherwise they are here before the next cell needs them.
        # Without room on the disk they come when they are used, which says so.
        with contextlib.suppress(OSError):
            for entry in entries:
                files[entry["file"]] = results.open(entry, whole=not job.waited)
    job.facts["results"] = results
    trusted = results.vouched and (job.origin is not None or bool(job.facts.get("trust")))
    reason = "" if document["status"] == "done" else str(document.get("reason", ""))
    return Outcome(document, files, record, reason, trusted)


def _result_is_there(connection: Connection, name: str) -> bool:
    from botocore.exceptions import ClientError

    place = connection.place
    try:
        connection.client("s3").head_object(
            Bucket=place.bucket,
            Key=f"{place.output(name)}model/result.json",
            ExpectedBucketOwner=place.account,
        )
    except ClientError as error:
        if error.response["ResponseMetadata"]["HTTPStatusCode"] in (403, 404):
            return False
        raise
    return True


def _may_have_run(job: Job) -> bool:
    found = job.description
    return found is not None and found.started is not None


def _last_word(connection: Connection, job: Job) -> str:
    """The driver's last line in the log: often it says why there is no result."""
    words = ""
    with contextlib.suppress(SubmitError), explained(connection.backend):
        for line in lines(connection, job.name, PREFIX.strip()):
            words = line if line.startswith(PREFIX) else words
    words = "".join(one for one in words.strip() if one.isprintable())
    return f"Its log ends with: {words[:_LAST_WORD]}" if words else ""


def _no_results(job: Job) -> str:
    found = job.description
    reason = found.reason if found else ""
    if reason and not reason.endswith((".", "!", "?")):
        reason += "."
    advice = advice_for(reason, backend_named(job.backend))
    return f"{no_results(job)} {reason} {advice}".strip()
