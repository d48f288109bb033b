"""A job's status as people should read it."""

from __future__ import annotations

from jupyterlab_offload.driver.verdict import AT_LIMIT, verdict
from jupyterlab_offload.submit import state_of

FAILED = {"TrainingJobStatus": "Failed", "SecondaryStatus": "Failed"}


def test_an_end_just_before_the_limit_is_told_as_sagemakers_own_at_it() -> None:
    said = verdict({"ended": "interrupted"}, 0, "deadline")
    reason = f"AlgorithmError: {said.reason}, exit code: {said.exit_code}"
    assert state_of({**FAILED, "FailureReason": reason}) == ("Stopped", "MaxRuntimeExceeded")


def test_every_other_end_is_told_as_aws_tells_it() -> None:
    assert state_of(FAILED) == ("Failed", "Failed")
    # What ends with the driver's code by itself, as `timeout` does.
    reason = "AlgorithmError: The cell called sys.exit with 124., exit code: 124"
    assert state_of({**FAILED, "FailureReason": reason}) == ("Failed", "Failed")


def test_a_reason_alone_ends_nothing_and_undoes_nothing() -> None:
    for status in ("InProgress", "Completed"):
        forged = {"TrainingJobStatus": status, "FailureReason": AT_LIMIT}
        assert state_of(forged) == (status, "")
