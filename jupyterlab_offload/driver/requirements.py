"""Packages: what is missing is installed beside the image's own, which stay as they are."""

from __future__ import annotations

import importlib
import importlib.util
import os
import re
import subprocess
import sys
from dataclasses import dataclass
from importlib import metadata
from typing import Any, Callable, Iterable

from .refusal import SetupError

_NAME = re.compile(r"\s*([A-Za-z0-9][A-Za-z0-9._-]*)")
_LAST_LINES = 5
_SPARE = "ipython"
"""What a job can do without: the driver has what a cell usually takes from it, `display.there`."""


@dataclass(frozen=True)
class Package:
    """A requirement for pip. `version` is the one needed if `exact`; `module` is what it has."""

    requirement: str
    name: str
    version: str | None = None
    module: str | None = None
    exact: bool = False

    @classmethod
    def of(cls, raw: Any) -> Package:
        """A package of the manifest: text for pip, or an object."""
        if isinstance(raw, str):
            match = _NAME.match(raw)
            version = raw.partition("==")[2].strip() if "==" in raw else None
            return cls(raw, match[1] if match else raw, version)
        name = str(raw["package"])
        version = None if raw.get("version") is None else str(raw["version"])
        requirement = f"{name}=={version}" if version else name
        return cls(requirement, name, version, raw.get("module"), bool(raw.get("exact")))

    @property
    def is_here(self) -> bool:
        """Whether nothing has to be installed for it."""
        found = installed(self.name)
        if found is None:
            return self.module is not None and _importable(self.module)
        return not self.exact or self.version in (None, found)


def installed(name: str) -> str | None:
    """The installed version of a distribution."""
    try:
        return metadata.version(name)
    except metadata.PackageNotFoundError:
        return None


def _importable(module: str) -> bool:
    try:
        return importlib.util.find_spec(module) is not None
    except (ImportError, ValueError):
        return False


def provide(requirements: dict[str, Any], folder: str, note: Callable[[str], None]) -> None:
    """Installs what is missing. Raises SetupError with pip's last words."""
    mode = requirements.get("mode", "none")
    packages = [Package.of(raw) for raw in requirements.get("packages") or ()]
    if mode == "none" or not packages:
        return
    needed = packages if mode == "file" else [one for one in packages if not one.is_here]
    missing = [one for one in needed if not one.exact or installed(one.name) is None]
    other = [one for one in needed if one.exact and installed(one.name) is not None]
    if missing:
        note("installing " + ", ".join(one.requirement for one in missing))
        added = os.path.join(folder, "added")
        options = ["--prefix", added, "--no-warn-script-location", *_constraints(folder)]
        try:
            _pip(missing, options, note)
        except SetupError as error:
            if mode == "file" or any(one.name.lower() != _SPARE for one in missing):
                raise
            note(f"{error}. The cell runs without IPython, but for what shows results")
        _add_to_path(_site_folders(added), last=True)
        os.environ["PATH"] = os.path.join(added, "bin") + os.pathsep + os.environ.get("PATH", "")
    if other:
        # In front of the image's version, which other packages go on to use on disk.
        note("installing the kernel's versions: " + ", ".join(one.requirement for one in other))
        replaced = os.path.join(folder, "replaced")
        _pip(other, ["--target", replaced, "--no-deps"], note)
        _add_to_path([replaced], last=False)
    importlib.invalidate_caches()


def _constraints(folder: str) -> list[str]:
    """Keeps pip from replacing what the image has."""
    lines = set()
    for one in metadata.distributions():
        name, version = one.metadata["Name"], one.version
        if name and version and "+" not in version:
            lines.add(f"{name}=={version}\n")
    path = os.path.join(folder, "constraints.txt")
    with open(path, "w", encoding="utf-8") as file:
        file.writelines(sorted(lines))
    return ["--constraint", path]


def _pip(packages: Iterable[Package], options: list[str], note: Callable[[str], None]) -> None:
    command = [
        *(sys.executable, "-m", "pip", "install", "--disable-pip-version-check", "--no-input"),
        *("--progress-bar", "off", *options, *(one.requirement for one in packages)),
    ]
    process = subprocess.Popen(
        command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT
    )
    lines: list[str] = []
    with process:
        assert process.stdout is not None
        for data in process.stdout:
            lines.append(data.decode("utf-8", "replace").rstrip())
            note(f"pip: {lines[-1]}")
    if process.returncode:
        errors = [line for line in lines if "ERROR" in line] or lines
        words = " ".join(line.strip() for line in errors[-_LAST_LINES:])
        raise SetupError(f"pip could not install what the cell needs: {words}")


def _site_folders(prefix: str) -> list[str]:
    found = []
    for parent, folders, _ in os.walk(prefix):
        found += [os.path.join(parent, name) for name in folders if name.endswith("-packages")]
        folders[:] = [name for name in folders if not name.endswith("-packages")]
    return found


def _add_to_path(folders: list[str], last: bool) -> None:
    """Also for the processes that the cell starts."""
    if last:
        sys.path.extend(folders)
    else:
        sys.path[1:1] = folders
    known = os.environ.get("PYTHONPATH")
    os.environ["PYTHONPATH"] = os.pathsep.join([*folders, *([known] if known else [])])
