"""Reading and removing what a job has left, which may be anything."""

from __future__ import annotations

import os
import re
import stat
from contextlib import suppress
from pathlib import Path

from .layout import SHARED_TMP, JobFolder


def read_start(path: Path, size: int) -> str | None:
    """The first bytes of a regular file as text; None when there is no such file."""
    try:
        # A pipe of that name must not block, and a link is not the job's own text.
        file = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
    except OSError:
        return None
    try:
        if not stat.S_ISREG(os.fstat(file).st_mode):
            return None
        return os.read(file, size).decode(errors="replace")
    finally:
        os.close(file)


def clear(folder: JobFolder) -> None:
    """Removes an ended job's folder, but for what its supervisor had to say."""
    with suppress(OSError):
        tmp = os.readlink(folder.tmp)
        # Nothing else, should the job have turned the link elsewhere.
        if re.fullmatch(rf"{SHARED_TMP}[0-9a-f]+", tmp):
            remove(Path(tmp))
    with suppress(FileNotFoundError):
        if folder.log.stat().st_size:
            for path in folder.root.iterdir():
                if path != folder.log:
                    remove(path)
            return
    remove(folder.root)


def remove(path: Path) -> None:
    """Removes a file or a whole tree, also one with closed or very deep folders."""
    if path.is_symlink() or not path.is_dir():
        path.unlink(missing_ok=True)
        return
    # Not before a job has ended: supervisors have to start quickly.
    import shutil
    import subprocess

    with suppress(RecursionError):
        shutil.rmtree(path, ignore_errors=True)
    if path.exists():
        for tool in (("chmod", "-R", "u+rwX"), ("rm", "-rf")):
            subprocess.run(
                (*tool, "--", str(path)),
                check=False,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
            )
