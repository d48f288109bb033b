"""The results' last steps: one folder complete, its copy where a failed job's survives."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
from dataclasses import replace
from typing import Any

from .blobs import digest_of
from .boot import RESULT_LINE
from .places import FILES, OUTPUTS_FILE, RESULT_FILE, VALUES, Places


def prepare(places: Places) -> Places:
    """Empty folders: a job that starts again after a reclaim finds the first try's results.

    Returns the places to use: without the right to make a checkpoint folder, the record is kept
    in a folder of our own and nothing but the results is saved.
    """
    try:
        os.makedirs(places.checkpoints, exist_ok=True)
    except OSError:
        places = replace(places, checkpoints=os.path.join(places.base, "checkpoints"))
    for folder in (places.results, places.checkpoints):
        os.makedirs(folder, exist_ok=True)
        for name in (RESULT_FILE, OUTPUTS_FILE):
            if os.path.lexists(os.path.join(folder, name)):
                os.remove(os.path.join(folder, name))
        for name in (VALUES, FILES):
            shutil.rmtree(os.path.join(folder, name), ignore_errors=True)
    for folder in (VALUES, FILES):
        os.makedirs(os.path.join(places.results, folder), exist_ok=True)
    return places


def outputs_of(places: Places) -> dict[str, Any] | None:
    """The record beside the results, as result.json describes it."""
    source = os.path.join(places.checkpoints, OUTPUTS_FILE)
    target = os.path.join(places.results, OUTPUTS_FILE)
    try:
        shutil.copyfile(source, target)
        sha256, size = digest_of(target)
    except OSError:
        return None
    return {"file": OUTPUTS_FILE, "sha256": sha256, "size": size}


def publish(places: Places, result: dict[str, Any], everywhere: bool) -> str:
    """Writes result.json and returns its SHA-256. Raises OSError where even that cannot be.

    `everywhere`: to the checkpoint folder too, as many values as there is room for, result.json
    last, so that whoever finds it finds what it names.
    """
    data = json.dumps(result, ensure_ascii=True, indent=1).encode("ascii")
    _write(os.path.join(places.results, RESULT_FILE), data)
    if everywhere:
        for folder in (VALUES, FILES):
            _copy_folder(places, folder)
        _write(os.path.join(places.checkpoints, RESULT_FILE), data)
    return hashlib.sha256(data).hexdigest()


def result_line(nonce: str, digest: str) -> str:
    """The line by which the log vouches for the results."""
    return f"{RESULT_LINE} {nonce} {digest}"


def _write(path: str, data: bytes) -> None:
    beside = path + ".part"
    with open(beside, "wb") as file:
        file.write(data)
    os.replace(beside, path)


def _copy_folder(places: Places, folder: str) -> None:
    """Links where both folders are on one volume: nothing is written twice."""
    source = os.path.join(places.results, folder)
    for parent, _, names in os.walk(source):
        target = os.path.join(places.checkpoints, folder, os.path.relpath(parent, source))
        os.makedirs(target, exist_ok=True)
        for name in names:
            path, copy = os.path.join(parent, name), os.path.join(target, name)
            try:
                os.link(path, copy)
            except OSError:
                shutil.copyfile(path, copy)
