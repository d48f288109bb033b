"""Files that the cell wrote come back beside the notebook, never over newer ones."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from shlex import quote
from typing import Any, BinaryIO

from ...submit import Results, SubmitError
from ..following.fetching import Fetching
from ..job import Job


@dataclass
class Placed:
    """Files that jobs of this kernel have written here: whose each is, and what it was then."""

    _files: dict[Path, tuple[int, tuple[int, int] | None]] = field(default_factory=dict)

    def add(self, target: Path, number: int) -> None:
        """`target` was just written for the job of that number (see Origin)."""
        self._files[target] = number, _stamp(target)

    def by(self, target: Path) -> int | None:
        """The number of the job whose file it still is, None for a file of somebody else's."""
        number, stamp = self._files.get(target, (None, None))
        return number if stamp == _stamp(target) else None


def bring_files(
    job: Job, fetching: Fetching, placed: Placed, named: Collection[str] | None = None
) -> None:
    """Write each file of the result below the working directory; the rest is in `problems`.

    Files of `named`, and no others then, replace whatever is there. Paths are checked: nothing is
    written elsewhere, and through no link that leads elsewhere.
    """
    result = job.outcome.result
    for left in result.get("files_left", ()):
        job.problems[str(left.get("path"))] = str(left.get("reason"))
    if named is None:
        job.problems.update(_elsewhere(job))
    if not isinstance(job.facts.get("results"), Results):
        return
    root = Path(job.facts.get("folder") or os.getcwd()).resolve()
    for entry in result.get("files", ()):
        path = str(entry.get("path", ""))
        if named is not None and path not in named:
            continue
        try:
            why = _bring(job, fetching, root, entry, placed, named is not None)
        except SubmitError as error:
            why = str(error)
        except (OSError, ValueError) as error:  # a full disk, a name that this system cannot have
            why = f"it cannot be written here: {getattr(error, 'strerror', None) or error}"
        if why:
            job.problems[path] = why
        else:
            job.problems.pop(path, None)
            job.files.append(path)


def _bring(
    job: Job,
    fetching: Fetching,
    root: Path,
    entry: Mapping[str, Any],
    placed: Placed,
    by_force: bool,
) -> str:
    """Write one file; why not, if it does not come."""
    path = str(entry["path"])
    target = _target(root, path)
    if target is None:
        return "it would be outside of the notebook's folder"
    number = job.origin.number if job.origin else 0
    if not by_force and target.exists() and target.stat().st_mtime > job.looked_at:
        other = placed.by(target)
        if other is None or other > number:
            who = "it was changed here" if other is None else "a later cell has written it"
            return f"{who} meanwhile; `%offload get {quote(path)}` takes the job's"
    target.parent.mkdir(parents=True, exist_ok=True)
    with fetching.open(entry) as source:
        _replace(target, source)
    placed.add(target, number)
    return ""


def _elsewhere(job: Job) -> Iterator[tuple[str, str]]:
    """Files that the cell, as its source says, wrote where none come back from."""
    for name in job.facts.get("written", ()):
        outside = Path(name).is_absolute() or Path(name).parts[:1] == ("..",)
        if outside and not name.startswith("/dev/") and not _is_new(Path(name), job):
            yield name, "files come back from the notebook's folder and below only"


def _is_new(path: Path, job: Job) -> bool:
    """Whether it was written here: a job of the local engine has this machine's folders."""
    try:
        return path.is_absolute() and path.stat().st_mtime > job.looked_at
    except (OSError, ValueError):
        return False


def _stamp(path: Path) -> tuple[int, int] | None:
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_mtime_ns, found.st_size


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
