"""What somebody reads who has written something wrong: one short message that says what to do."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from jupyterlab_offload.kernel.extension import session
from jupyterlab_offload.kernel.job import Job

from .notebook import NotebookShell

CELLS = [
    # what stands behind %%offload, the cell, what the message says
    ("ml.g5.xlrge", "x = 1", "do you mean ml.g5.xlarge"),
    ("g5", "x = 1", "do you mean ml.g5.xlarge"),
    ("minutes", "x = 1", "types look like ml.m5.xlarge"),
    ("--gpu 900", "x = 1", "ask for less"),
    ("--max-cots 2", "x = 1", "did you mean --max-cost?"),
    ("--timeout 5", "x = 1", "did you mean --max-runtime?"),
    ("--instance-type ml.m5.large", "x = 1", "the type alone"),
    ("--", "x = 1", "%offload help lists them"),
    ("--backend lokal", "x = 1", "do you mean local?"),
    ("--volume 99999", "x = 1", "16,384 GiB"),
    ("--warm 2h", "x = 1", "at most 1h"),
    ("--in dtaa", "x = 1", "did you mean data?"),
    ("--env HOEM", "x = 1", "did you mean HOME?"),
    ("--env 1A=3", "x = 1", "no digit first"),
    ("--requirements req.txt", "x = 1", "neither auto nor none"),
    ("--requirements atuo", "x = 1", "did you mean auto?"),
    ("--include nope.txt", "x = 1", "no such file or folder here"),
    ("--tag aws:x=1", "x = 1", "AWS's own"),
    ("--tag 'a;b=c'", "x = 1", "letters, digits, spaces"),
    ("--part 2/3", "x = 1", "run part 1 first"),
    ("", "%run other.py", "run it in its own cell."),
    ("", "%%bash\nls", "without %%offload it runs here."),
    ("", "name = input()", "ask in a cell before"),
    ("", "print(opened.read())", "it is an open file"),
]
OF_A_JOB = ("status", "logs", "wait", "show", "stop", "cost")
COMMANDS = [
    ("job", "did you mean jobs?"),
    ("xyz", "%offload help lists them"),
    ("run train.py", "so far only cells"),
    ("stop", "no job yet"),
    ("use lokal", "do you mean local?"),
    ("use aws", "%offload setup aws"),
    ("use", "%offload use BACKEND"),
    ("attach", "%offload attach JOB"),
    ("attach some-job --backend", "--backend NAME"),
    ("attach some-job --backend lokal", "do you mean local?"),
    ("attach some-job --job other", "%offload help lists"),
    ("get x --jbo some-job", "did you mean --job?"),
    ("get x --job", "--job JOB"),
    ("get x --job some-job --job=other", "--job is there twice"),
    ("get x --backend local", "%offload get NAME --job JOB --backend NAME"),
    *((f"{one} --backend local", f"%offload {one} JOB --backend NAME") for one in OF_A_JOB),
    *((f"{one} some-job --backend lokal", "do you mean local?") for one in OF_A_JOB),
    *((f"{one} some-job --bakcend local", "did you mean --backend?") for one in OF_A_JOB),
    *((f"{one} some-job other-job", "some-job or other-job?") for one in OF_A_JOB),
    ("setup aws --reigon x", "did you mean --region?"),
    ("setup gcp", "%offload setup aws"),
    ("clean --force", "%offload clean --yes"),
    ("prices", "%offload prices refresh"),
    ("backends x", "takes nothing more"),
    ("jobs --al", "%offload jobs --all"),
    ("plan --max-cots 1", "No cell of this kernel"),
]


@pytest.fixture
def learner(shell: NotebookShell, tmp_path: Path) -> NotebookShell:
    (tmp_path / "in.txt").write_text("text")
    shell.run("data = [1]\nopened = open('in.txt')")
    return shell


def check(shown_error: tuple[str, str] | None, traceback: list[str], says: str) -> None:
    assert shown_error is not None
    assert says in shown_error[1], shown_error[1]
    assert len(shown_error[1]) < 170 and "\n" not in shown_error[1]
    # No stack of ours, no representation of a Python value.
    assert len("\n".join(traceback).splitlines()) == 1
    assert "[Errno" not in shown_error[1] and "None" not in shown_error[1]


@pytest.mark.parametrize(("line", "cell", "says"), CELLS, ids=[f"{c[0]} {c[1]}" for c in CELLS])
def test_a_wrong_cell_is_answered(learner: NotebookShell, line: str, cell: str, says: str) -> None:
    shown = learner.run(f"%%offload {line}\n{cell}")
    check(shown.error, shown.traceback, says)


@pytest.mark.parametrize(
    "cell",
    ["x = 1\nx = = 3", "for x in [2]:\nprint(x)", "x = 1\nreturn x", "f(\n  1 2)", "!ls\nx ="],
)
def test_a_cell_that_is_not_python_is_answered_as_without_the_magic(
    learner: NotebookShell, cell: str
) -> None:
    plain = learner.run(f"# the first line\n{cell}")
    assert plain.error is not None
    for magic, so in (("%%offload", "No job was made."), ("%%offload --part 1/2", "This part is")):
        shown = learner.run(f"{magic}\n{cell}")
        assert shown.error is not None and shown.error[0] == plain.error[0]
        trace = [re.sub(r"In\[.*?\]", "In", line) for line in plain.traceback]
        *own, end = [re.sub(r"In\[.*?\]", "In", line) for line in shown.traceback]
        assert own == trace and end.startswith(so)


@pytest.mark.parametrize(("line", "says"), COMMANDS)
def test_a_wrong_command_is_answered(learner: NotebookShell, line: str, says: str) -> None:
    shown = learner.run(f"%offload {line}")
    check(shown.error, shown.traceback, says)


@pytest.mark.parametrize("line", ["%offload --help", "%offload", "%%offload --help\nx = 1"])
def test_help_can_be_asked_for_in_every_way(learner: NotebookShell, line: str) -> None:
    shown = learner.run(line)
    assert shown.error is None and "--max-cost USD" in shown.text()
    assert "x" not in learner.variables()


def test_nothing_is_started_to_say_that_there_are_no_jobs(
    shell: NotebookShell, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OFFLOAD_HOME", str(tmp_path / "never"))
    assert "no job yet" in shell.run("%offload jobs").text()
    assert not (tmp_path / "never").exists()


@pytest.mark.slow
def test_a_job_is_found_by_its_nearest_name(learner: NotebookShell) -> None:
    assert learner.run("%%offload --name average\nmean = 1").error is None
    loaded = session(learner)
    assert loaded is not None
    name = loaded.last.name
    shown = learner.run(f"%offload status {name.replace('average', 'avrage')}")
    check(shown.error, shown.traceback, f"did you mean {name}?")
    shown = learner.run("%offload get maen")
    check(shown.error, shown.traceback, "did you mean mean?")


@pytest.mark.slow
def test_a_job_that_is_over_is_not_stopped(learner: NotebookShell) -> None:
    assert learner.run("%%offload\nmade = 1").error is None
    assert "has ended already (Done)" in learner.run("%offload stop").text()


@pytest.mark.slow
def test_a_job_that_runs_is_told_of(
    learner: NotebookShell, monkeypatch: pytest.MonkeyPatch
) -> None:
    learner.run("%%offload --no-wait\nimport time\ntime.sleep(20)\nnumbers = 1")
    with monkeypatch.context() as patch:
        patch.setattr(Job, "logs", lambda job: "")
        assert "has logged nothing yet" in learner.run("%offload logs").text()
    shown = learner.run("%offload get numbers")
    loaded = session(learner)
    assert loaded is not None
    check(shown.error, shown.traceback, f"`%offload wait {loaded.last.name}` first")
    shown = learner.run("%offload get numers")
    check(shown.error, shown.traceback, "did you mean numbers?")
    assert "asked to stop" in learner.run("%offload stop").text()


@pytest.mark.slow
def test_an_image_that_cannot_run_here_is_the_local_engines_word(learner: NotebookShell) -> None:
    shown = learner.run("%%offload --image public.ecr.aws/nothing:1\nx = 1")
    assert shown.error is not None
    assert shown.error[1].startswith("The local engine cannot run the image")


@pytest.mark.slow
def test_a_name_that_the_cell_has_not_made_is_told(learner: NotebookShell) -> None:
    shown = learner.run("%%offload --out made,missing\nmade = 1")
    assert shown.error is None and "missing did not come back" in shown.text("stderr")
    assert "made did not" not in shown.text("stderr")


@pytest.mark.slow
def test_a_limit_that_was_reached_says_which_option_gives_more(learner: NotebookShell) -> None:
    shown = learner.run("%%offload --max-runtime 3\nimport time\ntime.sleep(30)")
    assert shown.error is not None
    assert "It has ended at its limit of 3 s (from --max-runtime)." in shown.error[1]
    assert shown.error[1].endswith("A higher --max-runtime gives it more time.")
    told = learner.run("%offload status").text("stdout")
    assert "Stopped at its time limit" in told and "Failed" not in told
    assert "  Stopped at its time limit  " in learner.run("%offload jobs").text("stdout")


@pytest.mark.slow
def test_a_limit_of_a_second_is_named_with_its_option(learner: NotebookShell) -> None:
    """Whether there was time to save results or not."""
    shown = learner.run("%%offload --max-cost 0.00001 --wait\nimport time\ntime.sleep(60)")
    assert shown.error is not None
    assert re.search(r"has ended at its limit of \d+ s \(from --max-cost\)", shown.error[1])
    assert "A higher --max-cost gives it more time." in shown.error[1]
