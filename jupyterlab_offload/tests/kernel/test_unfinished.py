"""What is said of jobs that ended before their cell did."""

from __future__ import annotations

from typing import Any, cast

import pytest

from jupyterlab_offload.kernel.following.watched import Description
from jupyterlab_offload.kernel.job import Job
from jupyterlab_offload.kernel.unfinished import no_results


def job(secondary: str, **facts: Any) -> Job:
    found = Job(cast(Any, None), "cell-1", "local", None)
    found.facts.update(facts)
    found.describe(Description("Stopped", secondary, None, None, None, "", "ml.m5.large"))
    return found


@pytest.mark.parametrize(
    ("secondary", "facts", "words"),
    [
        (
            "MaxRuntimeExceeded",
            {"max_seconds": 60, "by_cost": True},
            "at its limit of 60 s (from --max-cost) without results. A higher --max-cost gives it"
            " more time.",
        ),
        (
            "MaxRuntimeExceeded",
            {"max_seconds": 60},
            "at its limit of 60 s (from --max-runtime) without results. A higher --max-runtime"
            " gives it more time.",
        ),
        ("MaxRuntimeExceeded", {}, "at its time limit without results."),
        ("Stopped", {"max_seconds": 60}, "(stopped) without results."),
    ],
)
def test_a_job_without_results_names_the_limit_that_ended_it(
    secondary: str, facts: dict[str, Any], words: str
) -> None:
    assert no_results(job(secondary, **facts)) == f"cell-1 has ended {words}"
