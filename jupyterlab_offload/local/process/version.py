"""Which of two versions of the package is newer."""

from __future__ import annotations

import re

from ... import __version__

VERSION = __version__

_FORM = re.compile(r"v?(\d+(?:\.\d+)*)(?:[-._]?(dev|a|alpha|b|beta|rc)[-._]?(\d*))?")
_STAGES = {"dev": 0, "a": 1, "alpha": 1, "b": 2, "beta": 2, "rc": 3, None: 4}


def is_newer(version: str, than: str) -> bool:
    """Whether a version comes after another; versions that cannot be read are older than all."""
    return _rank(version) > _rank(than)


def _rank(version: str) -> tuple[tuple[int, ...], int, int]:
    match = _FORM.match(version)
    if match is None:
        return (), 0, 0
    release = [int(part) for part in match[1].split(".")]
    while release and release[-1] == 0:
        release.pop()
    return tuple(release), _STAGES[match[2]], int(match[3] or 0)
