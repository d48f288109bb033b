"""StopTrainingJob."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ...context import Call
from ...store import jobs
from .errors import invalid, no_such_job

_STOPPING = "Stopping the training job"


def stop_training_job(call: Call, request: dict[str, Any]) -> Mapping[str, Any]:
    """Only a job that is in progress can be stopped; the scheduler does the rest.

    A second stop while the first is under way is refused too: AWS does not promise to take it.
    """
    engine, name = call.engine, request["TrainingJobName"]
    job = jobs.get(engine.db, name)
    if job is None:
        raise no_such_job()
    if job.status == "InProgress":
        # Its supervisor may have ended it since; then it is returned as ended.
        job = jobs.request_stop(engine.db, name, engine.clock(), _STOPPING) or job
        if job.status == "Stopping":
            engine.wake_scheduler()
            return {}
    raise invalid(f"The request was rejected because the training job is in status {job.status}.")
