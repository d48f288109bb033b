"""What the watcher sees of a job, in plain values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from ...submit import state_of


@dataclass(frozen=True)
class Description:
    """A DescribeTrainingJob answer. Times are epoch seconds; `billable` and `warm`, which a warm
    pool has kept of the instance, are seconds of each of `count` instances."""

    status: str
    secondary: str
    started: float | None
    ended: float | None
    billable: float | None
    reason: str
    instance: str
    count: int = 1
    volume_gib: float = 0.0
    warm: float = 0.0

    @classmethod
    def of(cls, answer: Mapping[str, Any]) -> Description:
        resources = answer.get("ResourceConfig", {})
        pool = answer.get("WarmPoolStatus", {})
        status, secondary = state_of(answer)
        return cls(
            status=status,
            secondary=secondary,
            started=_epoch(answer.get("TrainingStartTime")),
            ended=_epoch(answer.get("TrainingEndTime")),
            billable=answer.get("BillableTimeInSeconds"),
            reason=answer.get("FailureReason", ""),
            instance=resources.get("InstanceType", ""),
            count=resources.get("InstanceCount", 1),
            volume_gib=resources.get("VolumeSizeInGB", 0.0),
            warm=pool.get("ResourceRetainedBillableTimeInSeconds", 0.0),
        )


def _epoch(found: Any) -> float | None:
    return None if found is None else float(found.timestamp())
