"""What SageMaker can do and the local engine cannot: refused by name, never ignored."""

from __future__ import annotations

from typing import Any

from ..errors import invalid, not_served

_MEMBERS = {
    "ServerlessJobConfig": "serverless training jobs",
    "MlflowConfig": "MLflow",
    "ModelPackageConfig": "model packages",
    "DebugRuleConfigurations": "Debugger rules",
}
_RESOURCES = {
    "InstanceGroups": "heterogeneous clusters",
    "InstancePreferences": "a choice of instance types",
    "TrainingPlanArn": "training plans",
    "InstancePlacementConfig": "UltraServers",
}
_SELECTED = ("SelectedInstanceType", "SelectedInstanceCount")


def check(request: dict[str, Any]) -> None:
    for member, what in _MEMBERS.items():
        if request.get(member):
            raise not_served(f"{what} ({member})")
    if request.get("ExperimentConfig"):
        raise not_served("experiments (ExperimentConfig)")
    if request.get("RemoteDebugConfig", {}).get("EnableRemoteDebug"):
        raise not_served("remote debugging (RemoteDebugConfig)", "The job runs on this machine.")
    _check_resources(request.get("ResourceConfig", {}))


def _check_resources(resources: dict[str, Any]) -> None:
    for member in _SELECTED:
        if member in resources:
            raise invalid(f"{member} is read-only and not accepted in CreateTrainingJob requests.")
    for member, what in _RESOURCES.items():
        if resources.get(member):
            raise not_served(f"{what} ({member})")
    if resources.get("InstanceCount", 1) > 1:
        raise not_served("jobs of several instances", "Set InstanceCount to 1.")
