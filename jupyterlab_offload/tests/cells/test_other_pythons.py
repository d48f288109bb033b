"""Cases in jobs under another Python than the kernel's, which has no library but its own."""

from __future__ import annotations

import ast
import dataclasses
import re

import pytest

from jupyterlab_offload.tests.pythons import interpreter, others

from .case import MAGIC, Case, plainly
from .conftest import Bench
from .test_cells import all_cases

EVERY = 40
"""One case in so many: each takes a job of its own under each Python."""

_LIBRARIES = re.compile(r"\b(numpy|pandas|scipy|sklearn|matplotlib|polars|torch|tqdm|pyarrow)\b")
_LATER_PART = re.compile(r"--part [2-9]")


def _alone() -> list[Case]:
    """Cases that need nothing but Python."""
    return [case for case in all_cases() if not _LIBRARIES.search("\n".join(case.cells))]


def _is_too_new(cell: str, version: str) -> bool:
    """Whether the cell is Python, but only of later versions."""
    try:
        ast.parse(plainly(cell))
        ast.parse(plainly(cell), feature_version=(3, int(version.partition(".")[2])))
    except SyntaxError as error:
        return "Python 3." in str(error)
    return False


def under(version: str, case: Case) -> Case:
    """The case with its jobs under a version of Python. Options stand on the first part alone."""
    image = f"{MAGIC} --image local/python:{version} --requirements none"
    cells = [
        cell if _LATER_PART.search(cell) else re.sub(rf"\A{MAGIC}", image, cell)
        for cell in case.cells
    ]
    return dataclasses.replace(case, cells=tuple(cells))


@pytest.mark.slow
@pytest.mark.parametrize("case", _alone()[::EVERY], ids=lambda case: case.name)
@pytest.mark.parametrize("version", others())
def test_the_magic_changes_nothing_under_another_python(
    version: str, case: Case, bench: Bench
) -> None:
    interpreter(version)
    if any(_is_too_new(cell, version) for cell in case.cells):
        pytest.skip("the case itself needs a newer Python")
    bench.check(under(version, case))
