"""Days on AWS for tests: the built-in scenario at a pace that tests can wait for."""

from __future__ import annotations

from typing import Any

from jupyterlab_offload.local.scenario import load


def aws_like(pace: float) -> dict[str, Any]:
    """The scenario ``aws-like`` with all its delays multiplied by `pace`."""
    document = dict(load("aws-like"))
    for name in ("log_delay", "search_delay", "checkpoint_delay"):
        document[name] *= pace
    document["delays"] = {phase: delay * pace for phase, delay in document["delays"].items()}
    return document
