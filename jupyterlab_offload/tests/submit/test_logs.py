"""A job's log is read with whichever right there is, and says the same."""

from __future__ import annotations

from typing import Any

import pytest
from botocore.exceptions import ClientError

from jupyterlab_offload.submit import Connection, SubmitError, plan, submit, vouched_digest
from jupyterlab_offload.submit.logs import lines
from jupyterlab_offload.submit.rights import findings

from .tools import ended, payload, spec

pytestmark = pytest.mark.usefixtures("small_driver")


def denied(operation: str) -> ClientError:
    error = {"Code": "AccessDeniedException", "Message": f"not authorized to perform: {operation}"}
    return ClientError({"Error": error}, operation)  # type: ignore[arg-type]  # as much as is read


class Restricted:
    """A connection that is refused some operations of the log's, and what it has asked for."""

    def __init__(self, like: Connection, *refused: str) -> None:
        self.connection = Connection(like.backend, like.engine)
        self.refused = set(refused)
        self.asked: list[str] = []
        events = self.connection.client("logs").meta.events
        events.register("before-call.cloudwatch-logs", self._refuse)

    def _refuse(self, model: Any, **_: Any) -> None:
        self.asked.append(model.name)
        if model.name in self.refused:
            raise denied(model.name)


@pytest.fixture
def restricted(local: Connection) -> Restricted:
    """As with AmazonSageMakerFullAccess."""
    return Restricted(local, "FilterLogEvents")


def test_without_the_right_to_filter_streams_are_read(
    local: Connection, restricted: Restricted
) -> None:
    sent = submit(plan(spec(), payload(a=1), local), local)
    ended(local, sent.name)
    digest = vouched_digest(local, sent.name, sent.nonce)
    assert digest is not None
    assert vouched_digest(restricted.connection, sent.name, sent.nonce) == digest
    assert list(lines(restricted.connection, sent.name)) == list(lines(local, sent.name))
    # Once told, it is not asked again.
    assert restricted.asked.count("FilterLogEvents") == 1


def test_a_job_that_has_not_logged_yet_has_no_lines(restricted: Restricted) -> None:
    assert list(lines(restricted.connection, "not-there-261127-000000-abcd")) == []
    assert [one.fine for one in findings(restricted.connection)][-1]


def test_without_any_right_it_is_said(restricted: Restricted) -> None:
    restricted.refused = {"FilterLogEvents", "DescribeLogStreams"}
    with pytest.raises(SubmitError) as caught:
        vouched_digest(restricted.connection, "x", "y")
    assert caught.value.kind == "denied"
    assert not [one.fine for one in findings(restricted.connection)][-1]
