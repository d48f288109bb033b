"""Why SageMaker does not take or does not run a job: roles, images, data, keys, capacity.

Before the job is there its text comes as ValidationException, afterwards as FailureReason. No
model has these texts: they are those that people report of CreateTrainingJob (see the package).
"""

from __future__ import annotations

import re

from ..backends import Backend
from ..errors import SubmitError
from .words import sentence

_ROLE = re.compile(r"assume (the )?role|AssumeRole|Invalid.*RoleArn|roleArn", re.I)
_IMAGE = re.compile(
    r"requested image|Cannot find repository|Access denied for repository|repository of your image"
    r"|Cannot pull algorithm container|CannotPullContainer|manifest unknown|not grant ecr",
    re.I,
)
_DATA = re.compile(r"No S3 objects found under S3 URL \"?([^\s\"]+)|Data download failed", re.I)
_KMS = re.compile(r"\bkms\b|KMS key|master key", re.I)
_CAPACITY = re.compile(r"^CapacityError|InsufficientInstanceCapacity|ML compute capacity", re.I)
_TYPE = re.compile(r"'(ml\.[a-z0-9.-]+)' at 'resourceConfig\.instanceType'", re.I)
_REGION = re.compile(
    r"bucket.*(same|selected|another|different|wrong) region|PermanentRedirect", re.I
)
_DENIED = re.compile(r"AccessDenied|Access Denied|not authorized|403", re.I)


def invalid(backend: Backend, operation: str, message: str) -> SubmitError:
    """The answer ValidationException."""
    known = _known(backend, message) if operation.startswith("Create") else None
    if known is not None:
        return known
    if backend.local and message.startswith("The local engine"):
        return SubmitError("invalid", sentence(message))
    who = "The local engine" if backend.local else "AWS"
    return SubmitError("invalid", f"{who} refuses {operation}: {sentence(message)}")


def advice_for(reason: str, backend: Backend) -> str:
    """What to do about a job's FailureReason; empty where it says it all, or is the cell's own."""
    if reason.startswith("AlgorithmError"):
        return ""
    known = _known(backend, reason)
    if known is not None:
        return known.advice
    if reason.startswith("ClientError") and _DENIED.search(reason):
        return f"{backend.role} lacks a right: `%offload check --policies` prints what it needs."
    if reason.startswith("InternalServerError"):
        return "AWS itself had a problem: run the cell again."
    return ""


def _known(backend: Backend, text: str) -> SubmitError | None:
    if _CAPACITY.search(text):
        return SubmitError(
            "capacity",
            "AWS has no instance of this type free now.",
            "Nothing was charged: run the cell again later, or with another type"
            " (`%offload plan` shows their prices).",
        )
    if _ROLE.search(text):
        return SubmitError(
            "no-role",
            f"SageMaker cannot use the role {backend.role}: it is not there, or does not trust"
            " SageMaker.",
            "Its trust policy must name sagemaker.amazonaws.com (`%offload check --policies` prints"
            " it); another role goes into backends.json.",
        )
    if _IMAGE.search(text):
        return SubmitError(
            "image",
            f"SageMaker cannot fetch the image: {sentence(text)}",
            f"Check --image, its region, and that {backend.role} may read it (ecr:BatchGetImage,"
            " ecr:GetDownloadUrlForLayer, ecr:GetAuthorizationToken).",
        )
    if _REGION.search(text) and "No S3 objects" not in text:
        return SubmitError(
            "bucket-region", sentence(text), f"Use a bucket in {backend.region} in backends.json."
        )
    data = _DATA.search(text)
    if data is not None:
        return SubmitError(
            "data",
            f"SageMaker finds no data in {data[1] or 'one of the channels'}.",
            f"Check --data, that it is in {backend.region}, and that {backend.role} may list and"
            " read it.",
        )
    if _KMS.search(text):
        return SubmitError(
            "kms",
            f"The job may not use the bucket's encryption key: {sentence(text)}",
            f"Allow kms:Decrypt and kms:GenerateDataKey on it to {backend.role}.",
        )
    wrong = _TYPE.search(text)
    if wrong is not None:
        return SubmitError(
            "instance",
            f"AWS offers no {wrong[1]} for training in {backend.region}.",
            "Take another type; `%%offload ml.<Tab>` lists those that are known.",
        )
    return None
