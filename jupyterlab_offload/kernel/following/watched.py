"""What the watcher sees of a job, in plain values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Description:
    """A DescribeTrainingJob answer. Times are epoch seconds, `billable` seconds."""

    status: str
    secondary: str
    started: float | None
    ended: float | None
    billable: float | None
    reason: str
    instance: str

    @classmethod
    def of(cls, answer: Mapping[str, Any]) -> Description:
        return cls(
            status=answer["TrainingJobStatus"],
            secondary=answer.get("SecondaryStatus", ""),
            started=_epoch(answer.get("TrainingStartTime")),
            ended=_epoch(answer.get("TrainingEndTime")),
            billable=answer.get("BillableTimeInSeconds"),
            reason=answer.get("FailureReason", ""),
            instance=answer.get("ResourceConfig", {}).get("InstanceType", ""),
        )


def _epoch(found: Any) -> float | None:
    return None if found is None else float(found.timestamp())
