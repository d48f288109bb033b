"""Errors that AWS answered, by code; where a code says too little, by AWS's text."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timezone
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING

from ..backends import Backend
from ..errors import SubmitError
from .codes import (
    CLOCK_CODES,
    DENIED_CODES,
    DOWN_CODES,
    ELSEWHERE_CODES,
    EXPIRED_CODES,
    THROTTLED_CODES,
    UNKNOWN_KEY_CODES,
)
from .refused import invalid
from .words import console, quoted, sentence, sign_in

if TYPE_CHECKING:
    from botocore.exceptions import ClientError

_ON_BUCKET = ("Bucket", "Object", "Objects", "ObjectsV2", "Upload", "Part", "AccessBlock")
CLOCK_SECONDS = 240
"""AWS refuses signatures that are five minutes off (S3: fifteen)."""


@dataclass(frozen=True)
class Answer:
    """An error of AWS's. `skew` is how many seconds this machine's clock is ahead of AWS's."""

    backend: Backend
    operation: str
    code: str
    message: str
    status: int
    skew: float

    @property
    def on_bucket(self) -> bool:
        """S3's operations that this package calls."""
        return self.operation.endswith(
            ("Bucket", "Object", "Objects", "ObjectsV2", "Upload", "Part")
        )


def of_answer(error: ClientError, backend: Backend) -> SubmitError:
    found = error.response.get("Error", {})
    code, message = str(found.get("Code", "")), str(found.get("Message", ""))
    about = error.response.get("ResponseMetadata", {})
    answer = Answer(
        backend,
        operation=error.operation_name,
        code=code,
        message=message,
        status=about.get("HTTPStatusCode", 0),
        skew=_skew(about.get("HTTPHeaders", {}).get("date")),
    )
    return _which(answer)(answer)


def _which(answer: Answer) -> Callable[[Answer], SubmitError]:
    code = answer.code
    timed = code in UNKNOWN_KEY_CODES | DENIED_CODES and _TIME.search(answer.message)
    if code in CLOCK_CODES or timed:
        return _clock
    # The answer to a HEAD has no body that could say more than the status.
    if code in ("403", "401"):
        return _clock if abs(answer.skew) > CLOCK_SECONDS else _denied
    if code == "404" and answer.operation == "HeadBucket":
        return _no_bucket
    return _BY_CODE.get(code, _down if answer.status >= 500 else _other)


def _skew(date: str | None) -> float:
    try:
        there = parsedate_to_datetime(date or "")
        return (datetime.now(timezone.utc) - there).total_seconds()
    except (TypeError, ValueError):
        return 0.0


def _other(answer: Answer) -> SubmitError:
    said = f" {sentence(answer.message)}" if answer.message else ""
    return SubmitError("aws", f"AWS refuses {answer.operation} ({quoted(answer.code)}).{said}")


def _clock(answer: Answer) -> SubmitError:
    minutes = round(abs(answer.skew) / 60)
    side = "ahead of" if answer.skew > 0 else "behind"
    off = f"{minutes} min {side} AWS's" if minutes else "wrong"
    return SubmitError(
        "clock",
        f"This machine's clock is {off}: AWS refuses requests of another time.",
        "Set it (`sudo timedatectl set-ntp true`, in WSL `wsl --shutdown`), then try again.",
    )


def _expired(answer: Answer) -> SubmitError:
    return SubmitError("expired", "The AWS credentials have expired.", sign_in(answer.backend))


def _unknown_key(answer: Answer) -> SubmitError:
    profile = answer.backend.profile
    where = f"the profile {profile}" if profile else "AWS_ACCESS_KEY_ID or the default profile"
    return SubmitError(
        "no-credentials",
        f"AWS does not accept the credentials in {answer.backend.region}.",
        f"Check {where}; a region that your account has not enabled yet answers the same.",
    )


def _no_bucket(answer: Answer) -> SubmitError:
    return SubmitError(
        "no-bucket",
        f"There is no bucket {answer.backend.bucket!r}.",
        "Create it (`%offload setup aws` offers to), or name another one in backends.json.",
    )


def bucket_elsewhere(backend: Backend, region: str = "") -> SubmitError:
    """SageMaker reads and writes buckets of its own region only."""
    return SubmitError(
        "bucket-region",
        f"The bucket {backend.bucket!r} is in {region or 'another region'}, but the backend"
        f" {backend.name} is in {backend.region}: SageMaker needs both in one.",
        "Name a bucket of that region in backends.json, or change the backend's region.",
    )


def _elsewhere(answer: Answer) -> SubmitError:
    expected = re.search(r"expecting '([a-z0-9-]+)'", answer.message)
    return bucket_elsewhere(answer.backend, expected[1] if expected else "")


def _bucket_taken(answer: Answer) -> SubmitError:
    return SubmitError(
        "bucket-taken",
        f"The bucket name {answer.backend.bucket!r} belongs to somebody else.",
        "Names are shared by all of AWS: choose another one with --bucket NAME.",
    )


def _quota(answer: Answer) -> SubmitError:
    named = re.search(r"'([^']+)' is (\d+)", answer.message)
    link = f"{console(answer.backend)}/servicequotas/home/services/sagemaker/quotas"
    if named is None:
        return SubmitError(
            "quota",
            f"A SageMaker quota of your account is used up: {sentence(answer.message)}",
            f"Request an increase (SageMaker's, not EC2's) at {link}",
        )
    if int(named[2]):
        return SubmitError(
            "quota",
            f"Your account's quota {named[1]!r} is {named[2]}, and all of it is in use.",
            f"Wait for a job to end, stop one, take another type, or ask for more at {link}",
        )
    return SubmitError(
        "quota",
        f"Your account may not start that type yet: its quota {named[1]!r} is 0.",
        f"Request an increase (SageMaker's, not EC2's) at {link} or take another type: new"
        " accounts have no GPUs.",
    )


def _capacity(answer: Answer) -> SubmitError:
    return SubmitError(
        "capacity", "AWS has no instance of this type free now.", "Try another type or region."
    )


def _throttled(answer: Answer) -> SubmitError:
    return SubmitError(
        "throttled",
        f"AWS still asks for fewer requests ({answer.operation}), after several tries.",
        "Others in your account are asking too: try again in a minute.",
    )


def _down(answer: Answer) -> SubmitError:
    return SubmitError(
        "unavailable",
        f"AWS itself has a problem with {answer.operation}.",
        "Try again in a minute.",
    )


def _no_access(answer: Answer) -> SubmitError:
    """The SSO portal's answer to GetRoleCredentials."""
    if answer.operation != "GetRoleCredentials":
        return _denied(answer)
    return SubmitError(
        "denied",
        "Your sign-in (SSO) may not use the role that the profile names.",
        "Check sso_account_id and sso_role_name in ~/.aws/config.",
    )


def _denied(answer: Answer) -> SubmitError:
    backend, message = answer.backend, answer.message
    named = re.search(r"perform: ([a-zA-Z0-9-]+:\w+)", message)
    action = named[1] if named else answer.operation
    if "PassRole" in message:
        return SubmitError(
            "pass-role",
            f"You may not hand the role {backend.role} to a job (iam:PassRole).",
            "Ask your administrator; `%offload check --policies` prints what allows it.",
        )
    if action.startswith("kms:") or "master key" in message or "KMS" in message:
        return SubmitError(
            "kms",
            f"The bucket {backend.bucket!r} is encrypted with a key that you may not use"
            f" ({action if action.startswith('kms:') else 'KMS'}).",
            "Ask the key's owner to allow kms:GenerateDataKey and kms:Decrypt to you and to the"
            f" role {backend.role}.",
        )
    if answer.on_bucket:
        return SubmitError(
            "denied-bucket",
            f"S3 refuses {answer.operation} in {backend.bucket!r}: it is somebody else's bucket, or"
            " you have no right there.",
            "Check it in backends.json; `%offload check --policies` prints what you need there.",
        )
    if "explicit deny" in message:
        return SubmitError(
            "denied",
            f"A policy of your organisation forbids {action}.",
            "Only your administrator can allow it.",
        )
    return SubmitError(
        "denied",
        f"You may not call {action}.",
        "`%offload check --policies` prints the policy that is needed.",
    )


def _invalid(answer: Answer) -> SubmitError:
    return invalid(answer.backend, answer.operation, answer.message)


_TIME = re.compile("Signature (expired|not yet current)|still later|too (large|skewed)", re.I)
_BY_CODE: dict[str, Callable[[Answer], SubmitError]] = {
    **dict.fromkeys(EXPIRED_CODES, _expired),
    **dict.fromkeys((*UNKNOWN_KEY_CODES, "RegionDisabledException", "OptInRequired"), _unknown_key),
    "NoSuchBucket": _no_bucket,
    **dict.fromkeys(ELSEWHERE_CODES, _elsewhere),
    "BucketAlreadyExists": _bucket_taken,
    "ResourceLimitExceeded": _quota,
    **dict.fromkeys(("CapacityError", "InsufficientCapacityException"), _capacity),
    **dict.fromkeys((*THROTTLED_CODES, "429"), _throttled),
    **dict.fromkeys(DOWN_CODES, _down),
    "ForbiddenException": _no_access,
    **dict.fromkeys(DENIED_CODES, _denied),
    **dict.fromkeys(("ValidationException", "ValidationError"), _invalid),
}
