"""Where a job's things are: in its own folder, and as its algorithm sees them under /opt/ml.

AWS's layout: https://docs.aws.amazon.com/sagemaker/latest/dg/your-algorithms-training-algo-running-container.html
"""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

OPT_ML = "/opt/ml"
SHARED_TMP = "/tmp/offload-"
"""Begins the names of temporary folders of jobs that have no private mounts."""
HOST = "algo-1"
"""The name of a job's only host."""
LOOPBACK_INTERFACE = "lo0" if sys.platform == "darwin" else "lo"


@dataclass(frozen=True)
class JobFolder:
    """A job's folder in the engine's home; it is removed when the job has ended."""

    root: Path

    @property
    def lock(self) -> Path:
        """Locked (flock) as long as the job's supervisor lives."""
        return self.root / "lock"

    @property
    def pid(self) -> Path:
        """The supervisor's process id, written when it is ready for signals."""
        return self.root / "pid"

    @property
    def plan(self) -> Path:
        return self.root / "plan.json"

    @property
    def log(self) -> Path:
        """What the supervisor itself has to say; empty on a good day."""
        return self.root / "supervisor.log"

    @property
    def ml(self) -> Path:
        """What the algorithm finds at /opt/ml."""
        return self.root / "ml"

    @property
    def bin(self) -> Path:
        """Put before everything else on the job's PATH."""
        return self.root / "bin"

    @property
    def user_home(self) -> Path:
        """The algorithm's HOME."""
        return self.root / "home"

    @property
    def tmp(self) -> Path:
        """The algorithm's temporary files, or a link to where they are (see SHARED_TMP)."""
        return self.root / "tmp"

    @property
    def checkpoints(self) -> Path:
        """The checkpoint folder of a job whose checkpoint path is not under /opt/ml."""
        return self.root / "checkpoints"

    @property
    def hosts(self) -> Path:
        """The job's own /etc/hosts."""
        return self.root / "hosts"

    @property
    def code(self) -> Path:
        return self.ml / "code"

    @property
    def model(self) -> Path:
        return self.ml / "model"

    @property
    def output_data(self) -> Path:
        return self.ml / "output" / "data"

    @property
    def failure(self) -> Path:
        return self.ml / "output" / "failure"

    @property
    def input_config(self) -> Path:
        return self.ml / "input" / "config"

    def channel(self, name: str) -> Path:
        """``name`` must have passed the service model's pattern, which still allows ``..``."""
        return self.ml / "input" / "data" / name

    def create(self, request: Mapping[str, Any]) -> None:
        """Makes the folders and writes the configuration files of /opt/ml/input/config."""
        for folder in (
            self.model,
            self.output_data,
            self.input_config,
            self.code,
            self.ml / "input" / "data",
            self.user_home,
            self.tmp,
            self.bin,
        ):
            folder.mkdir(parents=True, exist_ok=True)
        for name, content in configuration(request).items():
            (self.input_config / f"{name}.json").write_text(json.dumps(content), "utf-8")


def configuration(request: Mapping[str, Any]) -> dict[str, dict[str, Any]]:
    """The contents of the files in /opt/ml/input/config, by their names without ``.json``."""
    return {
        "hyperparameters": dict(request.get("HyperParameters", {})),
        "inputdataconfig": {
            channel["ChannelName"]: _channel(channel, request)
            for channel in request.get("InputDataConfig", ())
        },
        "resourceconfig": _resources(request["ResourceConfig"]),
    }


def _channel(channel: Mapping[str, Any], request: Mapping[str, Any]) -> dict[str, str]:
    source = channel["DataSource"].get("S3DataSource", {})
    mode = channel.get("InputMode") or request["AlgorithmSpecification"]["TrainingInputMode"]
    described = {
        "TrainingInputMode": mode,
        "S3DistributionType": source.get("S3DataDistributionType", "FullyReplicated"),
        "RecordWrapperType": channel.get("RecordWrapperType", "None"),
    }
    if "ContentType" in channel:
        described["ContentType"] = channel["ContentType"]
    return described


def _resources(resources: Mapping[str, Any]) -> dict[str, Any]:
    kind = resources.get("InstanceType", "")
    return {
        "current_host": HOST,
        "current_instance_type": kind,
        "current_group_name": "homogeneousCluster",
        "hosts": [HOST],
        "instance_groups": [
            {"instance_group_name": "homogeneousCluster", "instance_type": kind, "hosts": [HOST]}
        ],
        # AWS says eth0, where it exists; a job here can rely on the loopback interface only.
        "network_interface_name": LOOPBACK_INTERFACE,
    }
