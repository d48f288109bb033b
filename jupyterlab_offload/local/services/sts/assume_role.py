"""AssumeRole: a key, a secret and a token that work until they expire."""

from __future__ import annotations

import base64
import hashlib
import re
import secrets
from collections.abc import Mapping
from typing import Any

from ...context import Call
from ...protocol.errors import AWSError
from ...settings import ACCOUNT

DEFAULT_SECONDS = 3600
CHAINED_SECONDS = 3600
"""The longest that a session may last which a session asks for."""

_ROLE = re.compile(
    r"arn:aws:iam::([0-9]{12}):role/((?:[!-~]{1,510}/)?)([\w+=,.@-]{1,64})", re.ASCII
)
_KEY_ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"


def assume_role(call: Call, given: dict[str, Any]) -> Mapping[str, Any]:
    role = _ROLE.fullmatch(given["RoleArn"])
    if role is None:
        raise AWSError("ValidationError", f"{given['RoleArn']} is invalid")
    if role[1] != ACCOUNT:
        raise _not_authorized(call, given["RoleArn"])
    seconds = _seconds(call, given)
    now = call.engine.clock()
    session = given["RoleSessionName"]
    role_id = _role_id(given["RoleArn"])
    key = {
        "access_key": "ASIAOFFLOAD" + "".join(secrets.choice(_KEY_ALPHABET) for _ in range(9)),
        "secret": secrets.token_urlsafe(30),
        "token": base64.b64encode(secrets.token_bytes(192)).decode("ascii"),
        "arn": f"arn:aws:sts::{ACCOUNT}:assumed-role/{role[3]}/{session}",
        "user_id": f"{role_id}:{session}",
        "expires": float(int(now) + seconds),
    }
    _record(call, key, now)
    return {
        "Credentials": {
            "AccessKeyId": key["access_key"],
            "SecretAccessKey": key["secret"],
            "SessionToken": key["token"],
            "Expiration": key["expires"],
        },
        "AssumedRoleUser": {"AssumedRoleId": key["user_id"], "Arn": key["arn"]},
        "SourceIdentity": given.get("SourceIdentity"),
    }


def _seconds(call: Call, given: Mapping[str, Any]) -> int:
    seconds: int = given.get("DurationSeconds", DEFAULT_SECONDS)
    chained = ":assumed-role/" in call.identity.arn
    if chained and seconds > CHAINED_SECONDS:
        raise AWSError(
            "ValidationError",
            "The requested DurationSeconds exceeds the 1 hour session limit for roles assumed by"
            " role chaining",
        )
    return seconds


def _record(call: Call, key: Mapping[str, Any], now: float) -> None:
    db = call.engine.db
    with db.write():
        # A day late, so that a session that has just ended is told so and not "unknown".
        db.run("DELETE FROM sessions WHERE expires < ?", now - 86_400)
        db.run(
            "INSERT INTO sessions (access_key, secret, token, arn, user_id, expires)"
            " VALUES (?, ?, ?, ?, ?, ?)",
            key["access_key"],
            key["secret"],
            key["token"],
            key["arn"],
            key["user_id"],
            key["expires"],
        )


def _role_id(arn: str) -> str:
    """A role's unique id in AWS's form; the engine keeps no roles, so it follows from the name."""
    digest = base64.b32encode(hashlib.sha256(arn.encode()).digest()).decode("ascii")
    return f"AROA{digest[:17]}"


def _not_authorized(call: Call, role: str) -> AWSError:
    return AWSError(
        "AccessDenied",
        f"User: {call.identity.arn} is not authorized to perform: sts:AssumeRole on resource:"
        f" {role}",
        403,
    )
