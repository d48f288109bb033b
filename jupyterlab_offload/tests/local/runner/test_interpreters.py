"""Which interpreters there are."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from jupyterlab_offload.local.runner import interpreters


def fake_interpreter(path: Path, version: str) -> Path:
    """Something that answers as an interpreter of that version would."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"#!/bin/sh\necho {version}\n")
    path.chmod(0o755)
    return path


@pytest.fixture(autouse=True)
def machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A machine without any interpreter: PATH is ``bin``; pyenv and uv have installed nothing."""
    monkeypatch.setenv("PATH", str(tmp_path / "bin"))
    monkeypatch.setenv("PYENV_ROOT", str(tmp_path / "pyenv"))
    monkeypatch.setenv("UV_PYTHON_INSTALL_DIR", str(tmp_path / "uv"))
    monkeypatch.setattr(interpreters, "_probed", {})
    monkeypatch.setattr(interpreters, "_chosen", {})
    return tmp_path


def test_there_are_none(machine: Path) -> None:
    assert interpreters.versions() == []
    assert interpreters.find("3.11") is None


@pytest.mark.parametrize(
    "place",
    [
        "bin/python3.98",
        "pyenv/versions/3.98.1/bin/python3",
        "uv/cpython-3.98.1-linux-x86_64-gnu/bin/python3",
    ],
)
def test_one_is_found_wherever_it_is_kept(machine: Path, place: str) -> None:
    path = fake_interpreter(machine / place, "3.98")
    assert interpreters.find("3.98") == str(path)
    assert interpreters.find("3.9") is None
    assert interpreters.versions() == ["3.98"]


def test_behind_a_shim_that_does_not_run_pyenv_s_own_is_found(machine: Path) -> None:
    shim = fake_interpreter(machine / "bin" / "python3.98", "")
    shim.write_text("#!/bin/sh\necho 'pyenv: python3.98: command not found' >&2\nexit 127\n")
    assert interpreters.find("3.98") is None
    assert interpreters.versions() == []
    for patch in ("9", "10"):
        fake_interpreter(machine / "pyenv" / "versions" / f"3.98.{patch}" / "bin/python3", "3.98")
    found = interpreters.find("3.98")
    assert found is not None and "3.98.10" in found


def test_what_says_another_version_than_its_name_does_not_count(machine: Path) -> None:
    fake_interpreter(machine / "bin" / "python3.98", "3.97")
    fake_interpreter(machine / "pyenv" / "versions" / "3.96.0" / "bin" / "python3", "hello")
    for version in ("3.98", "3.97", "3.96"):
        assert interpreters.find(version) is None
    assert interpreters.versions() == []


@pytest.mark.parametrize(
    "name", ["3.98.0rc1", "3.98-dev", "3.98.1t", "pypy3.98-7.3", "cpython-3.98.1+freethreaded"]
)
def test_what_is_no_final_cpython_is_left_out(machine: Path, name: str) -> None:
    fake_interpreter(machine / "pyenv" / "versions" / name / "bin" / "python3", "3.98")
    assert interpreters.versions() == []


def test_versions_ascend_as_numbers(machine: Path) -> None:
    for version in ("3.10", "3.9", "3.100", "3.12"):
        fake_interpreter(machine / "bin" / f"python{version}", version)
    assert interpreters.versions() == ["3.9", "3.10", "3.12"]


def test_an_interpreter_is_asked_once_and_again_when_it_has_changed(machine: Path) -> None:
    path = machine / "bin" / "python3.98"
    calls = machine / "calls"
    fake_interpreter(path, f"3.98; echo >> {calls}")
    for _ in range(3):
        assert interpreters.find("3.98") == str(path)
    assert calls.read_text() == "\n"
    fake_interpreter(path, "3.9")
    os.utime(path, ns=(1, 1))
    assert interpreters.version_of(str(path)) == "3.9"
    assert interpreters.find("3.98") is None
    path.unlink()
    assert interpreters.version_of(str(path)) is None


def test_this_interpreter_runs_and_is_among_the_versions_wherever_it_is() -> None:
    version = "{}.{}".format(*sys.version_info[:2])
    assert interpreters.version_of(sys.executable) == version
    assert interpreters.versions(sys.executable) == [version]


@pytest.mark.parametrize("path", ["", "python3", "/", "/etc/passwd", "/no/such", "a\0b"])
def test_what_is_no_interpreter_has_no_version(path: str) -> None:
    assert interpreters.version_of(path) is None
