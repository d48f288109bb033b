import json
from pathlib import Path
from typing import Any

import pytest

from jupyterlab_offload.kernel.costs import charged

VECTORS = json.loads(Path(__file__).with_name("cost.vectors.json").read_text("utf-8"))


@pytest.mark.parametrize("one", VECTORS, ids=lambda one: one["about"])
def test_recorded_jobs_are_reproduced_and_the_page_says_the_same(one: dict[str, Any]) -> None:
    cost = charged(one["hourly"], one["seconds"], one["warm"], one["count"])
    assert cost == pytest.approx(one["usd"], abs=5e-6)
