"""The examples of the page about the magic, in the order in which a reader tries them."""

from __future__ import annotations

import re
from pathlib import Path

from jupyterlab_offload.tests.local.live import LiveEngine

from .notebook import NotebookShell

PAGE = (Path(__file__).parents[3] / "docs" / "magic.md").read_text("utf-8")
EXAMPLES = re.findall(r"```python\n(.*?)```", PAGE, re.DOTALL)
RUN = 2
"""So many examples with the magic are sent; the rest are planned, which checks all but the run."""


def test_every_example_works(shell: NotebookShell, tmp_path: Path, cell_engine: LiveEngine) -> None:
    (tmp_path / "settings.json").write_text("{}")
    (tmp_path / "measurements").mkdir()
    (tmp_path / "measurements" / "may.csv").write_text("1")
    sent = 0
    for example in EXAMPLES:
        cell = example
        if example.startswith("%%offload"):
            sent += 1
            if "s3://" in example:  # by then the bucket is there
                cell_engine.s3.put_object(Bucket="offload-local", Key="data/may.csv", Body=b"1")
            if sent > RUN:
                cell = re.sub(r"\A(.*)", r"\1 --dry-run", cell.replace(" --dry-run", ""), count=1)
        shown = shell.run(cell)
        assert shown.error is None, f"{cell}\n{shown.error}"
        if "--dry-run" in cell:
            assert any(
                "CreateTrainingJob" in str(one) or "where" in str(one) for one in shown.data()
            )


def test_the_commands_work_on_the_last_job(shell: NotebookShell) -> None:
    assert shell.run("%%offload\nanswer = 6 * 7").error is None
    for line in ("jobs", "status", "logs", "wait", "get answer", "cost", "backends", "help"):
        shown = shell.run(f"%offload {line}")
        assert shown.error is None, f"{line}: {shown.error}"
    assert shell.variables()["answer"] == 42
