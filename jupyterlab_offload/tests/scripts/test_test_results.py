"""The totals of a test run: never better than what really happened."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from test_results import Counts, jest, judge, junit, playwright


def test_junit_counts_each_case_once(tmp_path: Path) -> None:
    report = tmp_path / "pytest.xml"
    report.write_text(
        "<testsuites><testsuite>"
        "<testcase name='good'/>"
        "<testcase name='bad'><failure/></testcase>"
        "<testcase name='bad twice'><failure/><error/></testcase>"
        "<testcase name='teardown'><error/></testcase>"
        "<testcase name='left out'><skipped/></testcase>"
        "</testsuite></testsuites>"
    )
    assert junit(report) == Counts(passed=1, failed=3, skipped=1)


def test_jest_counts_a_file_that_does_not_compile(tmp_path: Path) -> None:
    report = tmp_path / "jest.json"
    report.write_text(
        json.dumps(
            {
                "numPassedTests": 5,
                "numFailedTests": 1,
                "numPendingTests": 2,
                "numTodoTests": 1,
                "numRuntimeErrorTestSuites": 1,
            }
        )
    )
    assert jest(report) == Counts(passed=5, failed=2, skipped=3)


def test_what_failed_is_named(tmp_path: Path) -> None:
    report = tmp_path / "report"
    report.write_text(
        "<testsuite><testcase classname='a.b' name='c[1]'><error/></testcase></testsuite>"
    )
    assert junit(report).names == ("a.b::c[1]",)
    suites = [
        {"name": "/x/a.spec.ts", "status": "passed", "assertionResults": []},
        {"name": "/x/b.spec.ts", "status": "failed", "assertionResults": []},
        {
            "name": "/x/c.spec.ts",
            "status": "failed",
            "assertionResults": [
                {"fullName": "is bad", "status": "failed"},
                {"fullName": "is good", "status": "passed"},
            ],
        },
    ]
    numbers = ("Passed", "Failed", "Pending", "Todo")
    counts = {f"num{name}Tests": 0 for name in numbers} | {"numRuntimeErrorTestSuites": 1}
    report.write_text(json.dumps({**counts, "testResults": suites}))
    assert jest(report).names == ("b.spec.ts does not run", "c.spec.ts: is bad")
    specs = [
        {"file": "a.spec.ts", "line": 5, "title": title, "tests": [{"status": status}]}
        for title, status in (("bad", "unexpected"), ("good", "expected"), ("shaky", "flaky"))
    ]
    stats = {"expected": 1, "unexpected": 1, "flaky": 1, "skipped": 0}
    nested = [{"suites": [{"specs": specs}]}]
    report.write_text(json.dumps({"stats": stats, "errors": [], "suites": nested}))
    counted = playwright(report)
    assert counted.names == ("a.spec.ts:5: bad", "a.spec.ts:5: shaky")
    assert (counted + Counts(names=("z",))).names[-1] == "z"


def test_playwright_counts_a_flaky_test_as_failed(tmp_path: Path) -> None:
    report = tmp_path / "playwright.json"
    stats = {"expected": 3, "unexpected": 1, "flaky": 1, "skipped": 2}
    report.write_text(json.dumps({"stats": stats, "errors": [{"message": "no server"}]}))
    assert playwright(report) == Counts(passed=3, failed=3, skipped=2)


@pytest.mark.parametrize(
    ("counts", "status", "failed"),
    [
        (Counts(passed=3), 0, 0),
        (Counts(passed=3, failed=2), 1, 2),
        (Counts(passed=3), 1, 1),
        (Counts(), 0, 1),
        (None, 0, 1),
        (None, 2, 1),
    ],
)
def test_a_step_cannot_look_better_than_it_was(
    counts: Counts | None, status: int, failed: int
) -> None:
    assert judge(counts, status).failed == failed


def test_totals_add_up_and_read_as_promised() -> None:
    total = Counts(1, 2, 3) + Counts(10, 20, 30)
    assert str(total) == "11 passed, 22 failed, 33 skipped"
