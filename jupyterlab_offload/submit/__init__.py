"""From a job spec and what travels with it to a job of SageMaker's, and its results back.

    backend = active()                      # `local`, or one of backends.json
    connection = connect(backend)           # starts the local engine if need be
    planned = plan(spec, payload, connection)
    sent = submit(planned, connection)
    digest = vouched_digest(connection, sent.name, sent.nonce)      # None: not yet
    results = fetch(connection, sent.name, sent.nonce, digest)      # None: not yet

What a user has to be told arrives as SubmitError (or SpecError, for a spec that does not fit).
Every backend takes the same way; they differ in endpoint, credentials, image and price.
"""

from .backends import Backend, active, all_backends, backend_named, use
from .connection import Connection, connect, never_used
from .describing import describe, state_of
from .errors import SubmitError
from .find import Found, find_jobs, sent_here
from .hints import get_line, job_line
from .journal import Entry, Journal
from .payload import Payload
from .planning import Plan, plan
from .results import Results, fetch, live_outputs, vouched_digest
from .send import Submitted, look_at_data, submit, to_upload
from .twins import Running, StillRunning, note_end, still_running

__all__ = [
    "Backend",
    "Connection",
    "Entry",
    "Found",
    "Journal",
    "Payload",
    "Plan",
    "Results",
    "Running",
    "StillRunning",
    "SubmitError",
    "Submitted",
    "active",
    "all_backends",
    "backend_named",
    "connect",
    "describe",
    "fetch",
    "find_jobs",
    "get_line",
    "job_line",
    "live_outputs",
    "look_at_data",
    "never_used",
    "note_end",
    "plan",
    "sent_here",
    "state_of",
    "still_running",
    "submit",
    "to_upload",
    "use",
    "vouched_digest",
]
