"""What the scheduler tells a supervisor: the settings and scenario effects that concern its job.

A file, so that a change of either does not reach jobs that run already.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field
from pathlib import Path


@dataclass(frozen=True)
class Plan:
    """Times are in seconds. The scenario's part ends with ``upload_on_failure``."""

    region: str
    python: str
    """The interpreter that the job's image stands for."""
    notes: tuple[str, ...] = ()
    """Lines for the job's log about how the image was mapped."""
    stop_grace: float = 120.0
    checkpoint_interval: float = 1.0
    max_processes: int = 1024
    max_disk_bytes: int = 100 * 2**30
    private_mounts: bool = True
    """False: never try to give the job a /opt/ml of its own."""
    pip_arguments: str = ""
    """Further arguments of ``pip install``, quoted as for a shell."""
    capacity_error: str | None = None
    delays: dict[str, float] = field(default_factory=dict)
    """By secondary status."""
    checkpoint_delay: float = 0.0
    non_atomic: bool = False
    upload_on_failure: bool = False

    def write(self, path: Path) -> None:
        path.write_text(json.dumps(asdict(self)), "utf-8")

    @classmethod
    def read(cls, path: Path) -> Plan:
        given = json.loads(path.read_text("utf-8"))
        given["notes"] = tuple(given["notes"])
        return cls(**given)
