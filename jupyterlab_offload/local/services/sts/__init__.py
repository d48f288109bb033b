"""STS: who is calling, and sessions."""

from __future__ import annotations

from ...context import Operation
from .assume_role import assume_role
from .caller import get_caller_identity

OPERATIONS: dict[str, Operation] = {
    "AssumeRole": assume_role,
    "GetCallerIdentity": get_caller_identity,
}

__all__ = ["OPERATIONS"]
