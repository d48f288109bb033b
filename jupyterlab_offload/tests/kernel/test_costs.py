"""What jobs cost: the rule, the shared vectors, and what the kernel makes of a description."""

from __future__ import annotations

import json
from datetime import datetime, timezone
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from jupyterlab_offload.catalog import find, price, volume_price
from jupyterlab_offload.catalog.billing import Rates, charged, worst_case
from jupyterlab_offload.kernel import costs
from jupyterlab_offload.kernel.costs import Costs
from jupyterlab_offload.kernel.following.watched import Description
from jupyterlab_offload.submit import Backend

VECTORS = json.loads(Path(__file__).with_name("cost.vectors.json").read_text("utf-8"))
ROLE = "arn:aws:iam::123456789012:role/r"


@pytest.mark.parametrize("one", VECTORS, ids=lambda one: one["about"])
def test_recorded_jobs_are_reproduced_and_the_page_says_the_same(one: dict[str, Any]) -> None:
    rates = Rates(one["hourly"], one["volume_gib"] * one["volume_usd_per_gib_hour"])
    cost = charged(rates, one["seconds"], one["warm"], one["count"])
    assert cost == pytest.approx(one["usd"], abs=5e-6)
    most = worst_case(rates, one["max_runtime"], one["warm_seconds"], one["count"])
    assert most == pytest.approx(one["ceiling"], abs=5e-6)


@pytest.fixture
def backend(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> dict[str, Backend]:
    """The backend of the jobs; a test may put another one in its place."""
    monkeypatch.setenv("OFFLOAD_CACHE", str(tmp_path))
    there = {"aws": Backend("aws", "us-east-1", "b", "", ROLE)}
    monkeypatch.setattr(costs, "backend_named", lambda name: there[name])
    return there


def job(answer: dict[str, Any], **facts: Any) -> Any:
    base = {"TrainingJobStatus": "Completed", "BillableTimeInSeconds": 600}
    described = Description.of({**base, **answer})
    return SimpleNamespace(backend="aws", facts=facts, description=described, seconds=600.0)


def test_disk_count_and_warm_pool_are_in_a_jobs_cost(backend: dict[str, Backend]) -> None:
    found = job(
        {
            "ResourceConfig": {
                "InstanceType": "ml.m5.large",
                "InstanceCount": 2,
                "VolumeSizeInGB": 100,
            },
            "WarmPoolStatus": {"ResourceRetainedBillableTimeInSeconds": 300},
        }
    )
    hourly = 0.115 + 100 * volume_price("us-east-1").usd_per_hour
    assert Costs().on_aws(found) == pytest.approx(hourly * 900 * 2 / 3600)


def test_a_type_with_disks_of_its_own_has_no_volume(backend: dict[str, Backend]) -> None:
    resources = {"InstanceType": "ml.g5.xlarge", "InstanceCount": 1, "VolumeSizeInGB": 500}
    found = job({"ResourceConfig": resources})
    known = price("ml.g5.xlarge")
    assert known is not None and find("ml.g5.xlarge").nvme
    assert Costs().on_aws(found) == pytest.approx(known.usd_per_hour / 6)


def test_the_price_of_another_region_is_not_this_ones(backend: dict[str, Backend]) -> None:
    resources = {"InstanceType": "ml.m5.large", "InstanceCount": 1, "VolumeSizeInGB": 30}
    backend["aws"] = Backend("aws", "eu-west-1", "b", "", ROLE)
    assert Costs().on_aws(job({"ResourceConfig": resources})) is None
    assert Costs().words(job({"ResourceConfig": resources})) == "unknown"
    said = Costs().on_aws(job({"ResourceConfig": resources}, price_per_hour=0.2))
    assert said is not None and said > 0.2 / 6


def test_a_job_that_has_not_begun_has_cost_nothing(backend: dict[str, Backend]) -> None:
    started = datetime(2026, 11, 1, tzinfo=timezone.utc)
    found = job({"TrainingJobStatus": "InProgress", "TrainingStartTime": started}, price_per_hour=1)
    found.description = None
    assert Costs().on_aws(found) == 0.0
