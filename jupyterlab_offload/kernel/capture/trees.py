"""Files on the kernel's disk that are to travel: counted, limited, never followed out."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

MOST_FILES = 10_000
SKIPPED = frozenset(
    """.git .hg .svn __pycache__ .ipynb_checkpoints .venv venv env node_modules .mypy_cache
    .pytest_cache .ruff_cache .tox .nox .eggs .idea .vscode
    """.split()  # noqa: SIM905  # a table of names reads better as words
)
"""Folders that are nobody's code or data."""


@dataclass(frozen=True)
class Sent:
    """A file: its path below the folder where the job has it (`/` between), and where it is."""

    path: str
    source: Path
    size: int


class TooMuch(Exception):
    """A folder holds more than may travel by itself."""


@dataclass
class Trees:
    """Takes files up to a number of bytes in all."""

    most_bytes: int
    taken: int = 0

    def file(self, source: Path, path: str) -> Sent | None:
        """One file, or None for what is no regular file. Raises TooMuch."""
        try:
            found = source.stat()
        except OSError:
            return None
        if not stat.S_ISREG(found.st_mode):
            return None
        if self.taken + found.st_size > self.most_bytes:
            raise TooMuch
        self.taken += found.st_size
        return Sent(path, source, found.st_size)

    def folder(self, top: Path, path: str) -> Iterator[Sent]:
        """Every file below a folder; links that lead out of it are left. Raises TooMuch."""
        inside = top.resolve()
        count = 0
        for place, folders, names in os.walk(top, followlinks=False):
            folders[:] = sorted(name for name in folders if not _skipped(Path(place, name)))
            for name in sorted(names):
                source = Path(place, name)
                if name.endswith((".pyc", ".pyo")) or not _within(source, inside):
                    continue
                count += 1
                if count > MOST_FILES:
                    raise TooMuch
                relative = source.relative_to(top).as_posix()
                sent = self.file(source, f"{path}/{relative}")
                if sent is not None:
                    yield sent


def _skipped(folder: Path) -> bool:
    name = folder.name
    if name in SKIPPED or name.endswith((".egg-info", ".dist-info")):
        return True
    return folder.is_symlink() or (folder / "pyvenv.cfg").exists()


def _within(source: Path, top: Path) -> bool:
    if not source.is_symlink():
        return True
    try:
        return source.resolve().is_relative_to(top)
    except (OSError, RuntimeError):
        return False


def size_text(size: int) -> str:
    """A size for people: ``120 MB``."""
    for unit, scale in (("GB", 1 << 30), ("MB", 1 << 20), ("kB", 1 << 10)):
        if size >= scale:
            amount = size / scale
            return (
                f"{amount:.1f} {unit}" if amount < 10 and size % scale else f"{amount:.0f} {unit}"
            )
    return f"{size} bytes"
