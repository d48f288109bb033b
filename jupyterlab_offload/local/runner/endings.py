"""How a job can end before its algorithm has ended by itself."""

from __future__ import annotations

MAX_REASON = 1024
"""Characters of a FailureReason, as AWS limits it."""


class JobFailed(Exception):
    """The job ends as Failed; the message is its FailureReason, in AWS's style."""


class StopRequested(Exception):
    """StopTrainingJob was called."""


class TimeIsUp(Exception):
    """MaxRuntimeInSeconds have passed since the job's TrainingStartTime."""
