"""Files that the cell wrote come back beside the notebook, never over newer ones."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, BinaryIO

from ...submit import Results, SubmitError
from ..following.fetching import Fetching
from ..job import Job

NOT_TRUSTED = "it could run code, and the job is not trusted here"
_OUTSIDE = "it would be outside of the notebook's folder"


@dataclass(frozen=True)
class FileState:
    """Where a file of a job is, in a word of card.schema.json, and why it is not here."""

    state: str
    reason: str = ""


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

    In the main thread and between cells, like the variables, not when the job ends: a cell that
    runs then may be reading or writing the same files, or have asked whether they are there. So
    it would find two contents of one, and which cell's file stays would hang on the moment.
    """
    result = job.outcome.result
    for left in result.get("files_left", ()):
        job.problems[str(left.get("path"))] = str(left.get("reason"))
    if named is None:
        job.problems.update(_elsewhere(job))
    if not isinstance(job.facts.get("results"), Results):
        return
    for entry in result.get("files", ()):
        path = str(entry.get("path", ""))
        if named is not None and path not in named:
            continue
        try:
            found = _bring(job, fetching, entry, placed, named is not None)
        except SubmitError as error:
            found = FileState("failed", str(error))
        except (OSError, ValueError) as error:  # a full disk, a name that this system cannot have
            why = getattr(error, "strerror", None) or error
            found = FileState("failed", f"it cannot be written here: {why}")
        job.files[path] = found
        if found.state == "kept yours":
            job.problems[path] = f"{found.reason}; `{job.get_line(path)}` takes the job's"
        elif found.reason:
            job.problems[path] = found.reason
        else:
            job.problems.pop(path, None)


def file_state(job: Job, placed: Placed, entry: Mapping[str, Any]) -> FileState:
    """Where a file is by now that the result of an ended job names, among those left too."""
    if "file" not in entry:
        return FileState("left", str(entry.get("reason", "")))
    path = str(entry.get("path", ""))
    return job.files.get(path) or _expected(job, placed, path)


def _expected(job: Job, placed: Placed, path: str) -> FileState:
    """What is to become of a file that was not looked at yet, as things are now."""
    if not job.outcome.trusted:
        return FileState("failed", NOT_TRUSTED)
    try:
        target = _target(_root(job), path)
        kept = _why_kept(job, target, placed) if target is not None else ""
    except (OSError, ValueError):
        return FileState("on demand")
    if target is None:
        return FileState("left", _OUTSIDE)
    if kept:
        return FileState("kept yours", kept)
    comes = not job.is_bound and job.outcome.has_all_values
    return FileState("next cell" if comes else "on demand")


def _bring(
    job: Job, fetching: Fetching, entry: Mapping[str, Any], placed: Placed, by_force: bool
) -> FileState:
    """Write one file, if it is to come."""
    target = _target(_root(job), str(entry["path"]))
    if target is None:
        return FileState("left", _OUTSIDE)
    kept = "" if by_force else _why_kept(job, target, placed)
    if kept:
        return FileState("kept yours", kept)
    target.parent.mkdir(parents=True, exist_ok=True)
    with fetching.open(entry) as source:
        _replace(target, source)
    placed.add(target, _number(job))
    return FileState("here")


def _why_kept(job: Job, target: Path, placed: Placed) -> str:
    """Why what is there stays; empty where the job's file replaces it. Raises OSError."""
    if not target.exists() or target.stat().st_mtime <= job.looked_at:
        return ""
    other = placed.by(target)
    if other is None:
        return "it was changed here meanwhile"
    return "a later cell has written it meanwhile" if other > _number(job) else ""


def _number(job: Job) -> int:
    return job.origin.number if job.origin else 0


def _root(job: Job) -> Path:
    """The folder below which its files are written."""
    return Path(job.facts.get("folder") or os.getcwd()).resolve()


def beside(folder: str, notebook: str) -> str | None:
    """The folder as it is reached from that of the notebook, with `/`; empty where it is the same.

    None for one that is not below it, and where the notebook's own is not known.
    """
    place = Path(notebook)
    if not notebook or not place.is_absolute():
        return None
    here, there = Path(folder).resolve(), place.parent.resolve()
    if not here.is_relative_to(there):
        return None
    found = here.relative_to(there).as_posix()
    return "" if found == "." else found


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
