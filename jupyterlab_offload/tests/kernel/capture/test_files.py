"""Files that a cell opens by a name that can be known."""

from __future__ import annotations

import pytest


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "data").mkdir()
    for name in ("a.csv", "b.csv", "data/c.csv", "data/d.npy"):
        (tmp_path / name).write_text(name)
    return tmp_path


READ = [
    ("open('a.csv')", "a.csv"),
    ("import pandas as pd\npd.read_csv('a.csv')", "a.csv"),
    ("np.load(file='data/d.npy')", "data/d.npy"),
    ("p = 'a.csv'\nopen(p)", "a.csv"),
    ("open(name)", "a.csv"),
    ("open(path)", "data/c.csv"),
    ("open(folder / 'c.csv')", "data/c.csv"),
    (
        "from pathlib import Path\nPath('data') / 'c.csv'\nopen(Path('data') / 'c.csv')",
        "data/c.csv",
    ),
    ("Path('a.csv').read_text()", "a.csv"),
    ("path.read_bytes()", "data/c.csv"),
    ("open(f'{letter}.csv')", "a.csv"),
    ("open(letter + '.csv')", "a.csv"),
    ("open(os.path.join('data', 'c.csv'))", "data/c.csv"),
    ("open(folder.joinpath('c.csv'))", "data/c.csv"),
    ("open('./data/../a.csv')", "a.csv"),
    ("for f in ['a.csv', 'b.csv']:\n    open(f)", "a.csv b.csv"),
    ("def g(): return open('b.csv')\ng()", "b.csv"),
    ("read()", "b.csv"),
    ("open('a.csv', 'a')", "a.csv"),
    ("open('missing.csv')", ""),
    ("open('a.csv', 'w')", ""),
    ("open('a.csv', mode='wb')", ""),
    ("df.to_csv('a.csv')", ""),
    ("plt.savefig('a.csv')", ""),
    ("x = 'a.csv'", ""),
    ("open(unknown)", ""),
    ("open(f'{letter!r}.csv')", ""),
    ("print('a' * 5000)", ""),
]


@pytest.mark.parametrize(("cell", "expected"), READ)
def test_files_that_are_read_travel(notebook, folder, cell, expected):
    notebook.run("from pathlib import Path\nname = 'a.csv'\nletter = 'a'\nfolder = Path('data')")
    notebook.run("path = folder / 'c.csv'\ndef read(): return open('b.csv')")
    found = notebook.capture(cell)
    assert {sent.path for sent in found.files} == set(expected.split())
    assert all(sent.source.read_text() == sent.path for sent in found.files)
    assert not found.refusals


def test_what_is_written_is_noted(notebook, folder):
    assert notebook.capture("df.to_csv('out.csv'); open('log', 'w')").written == ["log", "out.csv"]


def test_too_much_is_refused_with_what_to_do(notebook, folder):
    (folder / "big.bin").write_bytes(b"x" * 1000)
    found = notebook.capture("open('big.bin')", files_bytes=999)
    assert "--include big.bin" in found.refusals["big.bin"] and found.files == []
    assert notebook.capture("open('big.bin')", files_bytes=1000).files


def test_folders_and_files_elsewhere_are_remarked(notebook, folder, tmp_path_factory):
    other = tmp_path_factory.mktemp("other") / "x.csv"
    other.write_text("x")
    found = notebook.capture(f"ImageFolder('data'); open({str(other)!r}); open('/dev/null')")
    assert found.files == [] and not found.refusals
    assert "--include data" in found.remarks["data"]
    assert set(found.remarks) == {"data", str(other)}


def test_links_and_special_files_are_safe(notebook, folder):
    import os

    os.mkfifo(folder / "pipe")
    (folder / "loop").symlink_to("loop")
    found = notebook.capture("open('pipe'); open('loop'); open('a\\0b')")
    assert found.files == [] and not found.refusals
