"""The environment variables of a job: what its request declares, SM_*, and a container's basics.

Nothing of the engine's own environment is among them. The SM_* variables are those of SageMaker's
training toolkit (https://github.com/aws/sagemaker-training-toolkit).
"""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from . import hyperparameters
from .layout import HOST, OPT_ML, JobFolder, configuration

MARKER = "OFFLOAD_JOB"
"""Names the job's folder: how left-overs of a job are told from other processes."""
MAX_VARIABLE_BYTES = 128 * 1024 - 1
"""What Linux takes as one ``NAME=value``."""
SYSTEM_PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"
_IN_OPT_ML = re.compile(rf"(?<![\w.-]){OPT_ML}(?![\w.-])")


@dataclass(frozen=True)
class View:
    """How the algorithm sees its folder: ``ml`` is /opt/ml, or the folder's own path."""

    ml: str

    def path(self, path: str) -> str:
        """A path under /opt/ml as the algorithm can use it."""
        return self.ml + path.removeprefix(OPT_ML) if path.startswith(OPT_ML) else path

    def rewrite(self, text: str) -> str:
        """Puts this view's folder in the place of each /opt/ml in a text."""
        return text if self.ml == OPT_ML else _IN_OPT_ML.sub(lambda _: self.ml, text)


@dataclass(frozen=True)
class Job:
    """What the variables are made of. ``python`` is the interpreter's path."""

    request: Mapping[str, Any]
    arn: str
    region: str
    folder: JobFolder
    view: View
    tmp: str
    python: str
    path: tuple[str, ...] = ()
    """Folders to search for programs, before the system's."""


def variables(job: Job) -> dict[str, str]:
    """The whole environment. What no environment can hold (a NUL, ``=`` in a name) is left out."""
    declared = job.request.get("Environment", {})
    every = {
        **_basics(job),
        **{
            f"SM_{name.upper()}": hyperparameters.variable(value)
            for name, value in _toolkit(job).items()
        },
        **{name: job.view.rewrite(value) for name, value in declared.items()},
        "TRAINING_JOB_NAME": job.request["TrainingJobName"],
        "TRAINING_JOB_ARN": job.arn,
        MARKER: str(job.folder.root),
    }
    return {name: value for name, value in every.items() if _possible(name, value)}


def _basics(job: Job) -> dict[str, str]:
    path = [str(job.folder.bin), *job.path, os.path.dirname(job.python), SYSTEM_PATH]
    return {
        "PATH": ":".join(path),
        "HOME": str(job.folder.user_home),
        "TMPDIR": job.tmp,
        "LANG": "C.UTF-8",
        "LC_ALL": "C.UTF-8",
        # As in SageMaker's images: lines arrive when they are printed, in order.
        "PYTHONUNBUFFERED": "1",
        "PYTHONIOENCODING": "UTF-8",
        "AWS_REGION": job.region,
        "CURRENT_HOST": HOST,
    }


def _toolkit(job: Job) -> dict[str, Any]:
    config = configuration(job.request)
    decoded = hyperparameters.decode(config["hyperparameters"])
    own = hyperparameters.for_script(decoded)
    resources = config["resourceconfig"]
    program = decoded.get("sagemaker_program")
    ml = job.view.ml
    channels = {name: f"{ml}/input/data/{name}" for name in config["inputdataconfig"]}
    facts: dict[str, Any] = {
        "hosts": resources["hosts"],
        "current_host": HOST,
        "current_instance_type": resources["current_instance_type"],
        "current_instance_group": resources["current_group_name"],
        "network_interface_name": resources["network_interface_name"],
        "num_cpus": _cpus(),
        "num_gpus": _gpus(),
        "hps": own,
        "framework_params": hyperparameters.for_framework(decoded),
        "resource_config": resources,
        "input_data_config": config["inputdataconfig"],
        "channels": sorted(channels),
        "model_dir": f"{ml}/model",
        "output_dir": f"{ml}/output",
        "output_data_dir": f"{ml}/output/data",
        "output_intermediate_dir": f"{ml}/output/intermediate",
        "input_dir": f"{ml}/input",
        "input_config_dir": f"{ml}/input/config",
        "module_dir": decoded.get("sagemaker_submit_directory", f"{ml}/code"),
        "module_name": program.removesuffix(".py") if isinstance(program, str) else None,
        "user_entry_point": program,
        "user_args": hyperparameters.arguments(own),
        "log_level": decoded.get("sagemaker_container_log_level", 20),
        "job_name": job.request["TrainingJobName"],
    }
    return {
        **facts,
        "training_env": {
            **facts,
            "channel_input_dirs": channels,
            "hyperparameters": own,
            "is_master": True,
            "master_hostname": HOST,
        },
        # Resolves to this machine through the job's own /etc/hosts.
        "master_addr": HOST if ml == OPT_ML else "127.0.0.1",
        "master_port": "7777",
        **{f"channel_{name}": path for name, path in channels.items()},
        **{f"hp_{name}": value for name, value in own.items()},
    }


def _cpus() -> int:
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def _gpus() -> int:
    return sum(1 for name in os.listdir("/dev") if re.fullmatch(r"nvidia\d+", name))


def _possible(name: str, value: str) -> bool:
    if not name or "=" in name or "\0" in name + value:
        return False
    return len(f"{name}={value}".encode(errors="surrogatepass")) <= MAX_VARIABLE_BYTES
