"""The instance types that a scenario names: SageMaker's, or ``*`` for every other one."""

from __future__ import annotations

import difflib
from collections.abc import Mapping
from typing import Any

from ..home import Home
from .errors import ScenarioError

ANY = "*"
MEMBERS = ("quotas", "capacity_errors")


def check_instance_types(given: Mapping[str, Any], home: Home | None) -> None:
    """Raises ScenarioError for a type that CreateTrainingJob's model lacks: it would do nothing."""
    named = [(member, name) for member in MEMBERS for name in given.get(member, {}) if name != ANY]
    if not named:
        return
    # Late: most scenarios name none, and the model takes longer than all the rest of a start.
    from ..protocol.models import service_model

    shape = service_model("sagemaker", home).shape_for("TrainingInstanceType")
    known: list[str] = shape.metadata["enum"]
    for member, name in named:
        if name not in known:
            near = difflib.get_close_matches(name, known, 1)
            hint = f"did you mean {near[0]}?" if near else "they look like ml.m5.large."
            raise ScenarioError(
                f"The scenario is wrong: {member} names {name!r}, which is no instance type for"
                f" training; {hint}"
            )
