"""GetCallerIdentity."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ...context import Call


def get_caller_identity(call: Call, given: dict[str, Any]) -> Mapping[str, Any]:
    identity = call.identity
    return {"UserId": identity.user_id, "Account": identity.account, "Arn": identity.arn}
