"""Cells that do not wait, and what a cell is told when it has to."""

from __future__ import annotations

import _thread
import threading
import time

import pytest

from jupyterlab_offload.kernel.extension import session
from jupyterlab_offload.submit import SubmitError

from .notebook import NotebookShell

pytestmark = pytest.mark.slow


@pytest.fixture(autouse=True)
def _no_waiting(monkeypatch: pytest.MonkeyPatch, shell: NotebookShell) -> None:
    monkeypatch.setenv("OFFLOAD_WAIT", "0")


def fine(shell: NotebookShell, cell: str) -> str:
    """Runs a cell that must not fail; what it printed."""
    shown = shell.run(cell)
    assert shown.error is None, shown.traceback
    return shown.text()


def test_a_cell_that_needs_nothing_runs_at_once(shell: NotebookShell) -> None:
    fine(shell, "%%offload\nimport time\ntime.sleep(2)\nx = 1")
    began = time.monotonic()
    assert fine(shell, "y = 2\nprint(y)") == "2\n"
    assert time.monotonic() - began < 1
    assert fine(shell, "print(x)") == "1\n"


def test_a_failed_job_stops_the_cell_that_reads_its_names_and_no_other(
    shell: NotebookShell,
) -> None:
    fine(shell, "%%offload\nkept = 3\nv = 1 / 0")
    assert fine(shell, "print('on')") == "on\n"
    shown = shell.run("print('never')\nv")
    assert shown.error == ("ZeroDivisionError", "division by zero")
    assert shown.text() == ""
    assert "v = 1 / 0" in "\n".join(shown.traceback)
    assert fine(shell, "print(kept)") == "3\n"


def test_the_exception_is_its_own_type_and_a_remote_error(shell: NotebookShell) -> None:
    fine(shell, "import jupyterlab_offload as offload")
    fine(shell, "%%offload\n{}['k']")
    text = fine(
        shell,
        "try:\n    offload.last().result()\nexcept KeyError as e:\n"
        "    print(isinstance(e, offload.RemoteError), e.job == offload.last().name)",
    )
    assert text == "True True\n"


def test_a_variable_that_was_assigned_meanwhile_is_kept_until_it_is_asked_for(
    shell: NotebookShell,
) -> None:
    fine(shell, "%%offload\nx = 'job'")
    fine(shell, "x = 'kernel'")
    fine(shell, "%offload wait")
    assert fine(shell, "print(x)") == "kernel\n"
    fine(shell, "%offload get x")
    assert fine(shell, "print(x)") == "job\n"


def test_a_job_has_a_face(shell: NotebookShell) -> None:
    fine(shell, "import jupyterlab_offload as offload")
    fine(shell, "%%offload --name face\nprint('hello')\nx = [1]")
    text = fine(
        shell,
        "job = offload.last().wait()\n"
        "print(job.status, job.cost, dict(job.results), job.name[:5], 'hello' in job.logs())\n"
        "print([event['text'] for event in job.outputs if event['type'] == 'stream'])",
    )
    assert text == "Completed 0.0 {'x': [1]} face- True\n['hello\\n']\n"


def test_a_job_that_is_stopped_brings_what_it_has_made(shell: NotebookShell) -> None:
    fine(shell, "import jupyterlab_offload as offload")
    fine(shell, "%%offload\nmade = 1\nprint('go')\nimport time\ntime.sleep(60)\nnever = 2")
    job = shell.user_ns["offload"].last()
    deadline = time.monotonic() + 20
    while "go" not in job.logs() and time.monotonic() < deadline:
        time.sleep(0.05)
    fine(shell, "%offload stop")
    job.wait(20)
    assert dict(job.results).get("made") == 1, (job.logs(), job.outcome, job.report, job.problems)
    shown = shell.run("never")
    assert shown.error is not None and "stopped" in shown.error[1]
    assert fine(shell, "print(made)") == "1\n"


def test_the_card_tells_what_happened(shell: NotebookShell) -> None:
    shown = shell.run("%%offload\nprint('<b>text</b>')\nx = 1")
    fine(shell, "x")
    (card,) = shown.data()
    job = card["application/vnd.jupyterlab-offload.job.v1+json"]
    assert job["status"] == "Completed" and job["results"] == ["x"]
    assert "&lt;b&gt;text" in card["text/html"] and "<script" not in card["text/html"]


def test_a_group_that_was_not_sent_stops_who_needs_it(shell: NotebookShell) -> None:
    fine(shell, "%%offload --part 1/2\na = 1")
    shown = shell.run("a + 1")
    assert shown.error is not None and "--part 2/2" in shown.error[1]
    fine(shell, "%%offload --part 2/2\nb = a + 1")
    assert fine(shell, "print(a, b)") == "1 2\n"
    shown = shell.run("%%offload --part 2/2\nb = a + 1")
    assert shown.error is not None and "part 1" in shown.error[1]


def test_options_stand_on_the_first_part(shell: NotebookShell) -> None:
    fine(shell, "%%offload --part 1/2 --name grouped\na = 1")
    shown = shell.run("%%offload --part 2/2 --max-cost 1\nb = 2")
    assert shown.error is not None and "part 1" in shown.error[1]


@pytest.mark.parametrize(
    ("cell", "says"),
    [
        ("%%offload\nx = (", "line 2"),
        ("%%offload --imgae x\ny = 1", "--image"),
        ("%%offload ml.g5.xlrge\ny = 1", "ml.g5.xlarge"),
        ("%%offload --backend lcal\ny = 1", "local"),
        ("%%offload\nname = input('who?')", "input"),
        ("%%offload\n%cd /tmp", "%cd"),
        ("%%offload\nfirst = next(gen)", "generator"),
        ("%%offload\nuse(token)", "credential"),
        ("%%offload --env NOT_THERE\ny = 1", "NOT_THERE"),
        ("%%offload --env API_TOKEN=abcdef123456\ny = 1", "--allow-secret"),
        ("%offload jbos", "jobs"),
        ("%offload attach no-such-job", "no-such-job"),
        ("%%offload --spot\ny = 1", "later version"),
    ],
)
def test_what_cannot_work_is_said_before_a_job_is_made(
    shell: NotebookShell, cell: str, says: str
) -> None:
    fine(shell, "gen = (i for i in range(3))\nuse = len\ntoken = 'sk-abcdefghijklmnopqrstuvwx'")
    jobs = fine(shell, "%offload jobs")
    shown = shell.run(cell)
    assert shown.error is not None
    assert says in shown.error[1]
    assert len("\n".join(shown.traceback)) < 400
    assert fine(shell, "%offload jobs") == jobs


def test_an_empty_cell_makes_no_job(shell: NotebookShell) -> None:
    assert "no job" in fine(shell, "%%offload\n# nothing but a remark")


def test_the_plan_is_shown_and_nothing_is_sent(shell: NotebookShell) -> None:
    fine(shell, "import math\ndata = list(range(10))")
    shown = shell.run("%%offload --dry-run --max-cost 1\ntotal = math.fsum(data)")
    text = shown.data()[0]["text/plain"]
    assert "data" in text and "import math" in text and "TrainingJobName" in text
    assert "no job yet" in fine(shell, "%offload jobs")


def test_the_same_job_is_not_sent_twice(shell: NotebookShell) -> None:
    cell = "%%offload\nimport time\ntime.sleep(3)\nx = 1"
    assert shell.run_cell(cell, cell_id="cell-7").success
    shown = shell.run_cell(cell, cell_id="cell-7")
    error = str(shown.error_in_exec)
    assert "still running" in error and "attach" in error
    assert fine(shell, "%offload jobs").count("\n") == 1


def test_a_job_of_another_kernel_is_attached(shell: NotebookShell) -> None:
    fine(shell, "%%offload\nx = {'a': 1}\nprint('shown')")
    name = fine(shell, "import jupyterlab_offload as offload\nprint(offload.last().name)").strip()
    shell.extension_manager.unload_extension("jupyterlab_offload")
    shell.reset(new_session=True)
    shell.extension_manager.load_extension("jupyterlab_offload")
    assert "shown" in fine(shell, f"%offload attach {name}")
    assert fine(shell, "print(x)") == "{'a': 1}\n"


def test_interrupting_a_wait_leaves_the_job_and_says_how_to_come_back(
    shell: NotebookShell, monkeypatch: pytest.MonkeyPatch
) -> None:
    fine(shell, "import jupyterlab_offload as offload\noffload.jobs()")
    timer = threading.Timer(2.0, _thread.interrupt_main)
    timer.start()
    shown = shell.run("%%offload --wait\nimport time\ntime.sleep(5)\nx = 1")
    timer.cancel()
    assert shown.error is not None and "%offload attach" in shown.error[1]
    assert "job.wait" not in "\n".join(shown.traceback)
    assert fine(shell, "print(offload.last().status)") == "InProgress\n"
    assert fine(shell, "print(x)") == "1\n"


def test_interrupting_a_cell_that_waits_stops_the_cell_and_not_the_job(
    shell: NotebookShell,
) -> None:
    fine(shell, "import jupyterlab_offload as offload")
    fine(shell, "%%offload\nimport time\ntime.sleep(5)\nx = 1")
    timer = threading.Timer(1.0, _thread.interrupt_main)
    timer.start()
    shown = shell.run("print('never')\nx")
    timer.cancel()
    assert shown.error is not None and shown.text() == ""
    assert fine(shell, "print(x)") == "1\n"


def test_text_is_shown_while_the_job_runs(shell: NotebookShell) -> None:
    seen: list[str] = []
    cell = "%%offload --wait\nimport time\nprint('early')\ntime.sleep(6)\nprint('late')"
    timer = threading.Timer(5.0, lambda: seen.append(shell.outputs.text()))
    timer.start()
    shown = shell.run(cell)
    timer.cancel()
    assert shown.text() == "early\nlate\n"
    assert seen == ["early\n"]


def test_an_input_that_was_edited_meanwhile_is_kept(shell: NotebookShell) -> None:
    fine(shell, "data = [1]\nalias = data")
    fine(shell, "%%offload\nimport time\ntime.sleep(2)\ndata.append('job')")
    # Through a name that the job does not know, so that nothing waits.
    shell.user_ns["alias"].append("kernel")
    shown = shell.run("print(data)")
    assert shown.text() == "[1, 'kernel']\n"
    assert "%offload get data" in shown.text("stderr")


def test_a_cell_does_not_run_with_old_values_when_results_cannot_be_had(
    shell: NotebookShell, monkeypatch: pytest.MonkeyPatch
) -> None:
    fine(shell, "x = 'old'")
    fine(shell, "%%offload\nx = 'new'")
    loaded = session(shell)
    assert loaded is not None

    def fail(*_: object) -> None:
        raise SubmitError("network", "No connection.")

    with monkeypatch.context() as patch:
        patch.setattr(loaded.remote, "bring", fail)
        shown = shell.run("print(x)")
    assert shown.error == ("OffloadError", "No connection.") and shown.text() == ""
    assert fine(shell, "print(x)") == "new\n"
