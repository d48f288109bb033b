"""One engine and one shell for all cases."""

from __future__ import annotations

import random
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from jupyterlab_offload.tests.local.live import LiveEngine

from .case import Case, plainly
from .compare import compare
from .known import KNOWN
from .notebook import NotebookShell, run

SETTINGS = {
    "stop_grace_seconds": 20.0,
    "idle_minutes": 10.0,
    "slots": 2,
    "checkpoint_seconds": 0.2,
}


@pytest.fixture(scope="session")
def cell_engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LiveEngine]:
    """The engine that the shell's jobs run on: `local` of this process."""
    folder = tmp_path_factory.mktemp("cells")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("OFFLOAD_HOME", str(folder / "home"))
        patch.setenv("OFFLOAD_CACHE", str(folder / "cache"))
        patch.setenv("OFFLOAD_CONFIG", str(folder / "config"))
        live = LiveEngine(folder / "home", SETTINGS)
        yield live
        live.close()


@pytest.fixture(scope="session")
def notebook_shell() -> Iterator[NotebookShell]:
    """A shell without our extension; `__main__` is the notebook while it lives."""
    before = sys.modules["__main__"]
    NotebookShell.clear_instance()
    shell = NotebookShell.instance()
    shell.history_manager.enabled = False
    yield shell
    NotebookShell.clear_instance()
    sys.modules["__main__"] = before


@pytest.fixture
def shell(
    notebook_shell: NotebookShell,
    cell_engine: LiveEngine,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> Iterator[NotebookShell]:
    """The shell with our extension, in a working folder of its own, waiting for its jobs."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("OFFLOAD_WAIT", "1")
    notebook_shell.reset(new_session=True)
    notebook_shell.extension_manager.load_extension("jupyterlab_offload")
    yield notebook_shell
    notebook_shell.extension_manager.unload_extension("jupyterlab_offload")


class Bench:
    """Runs a case both ways and says where they differ."""

    def __init__(self, shell: NotebookShell, folder: Path, patch: pytest.MonkeyPatch) -> None:
        self._shell, self._folder, self._patch = shell, folder, patch

    def check(self, case: Case) -> None:
        for library in case.needs:
            pytest.importorskip(library)
        plain = self._run(case, [plainly(cell) for cell in case.cells], "plain")
        for cell, shown in zip(case.cells, plain.shown, strict=True):
            assert shown.error is None or "raises" in case.name, f"{cell}\n{shown.error}"
        offloaded = self._run(case, case.cells, "offloaded")
        found = compare(case, plain, offloaded)
        if case.name in KNOWN:
            assert found, f"{case.name}: equal by now, so take it out of the known differences"
            pytest.skip(f"{case.name}: {KNOWN[case.name]}")
        assert not found, "\n".join([f"{case.name}:", *found])

    def _run(self, case: Case, cells: list[str] | tuple[str, ...], name: str):  # type: ignore[no-untyped-def]  # Ran
        folder = self._folder / name
        folder.mkdir()
        for path, text in case.files.items():
            (folder / path).parent.mkdir(parents=True, exist_ok=True)
            (folder / path).write_text(text)
        self._patch.chdir(folder)
        self._patch.setenv("OFFLOAD_WAIT", "1" if case.waits else "0")
        random.seed(1)
        return run(self._shell, list(cells))


@pytest.fixture
def bench(shell: NotebookShell, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Bench:
    return Bench(shell, tmp_path, monkeypatch)
