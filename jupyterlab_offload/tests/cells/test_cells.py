"""Every case: the notebook leaves the same behind with the magic as without it."""

from __future__ import annotations

from importlib import import_module
from pkgutil import iter_modules

import pytest
from _pytest.mark import ParameterSet

from . import cases
from .case import Case
from .conftest import Bench
from .known import KNOWN


def all_cases() -> list[Case]:
    modules = [
        import_module(f"{cases.__name__}.{one.name}") for one in iter_modules(cases.__path__)
    ]
    return [case for module in modules for case in module.CASES]


EVERY = 7
"""Each case takes a job of about a second: ``make test`` runs one in so many, ``test-long`` all."""


def _marked() -> list[ParameterSet]:
    chosen = []
    for number, case in enumerate(all_cases()):
        marks = [pytest.mark.slow] if number % EVERY == 0 else [pytest.mark.long]
        chosen.append(pytest.param(case, id=case.name, marks=marks))
    return chosen


@pytest.mark.parametrize("case", _marked())
def test_the_magic_changes_nothing(case: Case, bench: Bench) -> None:
    bench.check(case)


def test_there_are_cases_of_all_known_differences() -> None:
    assert set(KNOWN) <= {case.name for case in all_cases()}
