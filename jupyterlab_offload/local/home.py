"""Where the engine keeps things on disk.

One folder, private to the user (0700), holds everything: the index, the bytes of objects,
logs, jobs and the running engine's address. ``OFFLOAD_HOME`` moves it; tests give each
engine a folder of its own. Standard library only: supervisors import this.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

HOME_VARIABLE = "OFFLOAD_HOME"


@dataclass(frozen=True)
class Home:
    """The engine's folder and the places in it; nothing here touches the disk but ``create``."""

    root: Path

    @classmethod
    def find(cls) -> Home:
        """The folder named by ``OFFLOAD_HOME``, else the platform's data folder for Offload."""
        named = os.environ.get(HOME_VARIABLE)
        if named:
            return cls(Path(named).expanduser().resolve())
        # Imported here: supervisors are told their folder and have only the standard library.
        from platformdirs import user_data_path

        return cls(user_data_path("jupyterlab-offload", appauthor=False) / "local")

    def create(self) -> Home:
        """Makes the folder and its subfolders, closed to other users; returns itself."""
        for folder in (
            self.root,
            self.blobs,
            self.tmp,
            self.jobs,
            self.logs,
            self.layers,
            self.models,
        ):
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        os.chmod(self.root, 0o700)
        return self

    @property
    def engine_file(self) -> Path:
        """JSON, 0600: pid, port and version of the running engine."""
        return self.root / "engine.json"

    @property
    def engine_lock(self) -> Path:
        """Locked (flock) by the engine as long as it lives."""
        return self.root / "engine.lock"

    @property
    def start_lock(self) -> Path:
        """Locked (flock) by whoever is starting, stopping or replacing the engine."""
        return self.root / "start.lock"

    @property
    def credentials_file(self) -> Path:
        """JSON, 0600: the access key that the engine made for itself on its first start."""
        return self.root / "credentials.json"

    @property
    def settings_file(self) -> Path:
        return self.root / "settings.json"

    @property
    def scenario_file(self) -> Path:
        return self.root / "scenario.json"

    @property
    def index_file(self) -> Path:
        return self.root / "index.db"

    @property
    def engine_log(self) -> Path:
        return self.root / "engine.log"

    @property
    def blobs(self) -> Path:
        """Bytes of objects and parts, under names of the store's own making, never a key's."""
        return self.root / "blobs"

    @property
    def tmp(self) -> Path:
        """Bytes still arriving; on the same file system as ``blobs`` so that a rename suffices."""
        return self.root / "tmp"

    @property
    def jobs(self) -> Path:
        return self.root / "jobs"

    @property
    def logs(self) -> Path:
        return self.root / "logs"

    @property
    def layers(self) -> Path:
        """Installed requirements, one folder for each hash."""
        return self.root / "layers"

    @property
    def models(self) -> Path:
        """The parts of botocore's service models that are served, cut out once."""
        return self.root / "models"

    def job(self, name: str) -> Path:
        """A job's own folder. ``name`` must have passed the service model's pattern."""
        return self.jobs / name
