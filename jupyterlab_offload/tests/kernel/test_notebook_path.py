"""The path of a kernel's notebook, of which a front end may tell."""

from __future__ import annotations

from pathlib import Path

import pytest

from jupyterlab_offload.kernel.notebook_path import NotebookPath


@pytest.fixture
def path(monkeypatch: pytest.MonkeyPatch) -> NotebookPath:
    """Of a kernel that was started for a notebook at /srv/lab/a/old.ipynb."""
    monkeypatch.setenv("JPY_SESSION_NAME", "/srv/lab/a/old.ipynb")
    return NotebookPath()


def test_it_is_the_one_of_the_start_until_another_is_told(path: NotebookPath) -> None:
    assert (path.now, path.before) == ("/srv/lab/a/old.ipynb", [])
    assert path.tell("a/old.ipynb", "/srv/lab")
    assert (path.now, path.before) == ("/srv/lab/a/old.ipynb", [])


def test_after_a_rename_the_old_one_is_known_as_well(path: NotebookPath) -> None:
    path.tell("a/new.ipynb", "/srv/lab/")
    path.tell("b/newer.ipynb", "/srv/lab")
    assert path.now == "/srv/lab/b/newer.ipynb"
    assert path.before == ["/srv/lab/a/old.ipynb", "/srv/lab/a/new.ipynb"]


def test_one_that_is_renamed_back_has_its_first_path(path: NotebookPath) -> None:
    path.tell("a/new.ipynb", "/srv/lab")
    path.tell("a/old.ipynb", "/srv/lab")
    assert (path.now, path.before) == ("/srv/lab/a/old.ipynb", ["/srv/lab/a/new.ipynb"])


def test_a_move_upwards_is_one_too(path: NotebookPath) -> None:
    path.tell("old.ipynb", "/srv/lab")
    assert path.now == "/srv/lab/old.ipynb"


def test_the_roots_home_is_the_kernels(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("JPY_SESSION_NAME", f"{tmp_path}/nb/old.ipynb")
    path = NotebookPath()
    path.tell("new.ipynb", "~/nb")
    assert path.now == f"{tmp_path}/nb/new.ipynb"


@pytest.mark.parametrize("root", ["", "/", "~", "/elsewhere", "/srv/la"])
def test_where_the_root_is_of_no_help_the_path_is_below_it(path: NotebookPath, root: str) -> None:
    path.tell("a/old.ipynb", root)
    assert path.now == "/srv/lab/a/old.ipynb"
    path.tell("a/new.ipynb", root)
    assert path.now == "a/new.ipynb"


def test_a_kernel_that_was_told_none_learns_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("JPY_SESSION_NAME", raising=False)
    path = NotebookPath()
    assert (path.now, path.before) == ("", [])
    path.tell("a.ipynb", "/srv/lab")
    assert (path.now, path.before) == ("a.ipynb", [])


@pytest.mark.parametrize(
    "told",
    [
        None,
        7,
        ["a.ipynb"],
        "",
        "/etc/passwd",
        "../a.ipynb",
        "a/../../b.ipynb",
        "a//b.ipynb",
        "a\nb.ipynb",
        "a\x1b[2Jb.ipynb",
        "a\ud800.ipynb",
        "a" * 5000,
    ],
)
def test_what_is_no_path_changes_nothing(path: NotebookPath, told: object) -> None:
    assert not path.tell(told, "/srv/lab")
    assert path.now == "/srv/lab/a/old.ipynb"


def test_a_name_that_looks_like_code_is_a_name(path: NotebookPath) -> None:
    told = 'a/"); import os; os.abort() # {x} 数据\u3000.ipynb'
    assert path.tell(told, "/srv/lab")
    assert path.now == f"/srv/lab/{told}"
