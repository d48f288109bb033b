"""Local modules travel with what they import and their data."""

from __future__ import annotations

import sys

import pytest

from jupyterlab_offload.kernel.capture import modules, trees


@pytest.fixture
def project(tmp_path, monkeypatch):
    package = tmp_path / "mypkg"
    for folder in ("sub", "__pycache__", ".git", "venv", "data"):
        (package / folder).mkdir(parents=True)
    (package / "__init__.py").write_text("from .sub import deep\nimport helper_one\n")
    (package / "sub" / "__init__.py").write_text("")
    (package / "sub" / "deep.py").write_text("import numpy\n")
    (package / "data" / "table.csv").write_text("1")
    (package / "__pycache__" / "x.pyc").write_text("")
    (package / ".git" / "config").write_text("")
    (package / "venv" / "pyvenv.cfg").write_text("")
    (tmp_path / "helper_one.py").write_text("def f():\n    import helper_two, helper_one\n")
    (tmp_path / "helper_two.py").write_text("x = 1\n")
    (tmp_path / "unused.py").write_text("")
    monkeypatch.syspath_prepend(str(tmp_path))
    yield tmp_path
    for name in [name for name in sys.modules if name.startswith(("mypkg", "helper_"))]:
        del sys.modules[name]


def paths(local):
    return sorted(sent.path for sent in local.sent)


def test_a_package_travels_with_data_and_local_imports(project):
    local = modules.local_modules(["mypkg.sub"], project)
    assert paths(local) == [
        "helper_one.py",
        "helper_two.py",
        "mypkg/__init__.py",
        "mypkg/data/table.csv",
        "mypkg/sub/__init__.py",
        "mypkg/sub/deep.py",
    ]
    assert local.packages == {"numpy"}


@pytest.mark.parametrize(
    ("setup", "cell"),
    [
        ("import helper_two", "helper_two.x"),
        ("import helper_two as h", "h.x"),
        ("from helper_one import f", "f()"),
        ("pass", "import helper_two"),
        ("pass", "def f():\n    from helper_two import x\nf()"),
        ("def f():\n    import helper_two", "f()"),
    ],
)
def test_modules_are_found_however_they_are_imported(notebook, project, setup, cell):
    notebook.run(setup)
    found = notebook.capture(cell)
    assert "helper_two.py" in {sent.path for sent in found.modules}
    assert not any("unused" in sent.path for sent in found.modules)


def test_the_class_of_a_value_brings_its_module(notebook, project):
    (project / "helper_three.py").write_text("class A:\n    pass\n")
    notebook.run("from helper_three import A\na = A()\ndel A")
    notebook.run("xs = [{'a': a}]")
    for cell in ("a", "xs"):
        assert [sent.path for sent in notebook.capture(cell).modules] == ["helper_three.py"]


def test_installed_and_standard_modules_stay(tmp_path):
    local = modules.local_modules(["json", "sys", "os.path", "numpy.linalg", "missing"], tmp_path)
    assert local.sent == [] and local.packages == {"numpy"}


def test_links_out_of_a_package_are_left(project, tmp_path_factory):
    secret = tmp_path_factory.mktemp("elsewhere") / "secret.txt"
    secret.write_text("x")
    (project / "mypkg" / "link.txt").symlink_to(secret)
    (project / "mypkg" / "folder").symlink_to(secret.parent)
    (project / "mypkg" / "again").symlink_to(project / "mypkg")
    assert not {"mypkg/link.txt", "mypkg/folder/secret.txt"} & set(
        paths(modules.local_modules(["mypkg"], project))
    )


def test_a_huge_package_is_refused(project, monkeypatch):
    monkeypatch.setattr(trees, "MOST_FILES", 2)
    local = modules.local_modules(["mypkg"], project)
    assert "--include" in local.refusals["mypkg"] and local.sent == []
