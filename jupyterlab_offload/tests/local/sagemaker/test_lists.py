"""ListTrainingJobs: order, filters, pages and their tokens."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from jupyterlab_offload.local.protocol.errors import AWSError
from jupyterlab_offload.local.scenario import Scenario, parse

from .conftest import ControlPlane


def names(*pages: dict[str, Any]) -> list[str]:
    return [job["TrainingJobName"] for page in pages for job in page["TrainingJobSummaries"]]


@pytest.fixture
def three(sagemaker: ControlPlane, clock: Any) -> ControlPlane:
    """Jobs b, a, c made in this order, 10 s apart; a has ended, c is stopping."""
    for name in "bac":
        sagemaker.create(name)
        clock.advance(10)
    sagemaker.advance("a", "Completed", status="Completed", ended=clock())
    sagemaker("StopTrainingJob", TrainingJobName="c")
    return sagemaker


@pytest.mark.parametrize(
    ("order", "expected"),
    [
        ({}, "cab"),
        ({"SortOrder": "Ascending"}, "bac"),
        ({"SortBy": "CreationTime"}, "bac"),
        ({"SortBy": "CreationTime", "SortOrder": "Descending"}, "cab"),
        ({"SortBy": "Name"}, "abc"),
        ({"SortBy": "Name", "SortOrder": "Descending"}, "cba"),
        ({"SortBy": "Status"}, "abc"),
        ({"SortBy": "Status", "SortOrder": "Descending"}, "cba"),
    ],
)
@pytest.mark.parametrize("size", [1, 2, 100])
def test_pages_follow_the_order(
    three: ControlPlane, order: dict[str, str], expected: str, size: int
) -> None:
    assert "".join(names(*three.every("ListTrainingJobs", MaxResults=size, **order))) == expected


def test_a_summary_tells_status_and_times(three: ControlPlane, clock: Any) -> None:
    [page] = three.every("ListTrainingJobs", NameContains="a")
    assert page["TrainingJobSummaries"] == [
        {
            "TrainingJobName": "a",
            "TrainingJobArn": "arn:aws:sagemaker:us-east-1:000000000000:training-job/a",
            "CreationTime": clock() - 20,
            "LastModifiedTime": clock(),
            "TrainingEndTime": clock(),
            "TrainingJobStatus": "Completed",
            "SecondaryStatus": "Completed",
        }
    ]


def test_ten_jobs_are_a_page_unless_it_says_otherwise(sagemaker: ControlPlane) -> None:
    for number in range(11):
        sagemaker.create(f"job-{number}")
    assert [len(names(page)) for page in sagemaker.every("ListTrainingJobs")] == [10, 1]


def test_a_status_is_picked_from_pages_that_were_made_without_it(three: ControlPlane) -> None:
    pages = three.every("ListTrainingJobs", StatusEquals="Completed", MaxResults=1)
    assert [names(page) for page in pages] == [[], ["a"], []]


def test_times_and_name_filter_before_the_page_is_made(three: ControlPlane, clock: Any) -> None:
    def listed(**filters: Any) -> str:
        return "".join(sorted(names(*three.every("ListTrainingJobs", MaxResults=1, **filters))))

    start = clock() - 30
    assert listed(CreationTimeAfter=start) == "ac"
    assert listed(CreationTimeBefore=start + 10) == "b"
    assert listed(CreationTimeAfter=start, CreationTimeBefore=start + 20) == "a"
    assert listed(LastModifiedTimeAfter=start) == "ac"
    assert listed(LastModifiedTimeBefore=start + 1) == "b"
    assert listed(NameContains="b") == "b"
    assert listed(NameContains="B") == ""
    assert listed(WarmPoolStatusEquals="Available") == ""


def test_a_new_job_is_missing_for_a_while_when_the_scenario_says_so(
    sagemaker: ControlPlane, clock: Any
) -> None:
    sagemaker.engine.scenario = Scenario(parse({"search_delay": 5}))
    sagemaker.create()
    assert names(sagemaker("ListTrainingJobs")) == []
    clock.advance(5)
    assert names(sagemaker("ListTrainingJobs")) == ["job"]


def _swap(token: str) -> str:
    return token[:-1] + ("A" if token[-1] != "A" else "B")


@pytest.mark.parametrize(
    "spoil",
    [
        _swap,
        lambda token: "nonsense",
        lambda token: "ü",
        lambda token: token[4:],
        lambda token: token + "====",
    ],
    ids=["changed", "nonsense", "not ASCII", "cut", "longer"],
)
def test_a_token_that_is_not_ours_is_refused(three: ControlPlane, spoil: Any) -> None:
    token = three("ListTrainingJobs", MaxResults=1)["NextToken"]
    with pytest.raises(AWSError) as refused:
        three("ListTrainingJobs", MaxResults=1, NextToken=spoil(token))
    assert refused.value.code == "ValidationException"


def test_a_token_belongs_to_its_query(three: ControlPlane) -> None:
    token = three("ListTrainingJobs", MaxResults=1)["NextToken"]
    with pytest.raises(AWSError, match="pagination token"):
        three("ListTrainingJobs", MaxResults=1, NextToken=token, SortBy="Name")
    with pytest.raises(AWSError, match="pagination token"):
        three("Search", Resource="TrainingJob", NextToken=token)
    assert names(three("ListTrainingJobs", MaxResults=2, NextToken=token)) == ["a", "b"]


@given(
    moments=st.lists(st.integers(0, 3), min_size=1, max_size=12),
    size=st.integers(1, 5),
    by=st.sampled_from(["Name", "CreationTime", "Status"]),
    order=st.sampled_from(["Ascending", "Descending"]),
)
@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_paging_visits_every_job_once(
    sagemaker: ControlPlane, clock: Any, moments: list[int], size: int, by: str, order: str
) -> None:
    sagemaker.engine.db.run("DELETE FROM jobs")
    for number, moment in enumerate(moments):
        clock.now = 1_790_000_000.0 + moment
        sagemaker.create(f"job-{number}")
        if moment == 3:
            sagemaker.advance(f"job-{number}", "Failed", status="Failed")
    pages = sagemaker.every("ListTrainingJobs", MaxResults=size, SortBy=by, SortOrder=order)
    listed = [job for page in pages for job in page["TrainingJobSummaries"]]
    assert sorted(names(*pages)) == sorted(f"job-{number}" for number in range(len(moments)))
    member = {"Name": "TrainingJobName", "Status": "TrainingJobStatus"}.get(by, by)
    values = [job[member] for job in listed]
    assert values == sorted(values, reverse=order == "Descending")
