"""A notebook in process, and a fresh interpreter in which what was captured runs."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from IPython.core.interactiveshell import InteractiveShell
from traitlets.config import Config

from jupyterlab_offload.codecs import encode
from jupyterlab_offload.kernel.capture import Capture, capture

_RUNNER = Path(__file__).with_name("run_prelude.py")


@dataclass
class Notebook:
    """Cells run in an IPython shell; `there` runs one elsewhere with what it needs."""

    shell: InteractiveShell
    folder: Path

    def run(self, *cells: str) -> None:
        for cell in cells:
            self.shell.run_cell(cell, store_history=True).raise_error()

    def capture(self, cell: str, **options: Any) -> Capture:
        return capture(cell, self.shell.user_ns, cell_files_root=self.folder, **options)

    def here(self, expression: str) -> str:
        return repr(eval(expression, self.shell.user_ns))

    def there(self, cell: str, *expressions: str, python: str = sys.executable) -> list[str]:
        """Run a cell in a fresh interpreter; the repr of each expression after it."""
        found = self.capture(cell)
        assert not found.refusals
        encoding = encode(found.values)
        assert not encoding.refused
        inputs = []
        for number, item in enumerate(encoding.items):
            path = self.folder / f"input-{number}"
            path.write_bytes(b"".join(bytes(chunk) for chunk in item.chunks()))
            meta = json.loads(json.dumps(item.meta))
            inputs.append([item.names, item.format, meta, str(path)])
        job = {
            "prelude": json.loads(json.dumps(found.prelude)),
            "inputs": inputs,
            "parts": found.parts,
            "expressions": expressions,
        }
        path = self.folder / "job.json"
        path.write_text(json.dumps(job))
        done = subprocess.run(
            [python, str(_RUNNER), str(path)],
            capture_output=True,
            text=True,
            cwd=self.folder,
            timeout=60,
        )
        assert done.returncode == 0, done.stderr + json.dumps(found.prelude, indent=1)
        answer: list[str] = json.loads(done.stdout.splitlines()[-1])
        return answer


@pytest.fixture(scope="session")
def _shell() -> Iterator[InteractiveShell]:
    main = sys.modules["__main__"]
    config = Config()
    config.HistoryManager.enabled = False
    yield InteractiveShell(config=config)
    sys.modules["__main__"] = main


@pytest.fixture
def notebook(_shell: InteractiveShell, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Notebook:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setitem(sys.modules, "__main__", _shell.user_module)
    _shell.reset()
    return Notebook(_shell, tmp_path)


@pytest.fixture
def same_there(notebook: Notebook) -> Callable[..., None]:
    """Check that expressions are the same after a cell here and there."""

    def check(setup: list[str], cell: str, *expressions: str) -> None:
        notebook.run(*setup)
        found = notebook.there(cell, *expressions)
        notebook.run(cell)
        assert found == [notebook.here(expression) for expression in expressions]

    return check
