"""Mounts and processes of one job's own on Linux, without a change to anything of the host's.

Works as root, and for others in a user namespace that maps the user to itself. Everything here
runs in the process that becomes the job's; each function raises OSError where the system refuses.
"""

from __future__ import annotations

import ctypes
import os

CLONE_NEWNS = 0x00020000
CLONE_NEWUSER = 0x10000000
CLONE_NEWPID = 0x20000000
MS_NOSUID, MS_NODEV, MS_NOEXEC = 2, 4, 8
MS_BIND = 0x1000
MS_REC = 0x4000
MS_UNBINDABLE = 0x20000
MS_PRIVATE = 0x40000
MNT_DETACH = 2
PR_SET_PDEATHSIG = 1
PR_SET_CHILD_SUBREAPER = 36


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
        source.encode() if source is not None else None,
        os.fsencode(target),
        kind.encode() if kind is not None else None,
        ctypes.c_ulong(flags),
        data.encode() or None,
    )
    _check(result, f"mount {target}")


def mount_proc() -> None:
    """Shows the job its own processes only. For the first process of a process namespace."""
    mount("proc", "/proc", "proc", MS_NOSUID | MS_NODEV | MS_NOEXEC)


def change_root(folder: str) -> None:
    """Makes a mount point the root of this process, and lets go of the old root's mounts."""
    os.chdir(folder)
    libc = _libc()
    # Both in one place: the old root lies over the new one until it is taken away.
    _check(libc.pivot_root(b".", b"."), f"pivot_root {folder}")
    _check(libc.umount2(b".", MNT_DETACH), "umount the old root")
    os.chdir("/")


def _write(path: str, text: str) -> None:
    with open(path, "w", encoding="ascii") as file:
        file.write(text)
