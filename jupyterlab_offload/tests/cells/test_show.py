"""`%offload show`: a job's verified outputs as those of the cell that asks for them."""

from __future__ import annotations

import threading
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from jupyterlab_offload.kernel import running
from jupyterlab_offload.kernel.errors import OffloadError
from jupyterlab_offload.kernel.extension import session
from jupyterlab_offload.kernel.following.outcome import Outcome
from jupyterlab_offload.kernel.job import Job
from jupyterlab_offload.kernel.running import show_outputs
from jupyterlab_offload.submit import Results

from .notebook import NotebookShell

PLOT = {
    "application/vnd.plotly.v1+json": {"data": [{"y": [1, 2]}], "layout": {}},
    "text/html": '<div id="plot"></div><script>draw()</script>',
    "text/plain": "Figure({...})",
}
DRAW = f"display({PLOT!r}, raw=True)"


@pytest.fixture
def sent(shell: NotebookShell, monkeypatch: pytest.MonkeyPatch) -> Any:
    """Sends a cell that does not wait; the job, which has ended unless `wait` is false."""
    monkeypatch.setenv("OFFLOAD_WAIT", "0")

    def send(cell: str, wait: bool = True) -> Job:
        assert shell.run(f"%%offload\n{cell}").error is None
        loaded = session(shell)
        assert loaded is not None
        return loaded.last.wait(60) if wait else loaded.last

    return send


@pytest.mark.slow
def test_what_a_card_cannot_run_is_shown_as_it_is(shell: NotebookShell, sent: Any) -> None:
    job = sent(f"print('before')\n{DRAW}\nmade = 1\n'result'")
    shown = shell.run(f"%offload show {job.name} --backend local")
    assert shown.error is None
    assert [one["type"] for one in shown.items] == ["stdout", "display", "result"]
    assert shown.text() == "before\n"
    assert shown.data()[0] == PLOT and shown.data()[1]["text/plain"] == "'result'"
    assert "made" not in shell.variables()


@pytest.mark.slow
def test_of_the_last_job_where_none_is_named_and_as_often_as_asked(
    shell: NotebookShell, sent: Any
) -> None:
    sent(DRAW)
    for _ in range(2):
        assert shell.run("%offload show").data() == [PLOT]


@pytest.mark.slow
def test_a_job_that_runs_is_waited_for(shell: NotebookShell, sent: Any, tmp_path: Path) -> None:
    gate = tmp_path / "open"
    shut = f"import os, time\nwhile not os.path.exists({str(gate)!r}):\n    time.sleep(0.02)"
    job = sent(f"{DRAW}\n{shut}", wait=False)
    threading.Timer(0.5, gate.touch).start()
    shown = shell.run("%offload show")
    assert job.ended and shown.data()[-1] == PLOT


@pytest.mark.slow
def test_a_job_that_failed_shows_what_it_showed_and_raises_nothing(
    shell: NotebookShell, sent: Any
) -> None:
    job = sent(f"{DRAW}\n1 / 0")
    shown = shell.run("%offload show")
    assert shown.error is None and shown.data() == [PLOT]
    assert f"`%offload wait {job.name}` raises its error" in shown.text("stderr")
    again = shell.run(f"%offload wait {job.name}")
    assert again.error is not None and again.error[0] == "ZeroDivisionError"


@pytest.mark.slow
def test_a_job_that_showed_nothing_says_so(shell: NotebookShell, sent: Any) -> None:
    job = sent("made = 1")
    assert shell.run("%offload show").text() == f"{job.name} has shown nothing.\n"


@pytest.mark.parametrize(
    ("results", "says"),
    [
        (Results({}, "", True, connection=None), "attach a-1 --trust` takes"),  # type: ignore[arg-type]  # not asked
        (Results({}, "", False, connection=None), "Nothing vouches for"),  # type: ignore[arg-type]  # not asked
        (None, "without results"),
    ],
    ids=["of another machine", "without a log", "without results"],
)
def test_what_is_not_verified_is_never_shown(
    monkeypatch: pytest.MonkeyPatch, results: Any, says: str
) -> None:
    replayed: list[object] = []
    monkeypatch.setattr(running, "replay", lambda *given: replayed.append(given))
    fake: Any = SimpleNamespace(shell=None, jobs=[], error_of=lambda job: None)
    job = Job(fake, "a-1", "local", None)
    record = b'{"type": "display_data", "data": {"text/html": "<script>evil()</script>"}}\n'
    job.finish(Outcome({}, {}, record, "It ended without results.", trusted=False))
    job.facts["results"] = results
    with pytest.raises(OffloadError, match=says):
        show_outputs(fake, job)
    assert replayed == [] and job.outputs
