"""Read the machine-readable reports of the test tools into one kind of count."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree


@dataclass(frozen=True)
class Counts:
    """How many tests ended how."""

    passed: int = 0
    failed: int = 0
    skipped: int = 0

    def __add__(self, other: Counts) -> Counts:
        return Counts(
            self.passed + other.passed,
            self.failed + other.failed,
            self.skipped + other.skipped,
        )

    def __str__(self) -> str:
        return f"{self.passed} passed, {self.failed} failed, {self.skipped} skipped"


def junit(report: Path) -> Counts:
    """pytest's `--junitxml`. A test that passed and broke in its teardown counts as failed."""
    counts = Counts()
    for case in ElementTree.parse(report).iter("testcase"):
        outcomes = {child.tag for child in case}
        if outcomes & {"failure", "error"}:
            counts += Counts(failed=1)
        elif "skipped" in outcomes:
            counts += Counts(skipped=1)
        else:
            counts += Counts(passed=1)
    return counts


def jest(report: Path) -> Counts:
    """jest's `--json`. A file that does not compile has no tests: it counts as one that failed."""
    found = json.loads(report.read_text(encoding="utf-8"))
    return Counts(
        found["numPassedTests"],
        found["numFailedTests"] + found["numRuntimeErrorTestSuites"],
        found["numPendingTests"] + found["numTodoTests"],
    )


def playwright(report: Path) -> Counts:
    """Playwright's JSON reporter. A test that passed only when repeated counts as failed."""
    found = json.loads(report.read_text(encoding="utf-8"))
    stats = found["stats"]
    return Counts(
        stats["expected"],
        stats["unexpected"] + stats["flaky"] + len(found["errors"]),
        stats["skipped"],
    )


def judge(counts: Counts | None, exit_status: int) -> Counts:
    """What a step counts for, given what its report says (None: no report) and how it ended.

    A step that failed without a failed test, or ran nothing at all, adds one failure, so that the
    totals never look better than the step was.
    """
    if counts is None:
        return Counts(failed=1)
    ran_nothing = counts == Counts()
    if counts.failed == 0 and (exit_status != 0 or ran_nothing):
        return counts + Counts(failed=1)
    return counts
