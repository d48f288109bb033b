"""Run the steps of `make test` and its smaller and larger sisters, and sum up.

    python scripts/run_tests.py lint|quick|full|long

Every step runs, also after one that failed. Each linter counts as one test. The last line is the
totals; the exit status is 1 if anything failed.
"""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from test_results import Counts, jest, judge, junit, playwright

ROOT = Path(__file__).resolve().parent.parent
REPORTS = ROOT / ".build" / "reports"
BROWSER = ROOT / ".build" / "browser"
NODE = "node_modules/.bin"


@dataclass(frozen=True)
class Step:
    """One tool. Without `read` its exit status is its result."""

    name: str
    command: list[str]
    report: str = ""
    read: Callable[[Path], Counts] | None = None
    environment: dict[str, str] = field(default_factory=dict)


LINT = [
    Step("ruff check", ["ruff", "check", "."]),
    Step("ruff format", ["ruff", "format", "--check", "."]),
    Step("mypy", ["mypy"]),
    Step("generated types", ["node", "scripts/generate.mjs", "--check"]),
    Step("tsc", [f"{NODE}/tsc", "-p", "tsconfig.test.json"]),
    Step("ESLint", [f"{NODE}/eslint", ".", "--cache", "--max-warnings", "0"]),
    Step("Prettier", [f"{NODE}/prettier", "--check", "--log-level", "warn", "."]),
    Step("Stylelint", [f"{NODE}/stylelint", "--cache", "style/**/*.css"]),
]


def pytest(marked: str) -> Step:
    report = "pytest.xml"
    command = [sys.executable, "-m", "pytest", "-m", marked, f"--junitxml={REPORTS / report}"]
    return Step("pytest", command, report, junit)


def jest_step() -> Step:
    report = "jest.json"
    command = [f"{NODE}/jest", "--ci", "--json", f"--outputFile={REPORTS / report}"]
    return Step("jest", command, report, jest)


def browser_step(name: str, config: str) -> Step:
    report = f"{config}.json"
    command = [f"{NODE}/playwright", "test", "-c", f"ui-tests/{config}.config.ts"]
    environment = {
        "OFFLOAD_CHROMIUM": BROWSER.read_text().strip(),
        "PLAYWRIGHT_JSON_OUTPUT_FILE": str(REPORTS / report),
    }
    return Step(name, command, report, playwright, environment)


def steps(selection: str) -> list[Step]:
    if selection == "lint":
        return LINT
    if selection == "quick":
        return [*LINT, pytest("not slow and not long"), jest_step()]
    if selection == "full":
        return [
            *LINT,
            pytest("not long"),
            jest_step(),
            browser_step("Galata", "playwright"),
            browser_step("Galata, with a token", "playwright.auth"),
        ]
    if selection == "long":
        return [pytest("long")]
    raise SystemExit(f"{__doc__}\nunknown selection: {selection}")


def run(step: Step) -> Counts:
    print(f"\n==> {step.name}", flush=True)
    if step.report:
        (REPORTS / step.report).unlink(missing_ok=True)
    # The tools are this environment's, whether or not it is activated.
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    environment = {**os.environ, "PATH": path, **step.environment}
    status = subprocess.run(step.command, cwd=ROOT, env=environment).returncode
    if step.read is None:
        return Counts(passed=1) if status == 0 else Counts(failed=1)
    try:
        counts = step.read(REPORTS / step.report)
    except (OSError, ValueError, KeyError, SyntaxError) as error:
        print(f"{step.name}: no usable report ({error})", file=sys.stderr)
        return judge(None, status)
    return judge(counts, status)


def main() -> int:
    REPORTS.mkdir(parents=True, exist_ok=True)
    total = Counts()
    rows: list[str] = []
    begun = time.monotonic()
    for step in steps(sys.argv[1] if len(sys.argv) == 2 else ""):
        started = time.monotonic()
        counts = run(step)
        total += counts
        mark = "FAILED" if counts.failed else "ok"
        rows.append(f"{step.name:<22}{mark:<8}{time.monotonic() - started:7.1f} s   {counts}")
    print("\n" + "\n".join(rows))
    for name in total.names:
        print(f"FAILED  {name}")
    print(f"{'in all':<30}{time.monotonic() - begun:7.1f} s")
    print(total, flush=True)
    return 1 if total.failed else 0


if __name__ == "__main__":
    sys.exit(main())
