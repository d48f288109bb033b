"""Private mounts and processes for one job on Linux, without a change to anything of the host's.

Works as root, and for others in a user namespace that maps the user to itself. Everything here
runs in the process that becomes the job's; each function raises OSError where the system refuses.
"""

from __future__ import annotations

import ctypes
import os
from collections.abc import Sequence

CLONE_NEWNS = 0x00020000
CLONE_NEWUSER = 0x10000000
CLONE_NEWPID = 0x20000000
MS_NOSUID, MS_NODEV, MS_NOEXEC = 2, 4, 8
MS_BIND = 0x1000
MS_REC = 0x4000
MS_PRIVATE = 0x40000
PR_SET_PDEATHSIG = 1
PR_SET_CHILD_SUBREAPER = 36

Place = tuple[str, str]
"""What is to be seen where: a file or folder of the host, and a path of the job's view."""


def _libc() -> ctypes.CDLL:
    return ctypes.CDLL(None, use_errno=True)


def _check(result: int, what: str) -> None:
    if result != 0:
        number = ctypes.get_errno()
        raise OSError(number, f"{what}: {os.strerror(number)}")


def prctl(option: int, value: int) -> None:
    _check(_libc().prctl(option, ctypes.c_ulong(value), 0, 0, 0), f"prctl {option}")


def unshare() -> bool:
    """Leaves the host's mounts, and its processes for the next child; True in a user namespace."""
    libc = _libc()
    in_user_namespace = False
    if os.geteuid() != 0 or libc.unshare(CLONE_NEWNS | CLONE_NEWPID) != 0:
        user, group = os.geteuid(), os.getegid()
        _check(libc.unshare(CLONE_NEWUSER | CLONE_NEWNS | CLONE_NEWPID), "unshare")
        _write("/proc/self/setgroups", "deny")
        _write("/proc/self/uid_map", f"{user} {user} 1")
        _write("/proc/self/gid_map", f"{group} {group} 1")
        in_user_namespace = True
    mount(None, "/", None, MS_REC | MS_PRIVATE)
    return in_user_namespace


def mount(source: str | None, target: str, kind: str | None, flags: int, data: str = "") -> None:
    result = _libc().mount(
        source.encode() if source is not None else None, os.fsencode(target),
        kind.encode() if kind is not None else None, ctypes.c_ulong(flags), data.encode() or None,
    )
    _check(result, f"mount {target}")


def mount_proc() -> None:
    """Shows the job its own processes only. For the first process of a process namespace."""
    mount("proc", "/proc", "proc", MS_NOSUID | MS_NODEV | MS_NOEXEC)


def place_all(places: Sequence[Place]) -> None:
    for source, target in places:
        place(source, target)


def place(source: str, target: str) -> None:
    """Makes ``source`` visible at ``target``, which need not exist on the host.

    A missing folder is made in a tmpfs that covers the deepest folder that does exist, with that
    folder's entries bound back into it; the host's own folder stays as it is.
    """
    target = os.path.realpath(target)
    if not os.path.lexists(target):
        existing = os.path.dirname(target)
        while not os.path.isdir(existing):
            existing = os.path.dirname(existing)
        if existing == "/":
            # Covering the root itself would hide the whole system behind a tmpfs.
            top = "/".join(target.split("/", 2)[:2])
            raise OSError(f"{target} needs a folder {top}, which this machine does not have")
        if not _is_ours(existing):
            _cover(existing)
        os.makedirs(target, exist_ok=True)
    mount(source, target, None, MS_BIND | MS_REC)


_covered: set[str] = set()


def _is_ours(folder: str) -> bool:
    """True below a tmpfs that this process has put up: folders can be made there."""
    return any(folder == top or folder.startswith(f"{top}/") for top in _covered)


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
    _covered.add(folder)


def _bind_back(entry: os.DirEntry[str], source: str, target: str) -> None:
    if entry.is_symlink():
        os.symlink(os.readlink(source), target)
        return
    if entry.is_dir():
        os.mkdir(target)
    else:
        os.close(os.open(target, os.O_WRONLY | os.O_CREAT, 0o600))
    mount(source, target, None, MS_BIND | MS_REC)


def _write(path: str, text: str) -> None:
    with open(path, "w", encoding="ascii") as file:
        file.write(text)
