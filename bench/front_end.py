"""The front end in a real browser, with a real JupyterLab and engine: weight, speed, quiet.

What is measured, and what is aimed at, stands in ``ui-tests/bench``.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from jupyterlab_offload.local.home import Home
from jupyterlab_offload.local.store.db import Database
from jupyterlab_offload.submit.connection import local_user
from jupyterlab_offload.submit.names import tag_value

from . import pages
from .report import Row, limit_row

_ROOT = Path(__file__).resolve().parent.parent
_PLAYWRIGHT = _ROOT / "node_modules" / ".bin" / "playwright"
_CONFIG = "ui-tests/playwright.bench.config.ts"
_LONGEST_SECONDS = 1500
_SLOTS = 64
"""More than the live cards of ui-tests/bench/liveCards.spec.ts."""


def rows() -> Iterator[Row]:
    """Raises FileNotFoundError before ``make ready-to-test`` has been run."""
    browser = (_ROOT / ".build" / "browser").read_text().strip()
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as name:
        # The tests' server looks for its engine there: ui-tests/machine.ts.
        folder = Path(name) / "server"
        _seed(Home(folder / "engine").create())
        found = Path(name) / "rows"
        found.touch()
        done = subprocess.run(
            [str(_PLAYWRIGHT), "test", "-c", _CONFIG],
            cwd=_ROOT,
            stdout=sys.stderr,
            timeout=_LONGEST_SECONDS,
            env={
                **os.environ,
                "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
                "OFFLOAD_CHROMIUM": browser,
                "OFFLOAD_TEST_ROOT": str(folder),
                "OFFLOAD_BENCH_ROWS": str(found),
            },
        )
        for line in found.read_text("utf-8").splitlines():
            row = json.loads(line)
            yield limit_row(
                row["what"], row["value"], row["limit"], row["unit"], row.get("beside", "")
            )
    if done.returncode != 0:
        yield Row("front end: all was measured", "no: see above", ok=False)


def _seed(home: Home) -> None:
    """10,000 jobs that are over, one with a log of 1,000,000 lines, room for many that run."""
    home.settings_file.write_text(json.dumps({"slots": _SLOTS}))
    db = Database(home.index_file)
    # The sidebar lists one's own.
    owner = tag_value(local_user())
    pages.seed_jobs(db, owner)
    pages.seed_job(db, pages.LONG, owner)
    pages.seed_log(db, home)
    db.close()
