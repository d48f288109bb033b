"""Whether pickled inputs can be read here, before anything runs."""

from __future__ import annotations

import sys
from typing import Iterable

from .manifest import Input
from .refusal import SetupError
from .requirements import installed

_DISTRIBUTIONS = {
    "sklearn": "scikit-learn",
    "PIL": "Pillow",
    "cv2": "opencv-python",
    "yaml": "PyYAML",
    "skimage": "scikit-image",
    "bs4": "beautifulsoup4",
    "dateutil": "python-dateutil",
}
"""Distributions whose name is not that of their package."""


def check(inputs: Iterable[Input], python: str) -> None:
    """Raises SetupError naming the first value that would not load as it was. `python`: x.y."""
    for one in inputs:
        if one.format != "pickle":
            continue
        names = ", ".join(one.names)
        made_by = str(one.meta.get("python"))
        if one.meta.get("same_python_minor") and made_by != python:
            raise SetupError(
                f"{names} holds functions that only Python {made_by} can load; this is Python"
                f" {python}: choose an image with Python {made_by}"
            )
        for library, version in (one.meta.get("libraries") or {}).items():
            _check_library(names, library, version)


def _check_library(names: str, library: str, version: str | None) -> None:
    found = _version(library)
    if found is None:
        raise SetupError(f"{names} needs {library}, which is not installed here")
    if version and _series(found) != _series(version):
        raise SetupError(
            f"{names} was pickled with {library} {version}; here is {found}:"
            f" use --requirements auto, or an image with {library} {version}"
        )


def _version(library: str) -> str | None:
    module = sys.modules.get(library)
    own = getattr(module, "__version__", None)
    if isinstance(own, str):
        return own
    for name in (_DISTRIBUTIONS.get(library, library), library.replace("_", "-")):
        found = installed(name)
        if found is not None:
            return found
    try:
        module = __import__(library)
    except ImportError:
        return None
    return str(getattr(module, "__version__", ""))


def _series(version: str) -> list[str]:
    """Major and minor number: patches keep their pickles readable."""
    return version.partition("+")[0].split(".")[:2]
