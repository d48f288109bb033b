"""Logs written as a job's supervisor writes them, and read through the operations."""

from __future__ import annotations

from typing import Any

import pytest

from jupyterlab_offload.local.context import Call, Engine, Identity
from jupyterlab_offload.local.protocol.errors import AWSError
from jupyterlab_offload.local.services.logs import OPERATIONS
from jupyterlab_offload.local.store.logs import LogWriter

GROUP = "/aws/sagemaker/TrainingJobs"
CALLER = Identity("AKIATEST", "arn:aws:iam::000000000000:user/test", "AIDATEST")


class Logs:
    """An engine's logs: ``write`` as a supervisor, call operations by their names."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self._writers: dict[tuple[str, str], LogWriter] = {}

    def write(self, stream: str, *lines: str, group: str = GROUP) -> None:
        writer = self._writers.get((group, stream))
        if writer is None:
            engine = self.engine
            writer = LogWriter(engine.db, engine.home, group, stream, engine.clock)
            self._writers[group, stream] = writer
        writer.append("".join(line + "\n" for line in lines).encode())

    def close(self, stream: str, group: str = GROUP) -> None:
        self._writers.pop((group, stream)).close()

    def call(self, operation: str, **given: Any) -> dict[str, Any]:
        """The answer to a request about the training jobs' group, unless another is named."""
        if operation != "DescribeLogGroups" and "logGroupIdentifier" not in given:
            given.setdefault("logGroupName", GROUP)
        call = Call(self.engine, CALLER, operation, "request")
        return dict(OPERATIONS[operation](call, given))

    def error(self, operation: str, **given: Any) -> tuple[str, str]:
        """Code and message of the error that a request ends with."""
        with pytest.raises(AWSError) as caught:
            self.call(operation, **given)
        assert caught.value.status == 400
        return caught.value.code, caught.value.message


@pytest.fixture
def logs(engine: Engine) -> Logs:
    return Logs(engine)
