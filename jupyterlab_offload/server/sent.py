"""What ``GET offload/sent`` answers; its shape is sent.schema.json beside this file."""

from __future__ import annotations

from typing import TypedDict

from ..submit import Journal, backend_named, connect
from ..submit.journal import ENDED

_MOST = 200
"""Newest jobs that are told of: older ones are in every list."""


class Job(TypedDict):
    name: str
    notebook: str
    cell: str
    created: float
    ended: bool


class Sent(TypedDict):
    jobs: list[Job]


def to_backend(name: str) -> Sent:
    """The jobs that kernels of this machine have sent to a backend, from their journal.

    None of the local engine, whose Search is never late: it need not run for this. AWS is asked
    for the account, once for each key. Raises SubmitError, and sqlite3.Error or OSError where the
    journal cannot be read.
    """
    backend = backend_named(name)
    if backend.local:
        return {"jobs": []}
    entries = Journal().of(connect(backend).identity)
    # Those without a nonce were learnt from tags: another machine may have sent them.
    sent = [entry for entry in entries if entry.nonce]
    return {
        "jobs": [
            {
                "name": entry.name,
                "notebook": entry.notebook,
                "cell": entry.cell,
                "created": entry.created,
                "ended": entry.state == ENDED,
            }
            for entry in sent[:_MOST]
        ]
    }
