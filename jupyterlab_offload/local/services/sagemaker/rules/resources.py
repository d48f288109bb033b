"""Rules for instances and their volumes."""

from __future__ import annotations

from typing import Any

from ..errors import invalid

LOCAL_STORAGE = frozenset(
    {
        "c5d",
        "c6id",
        "g4dn",
        "g5",
        "g6",
        "g6e",
        "m5d",
        "m6id",
        "p3dn",
        "p4d",
        "p4de",
        "p5",
        "p5e",
        "p5en",
        "r5d",
        "trn1",
        "trn1n",
        "trn2",
    }
)
"""Instance families with NVMe storage of their own, to which no KMS key can be given."""


def check(request: dict[str, Any]) -> None:
    resources = request.get("ResourceConfig")
    if not resources:
        raise invalid("ResourceConfig is required.")
    for member in ("InstanceType", "InstanceCount", "VolumeSizeInGB"):
        if member not in resources:
            raise invalid(f"{member} is required in ResourceConfig.")
    for member in ("InstanceCount", "VolumeSizeInGB"):
        _at_least_one(resources, member)
    kind = resources["InstanceType"]
    if resources.get("VolumeKmsKeyId") and kind.split(".")[1] in LOCAL_STORAGE:
        raise invalid(
            f"VolumeKmsKeyId is not supported for instance type {kind}, which has local storage."
        )
    if resources.get("KeepAlivePeriodInSeconds") and request.get("EnableManagedSpotTraining"):
        raise invalid("KeepAlivePeriodInSeconds is not supported with managed spot training.")


def _at_least_one(resources: dict[str, Any], member: str) -> None:
    # The model says 0 because of serverless jobs, which have neither.
    if resources[member] < 1:
        name = member[0].lower() + member[1:]
        raise invalid(
            f"1 validation error detected: Value '{resources[member]}' at 'resourceConfig.{name}'"
            " failed to satisfy constraint: Member must have value greater than or equal to 1"
        )
