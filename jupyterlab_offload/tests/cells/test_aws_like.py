"""Every case on a day like AWS's: slow starts, late logs, late and half written checkpoints."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest

from jupyterlab_offload.local.process.switch import clear_scenario, set_scenario
from jupyterlab_offload.tests.local.days import aws_like
from jupyterlab_offload.tests.local.live import LiveEngine

from .case import Case
from .conftest import Bench
from .test_cells import all_cases

pytestmark = pytest.mark.long

PACE = 0.2
"""Of the scenario's own delays: all cases take about half an hour then."""


@pytest.fixture(scope="module", autouse=True)
def _aws_like(cell_engine: LiveEngine, tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    file = tmp_path_factory.mktemp("scenario") / "aws-like.json"
    file.write_text(json.dumps(aws_like(PACE)))
    set_scenario(cell_engine.home, str(file))
    yield
    clear_scenario(cell_engine.home)


@pytest.mark.parametrize("case", all_cases(), ids=lambda case: case.name)
def test_the_magic_changes_nothing_on_a_day_like_those_of_aws(case: Case, bench: Bench) -> None:
    bench.check(case)
