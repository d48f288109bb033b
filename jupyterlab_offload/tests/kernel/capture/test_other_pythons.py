"""What has a source runs under another Python than the kernel's."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Iterator

import pytest

from .conftest import Elsewhere, Notebook
from .test_classes import CASES as CLASSES
from .test_functions import CASES as FUNCTIONS

_OTHERS = [f"python3.{minor}" for minor in (8, 9, 10, 11, 12, 13, 14)]
_INSTALLED = [
    name for name in _OTHERS if shutil.which(name) and name != "python3.%d" % sys.version_info[1]
]
_LIBRARIES = ("numpy", "sklearn")
_NEWER = {
    "dataclass with slots": 10,
    "cached property": 8,
    "getsource": 13,
}
"""Cases that need what an older Python does not have."""

CASES = {
    name: cells
    for name, cells in {**FUNCTIONS, **CLASSES}.items()
    if not any(library in cell for library in _LIBRARIES for cell in cells)
}


@pytest.fixture(scope="module", params=_INSTALLED or [None])
def other(request: pytest.FixtureRequest) -> Iterator[Elsewhere]:
    if request.param is None:
        pytest.skip("no other python3.X is on PATH")
    elsewhere = Elsewhere(request.param, same_minor=False)
    yield elsewhere
    elsewhere.close()


@pytest.mark.parametrize("name", CASES)
def test_it_does_the_same_under_another_python(name, notebook: Notebook, other: Elsewhere):
    *setup, cell = CASES[name]
    notebook.elsewhere = other
    notebook.run(*setup)
    found = notebook.there(cell, "y")
    notebook.run(cell)
    assert found == [notebook.here("y")]
