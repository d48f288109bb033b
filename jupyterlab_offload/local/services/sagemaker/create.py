"""CreateTrainingJob: a request is accepted as a whole, or refused with nothing left behind."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ...context import Call, Engine
from ...protocol.errors import AWSError
from ...store import jobs
from . import rules
from .defaults import complete
from .rules.tags import check_tags

_STARTING = "Starting the training job"


def create_training_job(call: Call, request: dict[str, Any]) -> Mapping[str, Any]:
    engine = call.engine
    tags = check_tags(request.get("Tags", ()))
    rules.check(request, engine)
    _check_quota(request, engine)
    # Assumed, for AWS does not document it: ARNs have names in lower case, so two names that
    # differ in case alone are one. A file system may not tell their folders apart either.
    arn = engine.arn("sagemaker", f"training-job/{request['TrainingJobName'].lower()}")
    try:
        job = jobs.create(engine.db, complete(request), arn, tags, engine.clock(), _STARTING)
    except jobs.JobExists as error:
        raise AWSError(
            "ResourceInUse",
            "Training job names must be unique within an AWS account and region, and a training"
            f" job with this name already exists ({error.arn})",
        ) from error
    engine.wake_scheduler()
    return {"TrainingJobArn": job.arn}


def _check_quota(request: dict[str, Any], engine: Engine) -> None:
    resources = request["ResourceConfig"]
    kind, count = resources["InstanceType"], resources["InstanceCount"]
    quota = engine.scenario.quota(kind)
    if quota is None:
        return
    spot = bool(request.get("EnableManagedSpotTraining"))
    used = jobs.instances_in_use(engine.db, kind, spot)
    if used + count > quota:
        usage = f"{kind} for {'spot ' if spot else ''}training job usage"
        raise AWSError(
            "ResourceLimitExceeded",
            f"The account-level service limit '{usage}' is {quota} Instances, with current"
            f" utilization of {used} Instances and a request delta of {count} Instances. Please use"
            " AWS Service Quotas to request an increase for this quota. If AWS Service Quotas is"
            " not available, contact AWS support to request an increase for this quota.",
        )
