"""What tests of a submit say again and again."""

from __future__ import annotations

from typing import Any

from jupyterlab_offload.codecs import encode
from jupyterlab_offload.submit import Connection, Payload, Results, fetch, vouched_digest
from jupyterlab_offload.submit.describing import TERMINAL, describe
from jupyterlab_offload.submit.send import Submitted
from jupyterlab_offload.tests.local.live import wait_for


def spec(**members: Any) -> dict[str, Any]:
    return {"version": 1, "kind": "cell", **members}


def payload(source: str = "pass", **values: object) -> Payload:
    return Payload(parts=[{"source": source}], inputs=encode(values).items)


def ended(connection: Connection, name: str) -> dict[str, Any]:
    """The job's description when it is over."""

    def over() -> dict[str, Any] | None:
        found = describe(connection, name)
        assert found is not None
        return found if found["TrainingJobStatus"] in TERMINAL else None

    found = wait_for(over, 30.0)
    assert found is not None
    return found


def results(connection: Connection, sent: Submitted) -> Results:
    """The job's results, once it is over."""
    ended(connection, sent.name)
    digest = wait_for(lambda: vouched_digest(connection, sent.name, sent.nonce))
    found = fetch(connection, sent.name, sent.nonce, digest)
    assert found is not None
    return found
