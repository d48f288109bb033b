"""Cases in jobs under another Python than the kernel's, which has no library but its own."""

from __future__ import annotations

import ast
import dataclasses
import re

import pytest
from _pytest.mark import ParameterSet

from jupyterlab_offload.tests.pythons import HERE, OWN, SUPPORTED, interpreter

from .case import MAGIC, Case, plainly
from .conftest import Bench
from .test_cells import all_cases

EVERY = 50
"""``make test`` runs one case in so many under the oldest Python: each takes a job of its own.
``make test-long`` runs all under the oldest and the newest that is here, and these under each."""

_SINCE = {
    "plain: a time zone": (9, "zoneinfo"),
    "edge: dates of every kind": (9, "zoneinfo"),
    "annotations": (9, "list[str]"),
    "a type alias and generics": (9, "list[T]"),
    "edge: generic aliases and typing": (9, "list[int]"),
    "edge: unpacking everywhere": (9, "dict | dict"),
    "edge: a dataclass with slots that was made": (10, "slots of dataclasses"),
    "raises with a note": (11, "notes"),
    "edge: an exception that is kept, in whose handling another was raised": (11, "notes"),
    "raises an exception group": (11, "exception groups"),
    "edge: a task group and a timeout": (11, "task groups"),
}
"""Since which 3.x Python has what a case uses, where its grammar does not tell."""

_BY_VALUE = frozenset(
    (
        "a closure that is made",
        "a counter in a list",
        "a dispatcher that is made in the job",
        "a function for one more type is registered",
        "a function that calls itself, in a list",
        "a function with attributes and defaults, in a dict",
        "a lambda as an attribute changes a list of the notebook",
        "a lambda in a dict changes a list of the notebook",
        "a lambda in a list reads another through a third",
        "callbacks of an object, registered in the job",
        "edge: a decorator that is a class",
        "edge: a table of functions and of objects that are called",
        "edge: a table that a function makes anew",
        "edge: an instance with a method of its own",
        "edge: operator tools and partial methods",
        "functions that the job puts into a dict read the notebook's names later",
        "lambdas in a list",
        "lambdas that are made",
        "two closures over the same variables",
        "two closures over the same variables, made in the job",
    )
)
"""Functions whose source cannot be told travel to the same minor version of Python only."""

_SAID_OTHERWISE = frozenset(
    (
        "a star import",
        "flow: a star import",
        "raises a syntax error at run time",
        "shown: functions, classes, modules, types",
        "edge: code that makes code",
    )
)
"""Other versions of Python say it otherwise, name another folder, have other names in a module."""

NEED_IPYTHON = frozenset(
    ("shown: a progress bar of IPython", "shown: markdown, latex, html, json, code")
)
"""What IPython has and an image without it lacks."""

_LIBRARIES = re.compile(
    r"\b(numpy|pandas|scipy|sklearn|matplotlib|polars|torch|tqdm|pyarrow|PIL|sympy|networkx"
    r"|plotly|altair|seaborn)\b"
)
_LATER_PART = re.compile(r"--part [2-9]")


def alone() -> list[Case]:
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


def _under_others() -> list[ParameterSet]:
    """All under the oldest and the newest other Python that is here, some under those between."""
    found = []
    for version in SUPPORTED:
        whole = version in (HERE[:1] + HERE[-1:])
        for number, case in enumerate(alone()):
            some = number % EVERY == 0
            if version != OWN and (whole or some):
                quick = some and version in HERE[:1]
                marks = pytest.mark.slow if quick else pytest.mark.long
                found.append(pytest.param(version, case, id=f"{version}-{case.name}", marks=marks))
    return found


def _skip_what_cannot(version: str, case: Case) -> None:
    since, what = _SINCE.get(case.name, (0, ""))
    if int(version.partition(".")[2]) < since:
        pytest.skip(f"the case itself needs {what}, which came with Python 3.{since}")
    if any(_is_too_new(cell, version) for cell in case.cells):
        pytest.skip("the case itself needs a newer Python")
    if case.name in _BY_VALUE:
        pytest.skip("what has no source travels to the same minor version of Python only")
    if case.name in _SAID_OTHERWISE:
        pytest.skip("Python's own words differ between the versions")
    if case.name in NEED_IPYTHON:
        pytest.skip("it needs IPython itself in the image")


@pytest.mark.parametrize(("version", "case"), _under_others())
def test_the_magic_changes_nothing_under_another_python(
    version: str, case: Case, bench: Bench
) -> None:
    interpreter(version)
    _skip_what_cannot(version, case)
    bench.check(under(version, case))
