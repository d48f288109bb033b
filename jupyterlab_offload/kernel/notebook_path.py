"""Which notebook a kernel runs: the path that it was started with, or the one that it has since.

A kernel is told a path once, by its environment, and keeps that over restarts. When the notebook
is renamed, only a front end knows.
"""

from __future__ import annotations

import os
import unicodedata
from typing import TypeGuard

_LONGEST = 4096
"""Characters; no file system has longer paths."""
_UNSEEN = frozenset({"Cc", "Cs"})
"""Control characters, and halves of characters, which cannot be encoded."""


class NotebookPath:
    """The path as the Jupyter server names it, and those under which jobs may have been sent."""

    def __init__(self) -> None:
        self._told: list[str] = []

    @property
    def now(self) -> str:
        """With all folders, where they are known; nothing without a notebook."""
        return self._told[-1] if self._told else self._started

    @property
    def before(self) -> list[str]:
        """Other paths that it had while this kernel, or one before a restart, ran."""
        known = [one for one in (self._started, *self._told) if one and one != self.now]
        return list(dict.fromkeys(known))

    def tell(self, path: object, root: object = "") -> bool:
        """Take the present path below the server's root; whether it can be a notebook's.

        `root` is the root as a page is told of it: `~` stands for the user's home there.
        """
        if not _is_path(path) or not isinstance(root, str):
            return False
        whole = _whole(path, os.path.expanduser(root).rstrip("/"), self._started)
        if whole != self.now:
            self._told = [*(one for one in self._told if one != whole), whole]
        return True

    @property
    def _started(self) -> str:
        return os.environ.get("JPY_SESSION_NAME", "")


def _whole(path: str, root: str, started: str) -> str:
    if root.startswith("/") and started.startswith(f"{root}/"):
        return f"{root}/{path}"
    # The kernel has other folders than the server, or the page was not told of them.
    return started if started.endswith(f"/{path}") else path


def _is_path(path: object) -> TypeGuard[str]:
    """Whether a server may name a notebook so; it comes from a page."""
    return (
        isinstance(path, str)
        and 0 < len(path) <= _LONGEST
        and not _UNSEEN.intersection(map(unicodedata.category, path))
        and not {"", ".", ".."}.intersection(path.split("/"))
    )
