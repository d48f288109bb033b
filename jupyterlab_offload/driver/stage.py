"""The cell's surroundings: working directory with its files, modules, environment."""

from __future__ import annotations

import json
import os
import shutil
import sys
from typing import Any, Iterable

from ..codecs.options import put, why_not
from .blobs import Blobs
from .manifest import Manifest, Placed
from .places import Places

_OURS = "OFFLOAD_"


def prepare(manifest: Manifest, places: Places, blobs: Blobs) -> None:
    """Puts files and modules in place and goes there. Raises SetupError for a wrong blob."""
    for folder in (places.work, places.modules, places.packages):
        os.makedirs(folder, exist_ok=True)
    _place(manifest.files, places.work, blobs)
    _place(manifest.modules, places.modules, blobs)
    os.chdir(places.work)
    for name in [name for name in os.environ if name.startswith(_OURS)]:
        del os.environ[name]
    os.environ.update(channels(manifest.data, places, blobs))
    os.environ.update(manifest.environment)
    _set_path(places)


def _place(files: Iterable[Placed], folder: str, blobs: Blobs) -> None:
    """Copies, since what the cell does to its files must not reach the inputs."""
    for file in files:
        target = os.path.join(folder, *file.path.split("/"))
        os.makedirs(os.path.dirname(target), exist_ok=True)
        shutil.copyfile(blobs.path(file), target)


def channels(data: Iterable[Placed], places: Places, blobs: Blobs) -> dict[str, str]:
    """Local data under its real names, beside the channels that come from S3, and the variables
    that say where. Raises SetupError for a wrong blob."""
    folders: dict[str, str] = {}
    taken: set[str] = set()
    for file in data:
        name, _, path = file.path.partition("/")
        if name not in folders:
            folders[name] = _folder(name, places)
        target = os.path.join(folders[name], *path.split("/"))
        os.makedirs(os.path.dirname(target), exist_ok=True)
        _bring(blobs.path(file), target, file.sha256 not in taken)
        taken.add(file.sha256)
    if not folders:
        return {}
    variables = {f"SM_CHANNEL_{name.upper()}": folder for name, folder in folders.items()}
    known = json.loads(os.environ.get("SM_CHANNELS") or "[]")
    return {**variables, "SM_CHANNELS": json.dumps(sorted({*known, *folders}))}


def _folder(name: str, places: Places) -> str:
    """The folder of a channel: where SageMaker's own are, if that may be written."""
    folder = os.path.join(places.data, name)
    try:
        os.makedirs(folder, exist_ok=True)
    except OSError:
        folder = os.path.join(places.base, "data", name)
        os.makedirs(folder, exist_ok=True)
    return folder


def _bring(source: str, target: str, first: bool) -> None:
    """A second name for the file, which may be large; a copy where the same bytes have one, so that
    no two files of the cell are one."""
    if first:
        try:
            os.link(source, target)
            return
        except OSError:
            pass
    shutil.copyfile(source, target)


def _set_path(places: Places) -> None:
    """As in a notebook: its folder first. The driver's zip goes last, where it hides nothing."""
    ours = [entry for entry in sys.path if entry == places.driver]
    others = [entry for entry in sys.path if entry not in ("", places.driver)]
    sys.path[:] = ["", places.modules, *others, *ours]
    sys.argv[:] = [""]


def apply_options(options: dict[str, dict[str, Any]]) -> list[str]:
    """Sets libraries' options as the kernel has them; returns sentences about what failed."""
    remarks = []
    for library, values in options.items():
        for name, value in values.items():
            try:
                put(library, name, value)
            except Exception as error:
                # An option of another version: the cell may well do without.
                remarks.append(f"{library}'s option {name!r} was not set: {why_not(error)}")
    return remarks
