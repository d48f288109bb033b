"""A notebook in process, and a fresh interpreter in which what was captured runs."""

from __future__ import annotations

import json
import os
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
_ROOT = Path(__file__).parents[4]


class Elsewhere:
    """Interpreters of one Python in which jobs run, each in one of its own."""

    def __init__(self, python: str) -> None:
        version = "import sys; print(sys.version_info[1])"
        self.minor = int(subprocess.check_output([python, "-c", version], text=True))
        self._server = subprocess.Popen(
            [python, str(_RUNNER)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            env={**os.environ, "PYTHONPATH": str(_ROOT)},
        )

    def run(self, path: Path) -> dict[str, Any]:
        """What the job at a path answers."""
        assert self._server.stdin is not None and self._server.stdout is not None
        self._server.stdin.write(f"{path}\n")
        self._server.stdin.flush()
        while self._server.stdout.readline() not in ("done\n", ""):
            pass
        answer: dict[str, Any] = json.loads(Path(f"{path}.answer").read_text())
        return answer

    def close(self) -> None:
        """End the server; it ends when its input does."""
        assert self._server.stdin is not None
        self._server.stdin.close()
        self._server.wait(10)


@dataclass
class Notebook:
    """Cells run in an IPython shell; `there` runs one elsewhere with what it needs."""

    shell: InteractiveShell
    folder: Path
    elsewhere: Elsewhere

    def run(self, *cells: str) -> None:
        for cell in cells:
            self.shell.run_cell(cell, store_history=True).raise_error()

    def capture(self, cell: str, **options: Any) -> Capture:
        return capture(cell, self.shell.user_ns, cell_files_root=self.folder, **options)

    def here(self, expression: str) -> str:
        return repr(eval(expression, self.shell.user_ns))

    def there(self, cell: str, *expressions: str) -> list[str]:
        """Run a cell in a fresh interpreter; the repr of each expression after it."""
        found = self.capture(cell)
        assert not found.refusals
        encoding = encode(found.values)
        pickled = any(item.meta.get("same_python_minor") for item in encoding.items)
        own_minor = sys.version_info[1]
        if (found.same_python_minor or pickled) and self.elsewhere.minor != own_minor:
            pytest.skip("what has no source travels to the same minor version of Python only")
        assert not encoding.refused
        inputs = []
        for number, item in enumerate(encoding.items):
            path = self.folder / f"input-{number}"
            path.write_bytes(b"".join(bytes(chunk) for chunk in item.chunks()))
            inputs.append([item.names, item.format, item.meta, str(path)])
        job = {
            "prelude": found.prelude,
            "inputs": inputs,
            "parts": found.parts,
            "expressions": expressions,
        }
        path = self.folder / "job.json"
        path.write_text(json.dumps(job))
        answer = self.elsewhere.run(path)
        assert "error" not in answer, answer["error"] + json.dumps(found.prelude, indent=1)
        values: list[str] = answer["values"]
        return values


@pytest.fixture(scope="session")
def _shell() -> Iterator[InteractiveShell]:
    main = sys.modules["__main__"]
    config = Config()
    config.HistoryManager.enabled = False
    yield InteractiveShell(config=config)
    sys.modules["__main__"] = main


@pytest.fixture(scope="session")
def _elsewhere() -> Iterator[Elsewhere]:
    elsewhere = Elsewhere(sys.executable)
    yield elsewhere
    elsewhere.close()


@pytest.fixture
def notebook(
    _shell: InteractiveShell,
    _elsewhere: Elsewhere,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> Iterator[Notebook]:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setitem(sys.modules, "__main__", _shell.user_module)
    yield Notebook(_shell, tmp_path, _elsewhere)
    _shell.compile.reset_compiler_flags()
    # reset() collects garbage over the whole heap, which takes longer than a test.
    for name in _shell.user_ns.keys() - _shell.user_ns_hidden.keys():
        if not name.startswith("__"):
            del _shell.user_ns[name]


@pytest.fixture
def same_there(notebook: Notebook) -> Callable[..., None]:
    """Check that expressions are the same after a cell here and there."""

    def check(setup: list[str], cell: str, *expressions: str) -> None:
        notebook.run(*setup)
        found = notebook.there(cell, *expressions)
        notebook.run(cell)
        assert found == [notebook.here(expression) for expression in expressions]

    return check
