"""What can be set for the engine, with defaults; read once at start. Standard library only."""

from __future__ import annotations

import json
import math
import os
import re
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any

ACCOUNT = "000000000000"
"""The engine's AWS account id: twelve digits, and nobody's."""


_RANGES = {"port": (0, 65535), "slots": (1, 10_000), "max_job_processes": (1, math.inf)}
"""Smallest and largest values of numbers; those that are not named are at least 0."""

_REGION = re.compile(r"[a-z]{2,}(-[a-z]+)+-[0-9]+")


class SettingsError(Exception):
    """settings.json cannot be used; the message says what to change."""


@dataclass(frozen=True)
class Settings:
    """The engine's settings. Every member may stand in ``settings.json`` under its own name."""

    region: str = "us-east-1"
    port: int = 0
    """0: the last one if it is free, else any free one."""
    idle_minutes: float = 30.0
    """The engine ends by itself after that long without a request or a job."""
    slots: int = field(default_factory=lambda: _cores())
    """How many instances may run at once; further jobs wait."""
    python: str = sys.executable
    """The interpreter that ``local/python`` stands for."""
    stop_grace_seconds: float = 120.0
    """Between SIGTERM and SIGKILL when a job is stopped."""
    checkpoint_seconds: float = 1.0
    """Between two looks at the checkpoint folder."""
    max_job_processes: int = 1024
    """Processes and threads of one job."""
    max_job_disk_bytes: int = 100 * 2**30
    """What one job's folder may grow to before the job is ended."""
    private_mounts: bool = True
    """Give each job a /opt/ml of its own where the system allows it."""
    pip_arguments: str = ""
    """Further arguments for installing a job's requirements, quoted as for a shell."""

    @classmethod
    def load(cls, path: Path) -> Settings:
        """Settings from a JSON file; a missing file means the defaults. Raises SettingsError."""
        try:
            text = path.read_text("utf-8")
        except FileNotFoundError:
            return cls()
        try:
            given = json.loads(text)
        except ValueError as error:
            raise SettingsError(f"{path} is not JSON: {error}") from error
        if not isinstance(given, dict):
            raise SettingsError(f"{path} must hold a JSON object.")
        cls.check(given, f"{path}:")
        return cls(**given)

    @classmethod
    def check(cls, given: Mapping[str, Any], where: str) -> None:
        """Raises SettingsError, beginning with ``where``, for a name or a value that is wrong."""
        known = {f.name: type(f.default) if f.name != "slots" else int for f in fields(cls)}
        for name, value in given.items():
            if name not in known:
                names = ", ".join(known)
                raise SettingsError(f"{where} unknown setting {name!r}; known are {names}.")
            if not _is(value, known[name]):
                raise SettingsError(f"{where} {name} must be of type {known[name].__name__}.")
            low, high = _RANGES.get(name, (0, math.inf))
            # Written so that NaN, which JSON in Python allows, is outside every range.
            if known[name] in (int, float) and not low <= value <= high:
                bounds = f"at least {low}" + ("" if high == math.inf else f" and at most {high}")
                raise SettingsError(f"{where} {name} must be {bounds}.")
        if not _REGION.fullmatch(given.get("region", cls.region)):
            raise SettingsError(f"{where} region must look like us-east-1.")


def _is(value: Any, kind: type) -> bool:
    if isinstance(value, bool):
        return kind is bool
    return isinstance(value, (int, float) if kind is float else kind)


def _cores() -> int:
    """The cores that this process may use, which in a container are not all there are."""
    if sys.platform == "linux":
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1
