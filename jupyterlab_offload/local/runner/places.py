"""A job's own view of files: things put where the host may have nothing, the host unchanged.

Runs in a process with mounts of its own (see namespaces); each function raises OSError where the
system refuses.
"""

from __future__ import annotations

import os
from collections.abc import Sequence

from .namespaces import (
    MS_BIND,
    MS_NODEV,
    MS_NOSUID,
    MS_PRIVATE,
    MS_REC,
    MS_UNBINDABLE,
    change_root,
    mount,
)

Place = tuple[str, str]
"""What is to be seen where: a file or folder of the host, and a path of the job's view."""

_ours: set[str] = set()
"""Folders that this process has put up: others can be made in them."""


def place_all(places: Sequence[Place]) -> None:
    for source, target in places:
        place(source, target)


def place(source: str, target: str) -> None:
    """Makes ``source`` visible at ``target``, which need not exist on the host.

    A missing folder is made in a tmpfs that covers the deepest folder that does exist, with that
    folder's entries bound back into it; the host's own folder stays as it is. Where a top folder
    is missing, ``source`` has to be a folder.
    """
    target = os.path.realpath(target)
    if not os.path.lexists(target):
        existing, missing = os.path.dirname(target), target
        while not os.path.isdir(existing):
            existing, missing = os.path.dirname(existing), existing
        if not any(existing == top or existing.startswith(f"{top}/") for top in _ours):
            if existing == "/":
                try:
                    _replace_root(source)
                except OSError as error:
                    reason = f"which this machine does not have ({error})"
                    raise OSError(f"{target} needs a folder {missing}, {reason}") from error
            else:
                _cover(existing)
        os.makedirs(target, exist_ok=True)
        _ours.add(missing)
    mount(source, target, None, MS_BIND | MS_REC)


def _cover(folder: str) -> None:
    old = os.open(folder, os.O_PATH | os.O_DIRECTORY)
    try:
        entries = list(os.scandir(folder))
        mode = os.stat(folder).st_mode & 0o7777
        mount("tmpfs", folder, "tmpfs", MS_NOSUID | MS_NODEV, f"mode={mode:o}")
        for entry in entries:
            _bind_back(entry, f"/proc/self/fd/{old}/{entry.name}", f"{folder}/{entry.name}")
    finally:
        os.close(old)
    _ours.add(folder)


def _replace_root(scratch: str) -> None:
    """Changes the root to a tmpfs with the old root's entries. ``scratch`` is any folder."""
    mount("tmpfs", scratch, "tmpfs", MS_NOSUID | MS_NODEV, "mode=755")
    # So that what is bound into it does not hold it: the folder shows its own content there.
    mount(None, scratch, None, MS_UNBINDABLE)
    for entry in os.scandir("/"):
        _bind_back(entry, f"/{entry.name}", f"{scratch}/{entry.name}")
    change_root(scratch)
    mount(None, "/", None, MS_PRIVATE)
    _ours.add("/")


def _bind_back(entry: os.DirEntry[str], source: str, target: str) -> None:
    if entry.is_symlink():
        os.symlink(os.readlink(source), target)
        return
    if entry.is_dir():
        os.mkdir(target)
    else:
        os.close(os.open(target, os.O_WRONLY | os.O_CREAT, 0o600))
    mount(source, target, None, MS_BIND | MS_REC)
