"""The Pythons that a job may run under. The engine's own finder says which of them are here.

Every run tests under the oldest of them, which has the least; ``make test-long`` under all.
"""

from __future__ import annotations

import sys

import pytest
from _pytest.mark import ParameterSet

from jupyterlab_offload.local.runner import interpreters

SUPPORTED = tuple(f"3.{minor}" for minor in range(8, 15))
OWN = f"3.{sys.version_info[1]}"
HERE = [version for version in interpreters.versions() if version in SUPPORTED and version != OWN]


def others() -> list[ParameterSet]:
    """A parameter for each other version, here or not, so that what is missing is counted."""
    return [
        pytest.param(version, marks=() if version in HERE[:1] else pytest.mark.long)
        for version in SUPPORTED
        if version != OWN
    ]


def interpreter(version: str) -> str:
    """The path of a version's interpreter; without one the test is skipped."""
    found = interpreters.find(version)
    if found is None:
        pytest.skip(f"there is no Python {version} on this machine")
    return found
