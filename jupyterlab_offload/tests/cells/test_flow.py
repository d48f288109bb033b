"""Cells that do not wait, and what a cell is told when it has to."""

from __future__ import annotations

import _thread
import json
import re
import signal
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from jupyterlab_offload.kernel.display.card import MIME
from jupyterlab_offload.kernel.extension import session
from jupyterlab_offload.kernel.job import STOPPING, Job
from jupyterlab_offload.spec.documents import schema
from jupyterlab_offload.spec.schema import check
from jupyterlab_offload.submit import SubmitError
from jupyterlab_offload.tests.local.live import wait_for

from .notebook import NotebookShell

pytestmark = pytest.mark.slow

Later = Callable[[Callable[[], None]], None]


@pytest.fixture(autouse=True)
def _no_waiting(monkeypatch: pytest.MonkeyPatch, shell: NotebookShell) -> None:
    monkeypatch.setenv("OFFLOAD_WAIT", "0")


@dataclass
class Gate:
    """Holds a job up until the test lets it through."""

    path: Path

    @property
    def shut(self) -> str:
        """Lines of a cell that end when the gate is open."""
        return (
            f"import os, time\nwhile not os.path.exists({str(self.path)!r}):\n    time.sleep(0.02)"
        )

    def open(self) -> None:
        self.path.touch()


@pytest.fixture
def gate(tmp_path: Path) -> Iterator[Gate]:
    made = Gate(tmp_path / "open")
    yield made
    made.open()


@pytest.fixture
def when_it_waits(monkeypatch: pytest.MonkeyPatch) -> Iterator[Later]:
    """Runs something in a thread once the cell has begun to wait for its job."""
    waits = threading.Event()
    wait = Job.wait

    def telling(job: Job, *args: Any) -> Job:
        waits.set()
        return wait(job, *args)

    monkeypatch.setattr(Job, "wait", telling)
    # A shell that runs the tests in its background has them ignore interrupts.
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    threads: list[threading.Thread] = []

    def then(action: Callable[[], None]) -> None:
        threads.append(threading.Thread(target=lambda: waits.wait(60) and action()))
        threads[-1].start()

    yield then
    for thread in threads:
        thread.join()
    signal.signal(signal.SIGINT, before)


def fine(shell: NotebookShell, cell: str) -> str:
    """Runs a cell that must not fail; what it printed."""
    shown = shell.run(cell)
    assert shown.error is None, shown.traceback
    return shown.text()


def test_a_cell_that_needs_nothing_runs_at_once(shell: NotebookShell, gate: Gate) -> None:
    fine(shell, f"%%offload\n{gate.shut}\nx = 1")
    assert fine(shell, "y = 2\nprint(y)") == "2\n"
    gate.open()
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


def test_a_failed_job_does_not_stop_its_own_cell_when_it_runs_again(shell: NotebookShell) -> None:
    fine(shell, "numbers = [1, 0]")
    cell = "%%offload\ninverse = [6 // n for n in numbers{}]"
    assert shell.run(cell.format(""), "the-cell").error is None
    loaded = session(shell)
    assert loaded is not None and loaded.last.wait(60).status == "Failed"
    assert shell.run(cell.format(" if n"), "the-cell").error is None
    assert fine(shell, "print(inverse)") == "[6]\n"


def test_a_failed_job_does_not_stop_a_cell_that_reads_what_it_left_alone(
    shell: NotebookShell,
) -> None:
    fine(shell, "left, changed = [[1]], [1]\nalias = changed")
    fine(shell, "%%offload\nchanged.append(len(left))\nmade = left[0][5]")
    assert fine(shell, "print(left)") == "[[1]]\n"
    assert shell.run("alias").error == ("IndexError", "list index out of range")
    assert fine(shell, "print(alias)") == "[1, 1]\n"


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


def test_a_value_is_taken_of_the_job_that_is_named(shell: NotebookShell) -> None:
    fine(shell, "import jupyterlab_offload as offload")
    fine(shell, "%%offload --name older\nmodel = 'older'\nopen('made.txt', 'w').write('older')")
    older = fine(shell, "print(offload.last().wait().name)").strip()
    fine(shell, "%%offload --name newer\nmodel = 'newer'\nopen('made.txt', 'w').write('newer')")
    fine(shell, "offload.last().wait()")
    assert fine(shell, "print(model, open('made.txt').read())") == "newer newer\n"
    fine(shell, f"%offload get model made.txt --job {older}")
    assert fine(shell, "print(model, open('made.txt').read())") == "older older\n"
    shown = shell.run(f"%offload get modle --job {older}")
    assert shown.error is not None
    assert f"{older} has not brought modle; did you mean m" in shown.error[1]


def test_what_is_said_of_a_kept_variable_can_be_copied_after_a_newer_job(
    shell: NotebookShell,
) -> None:
    fine(shell, "import jupyterlab_offload as offload")
    fine(shell, "%%offload --name older\ndef x():\n    return 'older'\ny = 1")
    fine(shell, "older = offload.last().wait()\nx = 'kernel'")
    fine(shell, "%%offload --name newer\nx = 'newer'")
    fine(shell, "offload.last().wait()\nx = 'kernel again'")
    said = shell.run(f"%offload wait {fine(shell, 'print(older.name)')}").text("stderr")
    (line,) = re.findall(r"`(%offload get x .*?)`", said)
    fine(shell, line)
    assert fine(shell, "print(x())") == "older\n"


def test_a_value_is_taken_once_its_job_has_ended(shell: NotebookShell, gate: Gate) -> None:
    fine(shell, "import jupyterlab_offload as offload")
    fine(shell, f"%%offload\n{gate.shut}\nx = 'job'")
    name = fine(shell, "print(offload.last().name)").strip()
    threading.Timer(0.5, gate.open).start()
    fine(shell, f"%offload get x --job={name}")
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
    fine(shell, "import time\nsame, never = 5, 'of another run'")
    fine(
        shell,
        "%%offload\nmade = same\nprint('go')\nimport time\ntime.sleep(60)\nsame += 1\nnever = 2",
    )
    job = shell.user_ns["offload"].last()
    deadline = time.monotonic() + 20
    while "go" not in job.logs() and time.monotonic() < deadline:
        time.sleep(0.05)
    fine(shell, "%offload stop")
    job.wait(20)
    assert dict(job.results).get("made") == 5, (job.logs(), job.outcome, job.report, job.problems)
    shown = shell.run("print(made, same)\ntime.monotonic()")
    assert (shown.error, shown.text()) == (None, "5 5\n")
    assert shown.text("stderr") == (
        f"offload: {job.name} was stopped before its cell ended: what came back is as far as it"
        " was.\n"
    )
    assert shell.run("print(made)").text("stderr") == ""
    shown = shell.run("print(made, never)")
    assert shown.error is not None and "has not made never. The job was stopped" in shown.error[1]
    assert fine(shell, "print(made, never)") == "5 of another run\n"


def test_what_a_job_had_made_at_its_limit_is_bound(shell: NotebookShell) -> None:
    fine(shell, "%%offload --max-runtime 3\nmade = 1\nimport time\ntime.sleep(60)\nnever = 2")
    shown = shell.run("print(made)")
    assert (shown.error, shown.text()) == (None, "1\n")
    told = shown.text("stderr")
    assert "has ended at its limit of 3 s (from --max-runtime): what came back is" in told
    shown = shell.run("never")
    assert shown.error is not None and "has not made never. The cell was ended" in shown.error[1]


def test_the_card_tells_what_happened(shell: NotebookShell) -> None:
    shown = shell.run("%%offload\nprint('<b>text</b>')\nx = 1")
    fine(shell, "x")
    (card,) = shown.data()
    job = card[MIME]
    check(schema("card"), job, "card")
    assert job["status"] == "Completed"
    assert [(one["name"], one["state"]) for one in job["results"]] == [("x", "here")]
    assert job["cell"]["first_line"] == "print('<b>text</b>')"
    assert job["cost"] == 0 and 0 < job["aws_cost"] < job["ceiling"]
    assert "&lt;b&gt;text" in card["text/html"] and "<script" not in card["text/html"]


def test_the_card_is_written_at_submit_at_the_start_and_at_the_end(
    shell: NotebookShell, gate: Gate, monkeypatch: pytest.MonkeyPatch
) -> None:
    loaded = session(shell)
    assert loaded is not None
    written: list[tuple[str, bool]] = []
    write = loaded.cards._write

    def noting(data: dict[str, Any], display_id: str, update: bool) -> None:
        card = data[MIME]
        check(schema("card"), card, "card")
        written.append((card["status"], card["seconds"] is not None))
        write(data, display_id, update)

    monkeypatch.setattr(loaded.cards, "_write", noting)
    fine(shell, f"%%offload\n{gate.shut}\nx = 1")
    assert wait_for(lambda: len(written) == 2, 60)
    gate.open()
    fine(shell, "x")
    assert written == [("InProgress", False), ("InProgress", True), ("Completed", True)]


def test_the_card_names_the_line_that_failed_and_what_is_kept(
    shell: NotebookShell, gate: Gate
) -> None:
    shown = shell.run(f"%%offload\n{gate.shut}\nmine = 1\n\nv = [][0]")
    fine(shell, "mine = 'kept'")
    gate.open()
    assert shell.run("v").error is not None
    job = shown.data()[0][MIME]
    check(schema("card"), job, "card")
    assert job["error"]["type"] == "IndexError"
    assert job["error"]["line"] == 7 and job["error"]["text"] == "v = [][0]"
    assert [(one["name"], one["state"]) for one in job["results"]] == [("mine", "kept yours")]


def test_each_part_has_a_card_of_its_own(shell: NotebookShell) -> None:
    first = shell.run("%%offload --part 1/2\na = 1\nprint('one')")
    assert "Part 1 of 2" in first.data()[0]["text/plain"]
    last = shell.run("%%offload --part 2/2\nprint('two')\n1 / 0")
    assert shell.run("%offload wait").error is not None
    cards = [shown.data()[0][MIME] for shown in (first, last)]
    for card in cards:
        check(schema("card"), card, "card")
    assert [card["part"] for card in cards] == [
        {"index": 0, "count": 2, "state": "done"},
        {"index": 1, "count": 2, "state": "ended"},
    ]
    assert [card["error"] is None for card in cards] == [True, False]
    assert cards[0]["cell"]["first_line"] == "a = 1"
    texts = [shown.data()[0]["text/html"] for shown in (first, last)]
    assert "one" in texts[0] and "two" not in texts[0] and "two" in texts[1]


def test_each_part_shows_what_it_made_and_the_one_that_was_stopped_says_so(
    shell: NotebookShell, gate: Gate
) -> None:
    fine(shell, "seen = []")
    sources = (
        "a = [1]\nopen('a.txt', 'w').write('x');",
        f"print('on')\nb = [2]\nseen.append(1)\n{gate.shut}",
        "c = [3]",
    )
    shown = [
        shell.run(f"%%offload --part {number}/3\n{source}")
        for number, source in enumerate(sources, 1)
    ]
    loaded = session(shell)
    assert loaded is not None
    job = loaded.last
    live = loaded.remote.live(job)
    assert wait_for(lambda: bool(live.poll()), 60)
    job.stop()
    job.wait(60)
    cards = [one.data()[0][MIME] for one in shown]
    for card in cards:
        check(schema("card"), card, "card")
    assert [card["part"]["state"] for card in cards] == ["done", "ended", "not run"]
    assert [{one["name"] for one in card["results"]} for card in cards] == [
        {"a"},
        {"b", "seen"},
        set(),
    ]
    assert [[one["path"] for one in card["files"]] for card in cards] == [["a.txt"], [], []]
    stopped = "The job was stopped before the cell ended."
    assert [stopped in card["notes"] for card in cards] == [False, True, False]
    assert "3 of 3, which did not run" in shown[2].data()[0]["text/plain"]


def test_a_value_that_was_asked_for_keeps_nothing_else_away(shell: NotebookShell) -> None:
    fine(shell, "%%offload\na = [1]\nb = [2]\nopen('o.txt', 'w').write('x');")
    loaded = session(shell)
    assert loaded is not None
    loaded.last.wait(60)
    fine(shell, "%offload get a")
    fine(shell, "a.append(5)")
    assert fine(shell, "print(a, b, open('o.txt').read())") == "[1, 5] [2] x\n"


def test_a_value_that_is_asked_for_leaves_the_random_numbers_alone(shell: NotebookShell) -> None:
    fine(shell, "import random\nrandom.seed(1)")
    fine(shell, "%%offload --wait\na = random.random()")
    drawn = fine(shell, "print(random.random())")
    fine(shell, "random.seed(2)\nrandom.random()")
    fine(shell, "%offload get a")
    assert fine(shell, "print(random.random())") != drawn


def test_a_part_that_was_waited_for_shows_its_own_output(shell: NotebookShell) -> None:
    first = shell.run("%%offload --part 1/3\nprint('one')\na = 1")
    middle = shell.run("%%offload --part 2/3\nb = a + 1")
    last = shell.run("%%offload --part 3/3 --wait\nprint('three')\nb")
    assert last.error is None and last.text() == "three\n"
    assert first.data()[0] == {"text/plain": "one"}
    assert "Part 2 of 3 ran in" in middle.data()[0]["text/plain"]


def test_the_error_of_a_part_stands_under_it(shell: NotebookShell) -> None:
    first = shell.run("%%offload --part 1/2\nprint('one')\n1 / 0")
    last = shell.run("%%offload --part 2/2 --wait\nprint('never')")
    assert last.error == ("ZeroDivisionError", "division by zero") and last.text() == ""
    text = first.data()[0]["text/plain"]
    assert text.startswith("one\n") and "ZeroDivisionError: division by zero" in text


def test_a_part_that_did_not_run_says_so_where_the_last_waits(shell: NotebookShell) -> None:
    shell.run("%%offload --part 1/3\n1 / 0")
    middle = shell.run("%%offload --part 2/3\nprint('never')")
    shell.run("%%offload --part 3/3 --wait\nprint('never')")
    assert "Part 2 of 3 did not run" in middle.data()[0]["text/plain"]


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


def test_a_cell_whose_job_runs_shows_it_again_and_sends_nothing(
    shell: NotebookShell, gate: Gate
) -> None:
    cell = f"%%offload\n{gate.shut}\nx = 1"
    first = shell.run(cell, cell_id="cell-7")
    again = shell.run(cell, cell_id="cell-7")
    assert first.error is None and again.error is None
    (before,), (card,) = [[one[MIME] for one in shown.data()] for shown in (first, again)]
    assert card["job"] == before["job"]
    assert f"{card['job']} runs this already" in again.text("stderr")
    mine = fine(shell, "%offload jobs").partition("Jobs of other kernels")[0]
    assert mine.count("\n") == 1
    gate.open()
    assert fine(shell, "print(x)") == "1\n"
    assert again.data()[0][MIME]["status"] == "Completed"


def test_a_cell_whose_job_is_being_stopped_is_refused(
    shell: NotebookShell, gate: Gate, monkeypatch: pytest.MonkeyPatch
) -> None:
    cell = f"%%offload\n{gate.shut}\nx = 1"
    shell.run(cell, cell_id="cell-8")
    monkeypatch.setattr(Job, "status", STOPPING)
    shown = shell.run(cell, cell_id="cell-8")
    assert shown.error is not None and "still running" in shown.error[1]


def test_after_a_restart_a_cell_whose_job_runs_goes_on_with_it(
    shell: NotebookShell, gate: Gate
) -> None:
    cell = f"%%offload\n{gate.shut}\nx = data[0]\ndata.append('there')"
    fine(shell, "data = [1]")
    card = shell.run(cell, cell_id="cell-9").data()[0][MIME]
    shell.extension_manager.unload_extension("jupyterlab_offload")
    shell.reset(new_session=True)
    shell.extension_manager.load_extension("jupyterlab_offload")
    fine(shell, "data = [1]")
    again = shell.run(cell, cell_id="cell-9")
    assert again.error is None and again.data()[0][MIME]["job"] == card["job"]
    gate.open()
    # The next cell of a Run All waits for it as for any job of the kernel's own.
    assert fine(shell, "print(x, data)") == "1 [1, 'there']\n"


def test_a_job_of_another_kernel_is_attached(shell: NotebookShell) -> None:
    fine(shell, "%%offload\nx = {'a': 1}\nprint('shown')")
    name = fine(shell, "import jupyterlab_offload as offload\nprint(offload.last().name)").strip()
    shell.extension_manager.unload_extension("jupyterlab_offload")
    shell.reset(new_session=True)
    shell.extension_manager.load_extension("jupyterlab_offload")
    assert "shown" in fine(shell, f"%offload attach {name}")
    assert fine(shell, "print(x)") == "{'a': 1}\n"


@pytest.fixture
def elsewhere(shell: NotebookShell, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """A job of the local engine; its kernel has restarted, and another backend is active."""
    fine(shell, "%%offload\nx = {'a': 1}\ny = 'plain'\nprint('shown')")
    name = fine(shell, "import jupyterlab_offload as offload\nprint(offload.last().name)").strip()
    shell.extension_manager.unload_extension("jupyterlab_offload")
    shell.reset(new_session=True)
    shell.extension_manager.load_extension("jupyterlab_offload")
    file = tmp_path / "backends.json"
    role = "arn:aws:iam::123456789012:role/offload"
    team = {"region": "eu-west-1", "bucket": "of-a-team", "role": role}
    file.write_text(json.dumps({"active": "team", "backends": {"team": team}}))
    monkeypatch.setenv("OFFLOAD_BACKENDS", str(file))
    return name


def test_a_job_is_attached_where_it_runs(shell: NotebookShell, elsewhere: str) -> None:
    assert "shown" in fine(shell, f"%offload attach {elsewhere} --backend local")
    assert fine(shell, "print(x)") == "{'a': 1}\n"


def test_a_value_of_a_job_of_another_kernel_is_taken_where_it_runs(
    shell: NotebookShell, elsewhere: str
) -> None:
    fine(shell, f"%offload get y --job {elsewhere} --backend local")
    assert fine(shell, "print(y, 'x' in globals())") == "plain False\n"
    fine(shell, f"%offload get --job {elsewhere}")
    assert fine(shell, "print(x)") == "{'a': 1}\n"


def test_where_else_a_job_may_be_is_said(shell: NotebookShell, elsewhere: str) -> None:
    shown = shell.run("%offload attach no-such-job-1 --backend local")
    assert shown.error is not None
    assert "no job no-such-job-1 in local: `--backend team` looks there" in shown.error[1]


def test_interrupting_a_wait_leaves_the_job_and_says_how_to_come_back(
    shell: NotebookShell, gate: Gate, when_it_waits: Later
) -> None:
    fine(shell, "import jupyterlab_offload as offload\noffload.jobs()")
    when_it_waits(_thread.interrupt_main)
    shown = shell.run(f"%%offload --wait\n{gate.shut}\nx = 1")
    assert shown.error is not None and "%offload attach" in shown.error[1]
    assert "job.wait" not in "\n".join(shown.traceback)
    assert fine(shell, "print(offload.last().status)") == "InProgress\n"
    gate.open()
    assert fine(shell, "print(x)") == "1\n"


def test_interrupting_a_cell_that_waits_stops_the_cell_and_not_the_job(
    shell: NotebookShell, gate: Gate, when_it_waits: Later
) -> None:
    fine(shell, "import jupyterlab_offload as offload")
    fine(shell, f"%%offload\n{gate.shut}\nx = 1")
    when_it_waits(_thread.interrupt_main)
    shown = shell.run("print('never')\nx")
    assert shown.error is not None and shown.text() == ""
    gate.open()
    assert fine(shell, "print(x)") == "1\n"


def test_text_is_shown_while_the_job_runs(
    shell: NotebookShell, gate: Gate, when_it_waits: Later
) -> None:
    seen: list[str] = []

    def look() -> None:
        deadline = time.monotonic() + 60
        while not shell.outputs.text() and time.monotonic() < deadline:
            time.sleep(0.02)
        seen.append(shell.outputs.text())
        gate.open()

    when_it_waits(look)
    shown = shell.run(f"%%offload --wait\nprint('early')\n{gate.shut}\nprint('late')")
    assert shown.text() == "early\nlate\n"
    assert seen == ["early\n"]


def test_an_input_that_was_edited_meanwhile_is_kept(shell: NotebookShell, gate: Gate) -> None:
    fine(shell, "data = [1]\nalias = data")
    fine(shell, f"%%offload\n{gate.shut}\ndata.append('job')")
    # Through a name that the job does not know, so that nothing waits.
    shell.user_ns["alias"].append("kernel")
    gate.open()
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
