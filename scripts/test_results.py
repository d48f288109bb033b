"""Read the machine-readable reports of the test tools into one kind of count."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from xml.etree import ElementTree


@dataclass(frozen=True)
class Counts:
    """How many tests ended how."""

    passed: int = 0
    failed: int = 0
    skipped: int = 0
    # What failed, by name: the last lines of a long run are often all that is kept of it.
    names: tuple[str, ...] = field(default=(), compare=False)

    def __add__(self, other: Counts) -> Counts:
        return Counts(
            self.passed + other.passed,
            self.failed + other.failed,
            self.skipped + other.skipped,
            self.names + other.names,
        )

    def __str__(self) -> str:
        return f"{self.passed} passed, {self.failed} failed, {self.skipped} skipped"


def junit(report: Path) -> Counts:
    """pytest's `--junitxml`. A test that passed and broke in its teardown counts as failed."""
    counts = Counts()
    for case in ElementTree.parse(report).iter("testcase"):
        outcomes = {child.tag for child in case}
        if outcomes & {"failure", "error"}:
            counts += Counts(failed=1, names=(f"{case.get('classname')}::{case.get('name')}",))
        elif "skipped" in outcomes:
            counts += Counts(skipped=1)
        else:
            counts += Counts(passed=1)
    return counts


def jest(report: Path) -> Counts:
    """jest's `--json`. A file that does not compile has no tests: it counts as one that failed."""
    found = json.loads(report.read_text(encoding="utf-8"))
    names: list[str] = []
    for suite in found.get("testResults", ()):
        failed = [one["fullName"] for one in suite["assertionResults"] if one["status"] == "failed"]
        # Without a failed test, it is the file itself that does not run.
        broken = suite["status"] == "failed" and not failed
        names += [f"{Path(suite['name']).name}: {name}" for name in failed]
        names += [f"{Path(suite['name']).name} does not run"] if broken else []
    return Counts(
        found["numPassedTests"],
        found["numFailedTests"] + found["numRuntimeErrorTestSuites"],
        found["numPendingTests"] + found["numTodoTests"],
        tuple(names),
    )


def playwright(report: Path) -> Counts:
    """Playwright's JSON reporter. A test that passed only when repeated counts as failed."""
    found = json.loads(report.read_text(encoding="utf-8"))
    stats = found["stats"]
    return Counts(
        stats["expected"],
        stats["unexpected"] + stats["flaky"] + len(found["errors"]),
        stats["skipped"],
        tuple(_not_ok(found.get("suites", ()))),
    )


def _not_ok(suites: Iterable[dict[str, Any]]) -> Iterator[str]:
    """The tests in nested suites that failed, or passed only when repeated."""
    for suite in suites:
        for spec in suite.get("specs", ()):
            if any(test["status"] in ("unexpected", "flaky") for test in spec["tests"]):
                yield f"{spec['file']}:{spec['line']}: {spec['title']}"
        yield from _not_ok(suite.get("suites", ()))


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
