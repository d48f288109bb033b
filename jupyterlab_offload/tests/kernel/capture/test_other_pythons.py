"""What has a source runs under another Python than the kernel's."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from jupyterlab_offload.tests.pythons import interpreter, others

from .conftest import Elsewhere, Notebook
from .test_classes import CASES as CLASSES
from .test_functions import CASES as FUNCTIONS

_LIBRARIES = ("numpy", "pandas", "sklearn", "cloudpickle")
_NEWER = {
    "lru_cache": 9,
    "annotations": 9,
    "decorated inside": 8,
    "dataclass with slots": 10,
    "type variables of every kind": 10,
}
"""Cases that use what an older Python does not have, with the minor version that has it."""

CASES = {
    name: cells
    for name, cells in {**FUNCTIONS, **CLASSES}.items()
    if not any(library in cell for library in _LIBRARIES for cell in cells)
}


@pytest.fixture(scope="module", params=others())
def other(request: pytest.FixtureRequest) -> Iterator[Elsewhere]:
    elsewhere = Elsewhere(interpreter(request.param))
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
