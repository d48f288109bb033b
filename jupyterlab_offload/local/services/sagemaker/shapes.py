"""Structures of SageMaker's service model, by name."""

from __future__ import annotations

from functools import cache

from botocore.model import StructureShape

from ...protocol.models import service_model


@cache
def structure(name: str) -> StructureShape:
    shape = service_model("sagemaker").shape_for(name)
    assert isinstance(shape, StructureShape)
    return shape
