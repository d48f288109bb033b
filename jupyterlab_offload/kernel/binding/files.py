"""Files that the cell wrote come back beside the notebook, never over newer ones."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any, BinaryIO

from ...submit import Results, SubmitError
from ..following.fetching import Fetching
from ..job import Job


def bring_files(job: Job, fetching: Fetching) -> None:
    """Write each file of the result below the working directory; the rest is in `problems`.

    Paths are checked: nothing is written elsewhere, and through no link that leads elsewhere.
    """
    result = job.outcome.result
    for left in result.get("files_left", ()):
        job.problems[str(left.get("path"))] = str(left.get("reason"))
    if not isinstance(job.facts.get("results"), Results):
        return
    root = Path(job.facts.get("folder") or os.getcwd()).resolve()
    for entry in result.get("files", ()):
        path = str(entry.get("path", ""))
        try:
            why = _bring(job, fetching, root, entry)
        except SubmitError as error:
            why = str(error)
        except (OSError, ValueError) as error:  # a full disk, a name that this system cannot have
            why = f"it cannot be written here: {getattr(error, 'strerror', None) or error}"
        if why:
            job.problems[path] = why
        else:
            job.files.append(path)


def _bring(job: Job, fetching: Fetching, root: Path, entry: Mapping[str, Any]) -> str:
    """Write one file; why not, if it does not come."""
    target = _target(root, str(entry["path"]))
    if target is None:
        return "it would be outside of the notebook's folder"
    if target.exists() and target.stat().st_mtime > job.sent_at:
        return "there is a newer file of that name"
    target.parent.mkdir(parents=True, exist_ok=True)
    with fetching.open(entry) as source:
        _replace(target, source)
    return ""


def _replace(target: Path, source: BinaryIO) -> None:
    """The whole file or none of it."""
    handle, name = tempfile.mkstemp(dir=target.parent, prefix=".offload-")
    try:
        with os.fdopen(handle, "wb") as file:
            shutil.copyfileobj(source, file)
        os.chmod(name, 0o644)
        os.replace(name, target)
    except BaseException:
        os.unlink(name)
        raise


def _target(root: Path, path: str) -> Path | None:
    pieces = path.split("/")
    if not path or "\0" in path or "\\" in path or any(one in ("", ".", "..") for one in pieces):
        return None
    target = root.joinpath(*pieces)
    return target if target.parent.resolve().is_relative_to(root) and not target.is_dir() else None
