"""What has a source runs under another Python than the kernel's."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Iterator

import pytest

from .conftest import Elsewhere, Notebook
from .test_classes import CASES as CLASSES
from .test_functions import CASES as FUNCTIONS

_OWN = f"python3.{sys.version_info[1]}"
_OTHERS = [f"python3.{minor}" for minor in (8, 9, 10, 11, 12, 13, 14)]


def _runs(name: str) -> bool:
    """Whether it is there and is what it is called: some managers leave names that run nothing."""
    if name == _OWN or shutil.which(name) is None:
        return False
    return subprocess.run([name, "-c", "pass"], capture_output=True).returncode == 0


_INSTALLED = [name for name in _OTHERS if _runs(name)]
_LIBRARIES = ("numpy", "pandas", "sklearn", "cloudpickle")
_NEWER = {
    "lru_cache": 9,
    "annotations": 9,
    "decorated inside": 8,
    "dataclass with slots": 10,
}
"""Cases that use what an older Python does not have, with the minor version that has it."""

CASES = {
    name: cells
    for name, cells in {**FUNCTIONS, **CLASSES}.items()
    if not any(library in cell for library in _LIBRARIES for cell in cells)
}


@pytest.fixture(scope="module", params=_INSTALLED or [None])
def other(request: pytest.FixtureRequest) -> Iterator[Elsewhere]:
    if request.param is None:
        pytest.skip("no other python3.X is on PATH")
    elsewhere = Elsewhere(request.param)
    yield elsewhere
    elsewhere.close()


@pytest.mark.parametrize("name", CASES)
def test_it_does_the_same_under_another_python(name, notebook: Notebook, other: Elsewhere):
    *setup, cell = CASES[name]
    notebook.elsewhere = other
    if other.minor < _NEWER.get(name, 0):
        pytest.skip("the case itself needs a newer Python")
    notebook.run(*setup)
    found = notebook.there(cell, "y")
    notebook.run(cell)
    assert found == [notebook.here("y")]
