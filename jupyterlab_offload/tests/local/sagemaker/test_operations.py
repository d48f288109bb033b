"""The table of operations is what the service models are cut down to."""

from __future__ import annotations

from jupyterlab_offload.local.protocol.served import SERVED
from jupyterlab_offload.local.services.sagemaker import OPERATIONS


def test_every_served_operation_is_there_and_no_other() -> None:
    assert sorted(OPERATIONS) == sorted(SERVED["sagemaker"])
