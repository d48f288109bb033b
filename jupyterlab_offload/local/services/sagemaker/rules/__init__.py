"""The rules between the fields of a CreateTrainingJob request, which no service model states.

The edge has already held the request against the model. Each rule takes the request and raises
AWSError for the first thing that is wrong; where AWS's own words are known, they are used.
"""

from __future__ import annotations

from typing import Any

from ....context import Engine
from . import algorithm, inputs, later, outputs, resources, time


def check(request: dict[str, Any], engine: Engine) -> None:
    """Raises AWSError unless the engine can run exactly what is asked for."""
    later.check(request)
    resources.check(request)
    time.check(request)
    algorithm.check(request, engine)
    outputs.check(request)
    inputs.check(request, engine)
