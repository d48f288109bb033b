"""Rules for how long a job may run and wait."""

from __future__ import annotations

from typing import Any

from ..defaults import MAX_RUNTIME_SECONDS
from ..errors import invalid

LONGEST_SECONDS = 28 * 86_400
"""MaxRuntimeInSeconds, at most 28 days."""


def check(request: dict[str, Any]) -> None:
    condition = request.get("StoppingCondition")
    if condition is None:
        # Optional in the model only because serverless jobs have none.
        raise invalid("StoppingCondition is required.")
    runtime = condition.get("MaxRuntimeInSeconds", MAX_RUNTIME_SECONDS)
    if runtime > LONGEST_SECONDS:
        raise invalid(
            f"1 validation error detected: Value '{runtime}' at"
            " 'stoppingCondition.maxRuntimeInSeconds' failed to satisfy constraint: Member must"
            f" have value less than or equal to {LONGEST_SECONDS}"
        )
    wait = condition.get("MaxWaitTimeInSeconds")
    if request.get("EnableManagedSpotTraining"):
        if wait is None or wait < runtime:
            raise invalid(
                "Invalid MaxWaitTimeInSeconds. It must be present and be greater than or equal to"
                " MaxRuntimeInSeconds"
            )
    elif wait is not None:
        raise invalid(
            "Invalid MaxWaitTimeInSeconds. It is only supported when EnableManagedSpotTraining is"
            " set to true"
        )
