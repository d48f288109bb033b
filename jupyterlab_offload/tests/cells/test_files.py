"""Files of a cell that do not simply come back: changed meanwhile, too large, written elsewhere."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest

from jupyterlab_offload.kernel import running

from .notebook import NotebookShell

pytestmark = pytest.mark.slow

SOON, LATER = "import time\ntime.sleep(0.3)", "import time\ntime.sleep(1.5)"


def write(name: str, text: str) -> str:
    return f"with open({name!r}, 'w') as made:\n    made.write({text!r})\ndel made"


@pytest.fixture
def notebook(shell: NotebookShell, monkeypatch: pytest.MonkeyPatch) -> NotebookShell:
    """One whose cells do not wait."""
    monkeypatch.setenv("OFFLOAD_WAIT", "0")
    return shell


def test_a_file_that_two_cells_write_is_the_later_cells(notebook: NotebookShell) -> None:
    notebook.run(f"%%offload\n{write('o.txt', 'first')}\na = 1")
    notebook.run(f"%%offload\n{SOON}\n{write('o.txt', 'second')}\nb = 1")
    shown = notebook.run("print(a)\nprint(b)\nprint(open('o.txt').read())")
    assert shown.text() == "1\n1\nsecond\n" and shown.text("stderr") == ""


def test_so_it_is_where_the_first_ends_last(notebook: NotebookShell) -> None:
    notebook.run(f"%%offload\n{LATER}\n{write('o.txt', 'first')}\na = 1")
    notebook.run(f"%%offload\n{write('o.txt', 'second')}\nb = 1")
    assert notebook.run("print(b, open('o.txt').read())").text() == "1 second\n"
    shown = notebook.run("print(a, open('o.txt').read())")
    assert shown.text() == "1 second\n"
    assert "o.txt did not come back: a later cell has written it" in shown.text("stderr")


def test_a_file_that_was_changed_here_is_kept_until_it_is_asked_for(
    notebook: NotebookShell,
) -> None:
    notebook.run(f"%%offload\n{SOON}\n{write('o.txt', 'job')}\na = 1")
    Path("o.txt").write_text("mine")
    shown = notebook.run("print(a)")
    assert "`%offload get o.txt` takes the job's" in shown.text("stderr")
    assert Path("o.txt").read_text() == "mine"
    assert notebook.run("%offload get o.txt").error is None
    assert Path("o.txt").read_text() == "job"


def test_a_file_that_changes_while_inputs_are_sent_is_kept(
    shell: NotebookShell, monkeypatch: pytest.MonkeyPatch
) -> None:
    send = running.send

    def slow(*arguments: Any) -> Any:
        Path("o.txt").write_text("mine")
        return send(*arguments)

    monkeypatch.setattr(running, "send", slow)
    shown = shell.run(f"%%offload\n{write('o.txt', 'job')}")
    assert Path("o.txt").read_text() == "mine"
    assert "o.txt did not come back" in shown.text("stderr")


def test_a_file_that_was_there_before_is_replaced(shell: NotebookShell) -> None:
    Path("o.txt").write_text("old")
    assert shell.run(f"%%offload\n{write('o.txt', 'job')}").text("stderr") == ""
    assert Path("o.txt").read_text() == "job"


def test_files_beyond_the_limit_are_named(
    shell: NotebookShell, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OFFLOAD_FILES_LIMIT", "1kB")
    cell = f"%%offload\n{write('small', 'x')}\n{write('large', 'x' * 2000)}"
    shown = shell.run(cell)
    assert shown.text("stderr") == (
        "offload: large did not come back: the files are larger together than 1 kB, which"
        " files_limit says\n"
    )
    assert os.listdir() == ["small"]


def test_a_file_that_is_written_elsewhere_is_named(shell: NotebookShell) -> None:
    shown = shell.run(f"%%offload\n{write('../up.txt', 'x')}\nopen('/dev/null', 'w').close()")
    assert "../up.txt did not come back" in shown.text("stderr")
    assert "/dev/null" not in shown.text("stderr")


def test_why_a_cell_may_have_failed_is_said_where_it_waits(shell: NotebookShell) -> None:
    shown = shell.run("%%offload\nimport os\nos.environ['NOT_HERE']")
    assert shown.error is not None and shown.error[0] == "KeyError"
    assert "add --env NOT_HERE" in shown.text("stderr")
    shown = shell.run("%%offload\nimport os\nfound = os.environ.get('NOT_HERE')")
    assert shown.text("stderr") == ""


def test_two_files_of_one_name_are_refused(shell: NotebookShell, tmp_path: Path) -> None:
    for folder in ("one", "two"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "in.csv").write_text(folder)
    os.chdir(tmp_path / "one")
    shown = shell.run(f"%%offload --include in.csv --include {tmp_path}/two/in.csv\nx = 1")
    assert shown.error is not None and "the same name in the job, in.csv" in shown.error[1]
