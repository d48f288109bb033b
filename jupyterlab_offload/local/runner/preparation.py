"""From a job's request to a command that can be run: its folder filled, its sandbox decided."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from ..home import Home
from . import launch
from .endings import JobFailed
from .environment import Job, View, variables
from .init import Command, Sandbox
from .layout import HOST, OPT_ML, SHARED_TMP, JobFolder
from .plan import Plan
from .script_mode import Script

PRIVATE_TMP = "/opt/tmp"
DEFAULT_CHECKPOINTS = f"{OPT_ML}/checkpoints"


@dataclass(frozen=True)
class Stage:
    """Where a job runs. Without a sandbox it has no /opt/ml of its own; ``refusal`` says why."""

    folder: JobFolder
    view: View
    sandbox: Sandbox | None
    tmp: str
    """The algorithm's TMPDIR. Short: sockets are made there, and their paths are bounded."""
    refusal: str = ""


def set_stage(folder: JobFolder, home: Home, plan: Plan) -> Stage:
    """Finds out whether the system lets the job have private mounts."""
    if not plan.private_mounts:
        return _shared(folder, "the setting private_mounts is off")
    sandbox = Sandbox(_places(folder, home), plan.max_processes)
    refusal = launch.refusal(sandbox)
    if refusal is not None:
        return _shared(folder, refusal)
    return Stage(folder, View(OPT_ML), sandbox, PRIVATE_TMP)


def _shared(folder: JobFolder, refusal: str) -> Stage:
    tmp = f"{SHARED_TMP}{os.urandom(6).hex()}"
    os.mkdir(tmp, 0o700)
    # The link is how whoever clears the job away finds it.
    folder.tmp.rmdir()
    os.symlink(tmp, folder.tmp)
    return Stage(folder, View(str(folder.ml)), None, tmp, refusal)


def _places(folder: JobFolder, home: Home) -> tuple[tuple[str, str], ...]:
    places = [(str(folder.ml), OPT_ML), (str(folder.tmp), PRIVATE_TMP)]
    if home.credentials_file.exists():
        # The engine's key is none of the job's business.
        places.append((os.devnull, str(home.credentials_file)))
    with suppress(OSError):
        hosts = Path("/etc/hosts").read_text("utf-8", "replace")
        folder.hosts.write_text(f"{hosts.rstrip()}\n127.0.0.1 {HOST}\n", "utf-8")
        places.append((str(folder.hosts), "/etc/hosts"))
    return tuple(places)


def place_checkpoints(stage: Stage, local_path: str) -> tuple[Stage, Path]:
    """The stage with a checkpoint path, and its folder on the host. Raises JobFailed."""
    path = os.path.normpath(local_path)
    if path.startswith(f"{OPT_ML}/"):
        folder = stage.folder.ml / path.removeprefix(f"{OPT_ML}/")
        folder.mkdir(parents=True, exist_ok=True)
        return stage, folder
    if stage.sandbox is None or not os.path.isabs(path) or path in ("/", OPT_ML):
        raise JobFailed(
            f"ClientError: The checkpoint path {local_path!r} cannot be used here: it has to be"
            f" a folder below {OPT_ML}" + (f" ({stage.refusal})." if stage.refusal else ".")
        )
    stage.folder.checkpoints.mkdir(exist_ok=True)
    places = (*stage.sandbox.places, (str(stage.folder.checkpoints), path))
    sandbox = replace(stage.sandbox, places=places)
    return replace(stage, sandbox=sandbox), stage.folder.checkpoints


def command(
    stage: Stage,
    request: Mapping[str, Any],
    arn: str,
    plan: Plan,
    layer: Path | None,
    note: Callable[[str], None],
) -> Command:
    """What runs the algorithm: the request's entry point, else its script. Raises JobFailed."""
    python = str(layer / "bin" / "python") if layer else plan.python
    path = (os.path.dirname(plan.python),) if layer else ()
    _provide_python(stage.folder, python)
    job = Job(request, arn, plan.region, stage.folder, stage.view, stage.tmp, python, path)
    argv = _argv(stage, request, python, note)
    # In the code folder also without a script: what a job writes to its working directory must
    # not end up in the machine's root folder, where a container's would be.
    return Command(argv, variables(job), stage.view.path(f"{OPT_ML}/code"), plan.max_disk_bytes)


def _argv(
    stage: Stage, request: Mapping[str, Any], python: str, note: Callable[[str], None]
) -> list[str]:
    algorithm = request["AlgorithmSpecification"]
    entrypoint = algorithm.get("ContainerEntrypoint")
    if entrypoint:
        argv = [*entrypoint, *algorithm.get("ContainerArguments", ())]
        rewritten = [stage.view.rewrite(part) for part in argv]
        if rewritten != argv:
            note(f"In the entry point, {OPT_ML} was replaced by {stage.view.ml}.")
        return rewritten
    script = Script.of(request.get("HyperParameters", {}))
    if script is None:
        raise JobFailed(
            f"ClientError: The image {algorithm.get('TrainingImage')} has no training program of"
            " its own here: set AlgorithmSpecification.ContainerEntrypoint, or the hyperparameters"
            " sagemaker_program and sagemaker_submit_directory."
        )
    return script.command(stage.folder.code, python)


def _provide_python(folder: JobFolder, python: str) -> None:
    """Makes ``python`` and ``python3`` mean the job's interpreter, where its folder does not."""
    real = os.path.realpath(python)
    for name in ("python", "python3"):
        if os.path.realpath(os.path.join(os.path.dirname(python), name)) != real:
            # Not a link: an interpreter finds its virtual environment by the path it has.
            quoted = "'" + python.replace("'", "'\\''") + "'"
            (folder.bin / name).write_text(f'#!/bin/sh\nexec {quoted} "$@"\n', "utf-8")
            os.chmod(folder.bin / name, 0o755)
