"""What is missing is installed beside the image's own packages, which stay as they are."""

from __future__ import annotations

import os
import zipfile
from collections.abc import Callable
from contextlib import nullcontext
from pathlib import Path

import pytest

from jupyterlab_offload.driver import requirements
from jupyterlab_offload.driver.refusal import SetupError
from jupyterlab_offload.driver.requirements import Package

from .payload import Ended

Run = Callable[..., Ended]


def wheel(folder: Path, name: str, version: str) -> Path:
    """A package that says its version."""
    folder.mkdir(exist_ok=True)
    path = folder / f"{name}-{version}-py3-none-any.whl"
    info = f"{name}-{version}.dist-info"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr(f"{name}.py", f"__version__ = {version!r}\n")
        archive.writestr(
            f"{info}/METADATA", f"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\n"
        )
        archive.writestr(
            f"{info}/WHEEL", "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n"
        )
        archive.writestr(f"{info}/RECORD", "")
    return path


@pytest.fixture
def offline(tmp_path: Path) -> dict[str, str]:
    """An environment in which pip has these wheels only."""
    for version in ("1.0", "2.0"):
        wheel(tmp_path / "wheels", "tinything", version)
    return {"PIP_NO_INDEX": "1", "PIP_FIND_LINKS": str(tmp_path / "wheels")}


@pytest.mark.slow
def test_a_missing_package_is_installed_and_imported(run: Run, offline: dict[str, str]) -> None:
    package = {"package": "tinything", "version": "1.0", "module": "tinything", "exact": False}
    manifest = {"requirements": {"mode": "auto", "packages": [package]}}
    source = "import tinything, subprocess, sys\nv = tinything.__version__\n"
    source += "w = subprocess.check_output([sys.executable, '-c', 'import tinything'])"
    ended = run(source, manifest=manifest, env=offline)
    assert ended.values()["v"] == "1.0"
    assert "offload: installing tinything==1.0" in ended.log.splitlines()
    assert ended.result["files"] == []


@pytest.mark.slow
@pytest.mark.parametrize("also", [[], ["tinything==9.9"]])
def test_a_cell_does_without_ipython_alone_where_it_cannot_be_installed(
    also: list[str], offline: dict[str, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    paths = {name: os.environ.get(name, "") for name in ("PATH", "PYTHONPATH")}
    for name, value in {**offline, **paths}.items():  # put back afterwards
        monkeypatch.setenv(name, value)
    monkeypatch.setattr(requirements, "installed", lambda name: None)
    package = {"package": "ipython", "version": "99.0", "module": "no_ipython", "exact": True}
    wanted = {"mode": "auto", "packages": [package, *also]}
    notes: list[str] = []
    with pytest.raises(SetupError) if also else nullcontext():
        requirements.provide(wanted, str(tmp_path), notes.append)
    assert ("runs without IPython" in notes[-1]) == (not also)


@pytest.mark.slow
def test_what_cannot_be_had_refuses_the_job_with_pips_words(
    run: Run, offline: dict[str, str]
) -> None:
    manifest = {"requirements": {"mode": "file", "packages": ["tinything==9.9"]}}
    ended = run("print('it ran')", manifest=manifest, env=offline)
    assert ended.status == "refused" and "it ran" not in ended.log
    assert "tinything==9.9" in ended.result["reason"]


def test_what_is_there_is_not_installed(run: Run) -> None:
    packages = [
        {"package": "pytest", "version": "0.1", "module": "pytest", "exact": False},
        {"package": "no-such-distribution", "module": "json"},
    ]
    ended = run("a = 1", manifest={"requirements": {"mode": "auto", "packages": packages}})
    assert ended.status == "done" and "installing" not in ended.log


@pytest.mark.parametrize(
    ("raw", "requirement", "here"),
    [
        ("pytest", "pytest", True),
        ("pytest>=1", "pytest>=1", True),
        ({"package": "pytest", "version": "0.1", "exact": True}, "pytest==0.1", False),
        ({"package": "pytest", "version": "0.1", "exact": False}, "pytest==0.1", True),
        ({"package": "nowhere-at-all", "version": "1"}, "nowhere-at-all==1", False),
    ],
)
def test_packages_of_the_manifest(raw: object, requirement: str, here: bool) -> None:
    package = Package.of(raw)
    assert package.requirement == requirement and package.is_here is here
