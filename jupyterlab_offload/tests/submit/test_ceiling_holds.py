"""At the ceiling: what a job was billed, times its price, is not more than what was allowed."""

from __future__ import annotations

from typing import Any

import pytest

from jupyterlab_offload.catalog import billing, find, volume_price
from jupyterlab_offload.catalog.billing import charged, rates
from jupyterlab_offload.kernel.following.watched import Description
from jupyterlab_offload.submit import Connection, ceiling, plan, submit
from jupyterlab_offload.tests.local.conftest import LIVE_SETTINGS

from .tools import ended, payload, spec

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("small_driver")]
GRACE = int(LIVE_SETTINGS["stop_grace_seconds"])
WORK, UPLOAD, WARM, VOLUME_GIB = 2, 1, 3, 200
PRICE = 3.6


@pytest.fixture(autouse=True)
def as_tight_as_the_engine(monkeypatch: pytest.MonkeyPatch) -> None:
    """The engine's grace is shorter than SageMaker's: the reserve is made as short, so that a
    second too much would show."""
    for module in (billing, ceiling):
        monkeypatch.setattr(module, "GRACE_SECONDS", GRACE)
        monkeypatch.setattr(module, "UPLOAD_SECONDS", UPLOAD)


@pytest.mark.parametrize(
    ("source", "kind", "warm"),
    [("sleep", "ml.p5.48xlarge", 0), ("sleep through a stop", "ml.m5.large", WARM)],
)
def test_what_is_billed_never_exceeds_the_ceiling(
    local: Connection, source: str, kind: str, warm: int
) -> None:
    disk = 0.0 if find(kind).nvme else VOLUME_GIB * volume_price(local.region).usd_per_hour
    hourly = PRICE + disk
    dollars = hourly * (WORK + GRACE + UPLOAD + warm + 0.5) / 3600
    compute = {
        "instance_type": kind,
        "price": PRICE,
        "volume_gib": VOLUME_GIB,
        "warm_seconds": warm,
    }
    asked = spec(compute=compute, limits={"max_cost": dollars})
    planned = plan(asked, payload(source, a=1), local)
    assert (planned.ceiling.seconds, planned.ceiling.by_cost) == (WORK, True)
    request: Any = planned.request
    assert request["StoppingCondition"] == {"MaxRuntimeInSeconds": WORK}
    answer = ended(local, submit(planned, local).name)
    assert answer["SecondaryStatus"] == "MaxRuntimeExceeded"
    found = Description.of(answer)
    assert found.billable is not None
    # The engine keeps no instance warm; AWS may bill all of the time that was asked for.
    kept = request["ResourceConfig"].get("KeepAlivePeriodInSeconds", 0)
    assert kept == warm
    paid = rates(find(found.instance), PRICE, found.volume_gib, local.region)
    cost = charged(paid, found.billable, kept, found.count)
    assert cost is not None and cost <= dollars
    # Nothing vacuous: the job ran to its limit, the stubborn one to the end of the grace.
    least = WORK + (GRACE if source == "sleep through a stop" else 0)
    assert found.billable >= least
