"""Files that the cell wrote in its working directory: they come back beside the notebook."""

from __future__ import annotations

import hashlib
import os
import stat
from typing import Any, Iterator

from .places import FILES

_BLOCK = 1 << 20
MAX_FILES = 10_000
_SKIPPED = frozenset(("__pycache__", ".ipynb_checkpoints"))


def snapshot(folder: str) -> dict[str, tuple[int, int]]:
    """Size and time of change of every file below a folder, by its path with `/`."""
    return {path: (info.st_size, info.st_mtime_ns) for path, info in _walk(folder)}


def collect(
    folder: str, before: dict[str, tuple[int, int]], target: str, most: int
) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """Copies new and changed files to `target`/files, small ones first, up to `most` bytes.

    The second list names what was left, with the reason.
    """
    found: list[dict[str, Any]] = []
    left: list[dict[str, Any]] = []
    new = [
        (info.st_size, path, info)
        for path, info in _walk(folder)
        if before.get(path) != (info.st_size, info.st_mtime_ns)
    ]
    total = 0
    for size, path, info in sorted(new, key=lambda one: one[:2]):
        reason = ""
        if not stat.S_ISREG(info.st_mode):
            reason = "it is no regular file"
        elif len(found) >= MAX_FILES:
            reason = f"there are more than {MAX_FILES} files"
        elif total + size > most:
            reason = f"the files are larger together than {_words(most)}, which files_limit says"
        else:
            try:
                found.append(_copy(folder, path, target))
                total += size
            except OSError as error:
                reason = f"it could not be copied: {error.strerror or error}"
        if reason:
            left.append({"path": path, "size": size, "reason": reason})
    return found, left


def _words(size: int) -> str:
    """``100 MB``."""
    for unit, scale in (("GB", 1 << 30), ("MB", 1 << 20), ("kB", 1 << 10)):
        if size >= scale:
            return f"{size / scale:.3g} {unit}"
    return f"{size} bytes"


def _walk(folder: str) -> Iterator[tuple[str, os.stat_result]]:
    for parent, folders, names in os.walk(folder):
        folders[:] = sorted(name for name in folders if name not in _SKIPPED)
        links = [name for name in folders if os.path.islink(os.path.join(parent, name))]
        for name in [*names, *links]:
            path = os.path.join(parent, name)
            try:
                info = os.lstat(path)
            except OSError:
                continue
            yield os.path.relpath(path, folder).replace(os.sep, "/"), info


def _copy(folder: str, path: str, target: str) -> dict[str, Any]:
    name = f"{FILES}/{path}"
    copy = os.path.join(target, *name.split("/"))
    os.makedirs(os.path.dirname(copy), exist_ok=True)
    found = hashlib.sha256()
    size = 0
    with open(os.path.join(folder, *path.split("/")), "rb") as source, open(copy, "wb") as file:
        for block in iter(lambda: source.read(_BLOCK), b""):
            found.update(block)
            size += file.write(block)
    return {"path": path, "file": name, "sha256": found.hexdigest(), "size": size}
