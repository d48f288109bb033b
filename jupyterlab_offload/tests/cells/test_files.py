"""Files of a cell that do not simply come back: changed meanwhile, too large, written elsewhere."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest

from jupyterlab_offload.kernel import running
from jupyterlab_offload.kernel.binding.files import beside
from jupyterlab_offload.kernel.display.card import MIME
from jupyterlab_offload.kernel.extension import session
from jupyterlab_offload.spec import Json
from jupyterlab_offload.spec.documents import schema
from jupyterlab_offload.spec.schema import check

from .notebook import NotebookShell, Outputs

pytestmark = pytest.mark.slow

SOON, LATER = "import time\ntime.sleep(0.3)", "import time\ntime.sleep(1.5)"


def write(name: str, text: str) -> str:
    return f"with open({name!r}, 'w') as made:\n    made.write({text!r})\ndel made"


@pytest.fixture
def notebook(shell: NotebookShell, monkeypatch: pytest.MonkeyPatch) -> NotebookShell:
    """One whose cells do not wait."""
    monkeypatch.setenv("OFFLOAD_WAIT", "0")
    return shell


def card_of(sent: Outputs) -> Json:
    """The card under a cell."""
    card: Json = sent.data()[0][MIME]
    check(schema("card"), card, "card")
    return card


def ended(shell: NotebookShell) -> None:
    """Wait until the last job has ended, without a cell that would bring anything."""
    loaded = session(shell)
    assert loaded is not None
    loaded.last.wait(60)


def test_the_card_says_where_a_file_is(notebook: NotebookShell) -> None:
    sent = notebook.run(f"%%offload\n{write('out.bin', 'xyz')}\nprint('done')")
    assert card_of(sent)["files"] == []
    ended(notebook)
    file = {"path": "out.bin", "size": 3, "state": "next cell", "reason": ""}
    assert card_of(sent)["files"] == [file] and not Path("out.bin").exists()
    assert "out.bin (comes with the next cell)" in sent.data()[0]["text/plain"]
    notebook.run("1")
    assert card_of(sent)["files"] == [{**file, "state": "here"}] and Path("out.bin").exists()
    assert "out.bin" in sent.data()[0]["text/html"] and "done" in sent.data()[0]["text/html"]


def test_the_card_says_that_a_file_of_ours_is_kept(notebook: NotebookShell) -> None:
    sent = notebook.run(f"%%offload\n{SOON}\n{write('o.txt', 'job')}\na = 1")
    Path("o.txt").write_text("mine")
    ended(notebook)
    (file,) = card_of(sent)["files"]
    assert (file["state"], file["reason"]) == ("kept yours", "it was changed here meanwhile")
    notebook.run("a")
    assert card_of(sent)["files"] == [file]
    assert notebook.run("%offload get o.txt").error is None
    assert card_of(sent)["files"] == [{**file, "state": "here", "reason": ""}]


def test_the_card_is_not_written_again_where_nothing_has_changed(
    notebook: NotebookShell, monkeypatch: pytest.MonkeyPatch
) -> None:
    notebook.run("%%offload\na = 1")
    ended(notebook)
    loaded = session(notebook)
    assert loaded is not None
    written: list[str] = []
    monkeypatch.setattr(loaded.cards, "_write", lambda *given: written.append(given[1]))
    assert notebook.run("print(a)").text() == "1\n" and written == []


def test_the_card_names_the_largest_of_many_files_and_counts_all(notebook: NotebookShell) -> None:
    many = "for n in range(300):\n    open(f'{n:03}.txt', 'w').write('x')"
    sent = notebook.run(f"%%offload\n{many}\n{write('model.pt', 'x' * 99)}")
    ended(notebook)
    card = card_of(sent)
    assert card["files"][0]["path"] == "model.pt"
    assert (len(card["files"]), card["file_count"]) == (200, 301)
    assert "… and 271 more" in sent.data()[0]["text/plain"]


def test_a_folder_is_told_from_the_notebooks(
    notebook: NotebookShell, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("JPY_SESSION_NAME", str(Path("a.ipynb").resolve()))
    Path("sub").mkdir()
    os.chdir("sub")
    assert card_of(notebook.run("%%offload\na = 1"))["folder"] == "sub"


@pytest.mark.parametrize(
    ("folder", "notebook", "found"),
    [
        ("/x", "/x/a.ipynb", ""),
        ("/x/y/z", "/x/a.ipynb", "y/z"),
        ("/x", "/x/y/a.ipynb", None),
        ("/xy", "/x/a.ipynb", None),
        ("/x", "a.ipynb", None),
        ("/x", "", None),
    ],
)
def test_only_a_folder_below_the_notebooks_is_beside_it(
    folder: str, notebook: str, found: str | None
) -> None:
    assert beside(folder, notebook) == found


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


def test_the_card_says_why_a_file_did_not_travel(
    notebook: NotebookShell, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OFFLOAD_FILES_LIMIT", "1kB")
    sent = notebook.run(f"%%offload\n{write('large', 'x' * 2000)}")
    ended(notebook)
    (file,) = card_of(sent)["files"]
    assert (file["path"], file["size"], file["state"]) == ("large", 2000, "left")
    assert "larger together than 1 kB" in file["reason"]


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
