"""The lines that the front end writes or offers, run as they are, in a kernel that knows nothing.

src/job/magics.spec.ts holds the front end to offered.vectors.json.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from jupyterlab_offload.tests.faults.kernels import Kernel
from jupyterlab_offload.tests.local.live import LiveEngine

pytestmark = pytest.mark.slow

LINES = json.loads(Path(__file__).with_name("offered.vectors.json").read_text("utf-8"))
LOAD = "%load_ext jupyterlab_offload\n"
"""What the front end writes before a magic where it is not loaded."""
CELL = """%%offload --name offered --wait
print('über', '\\u2028', '\\ud83d\\ude00'.encode('utf-16', 'surrogatepass').decode('utf-16'))
display({'text/html': '<script>draw()</script>'}, raw=True)
made = 6 * 7
"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("offered")


@pytest.fixture(scope="module")
def sent(cell_engine: LiveEngine, folder: Path) -> str:
    """The name of a job that a kernel sent which is gone."""
    kernel = Kernel(folder)
    try:
        kernel.run(CELL)
        return kernel.run("import jupyterlab_offload as o\nprint(o.last().name)").strip()
    finally:
        kernel.close()


@pytest.fixture
def kernel(sent: str, folder: Path) -> Iterator[Kernel]:
    """One without the magics, whose active backend is another one."""
    role = "arn:aws:iam::123456789012:role/offload"
    school = {"region": "eu-west-1", "bucket": "class-bucket", "role": role}
    file = folder / "backends.json"
    file.write_text(json.dumps({"backends": {"school": school}}))
    made = Kernel(folder, OFFLOAD_BACKENDS=str(file), OFFLOAD_BACKEND="school")
    made.run("%unload_ext jupyterlab_offload")
    yield made
    made.close()


def line(kind: str, sent: str) -> str:
    """The line as it is offered for that job."""
    return str(LINES[kind]).replace(LINES["job"]["name"], sent)


def test_the_lines_that_save_a_log_save_all_of_it(kernel: Kernel, sent: str, folder: Path) -> None:
    kernel.run(line("saveLogLines", sent))
    saved = (folder / f"{sent}.log").read_text("utf-8")
    assert "über \u2028 \U0001f600\n" in saved
    assert saved == kernel.run("print(log, end='')")


def test_they_save_it_where_the_magics_are_loaded_too(kernel: Kernel, sent: str) -> None:
    kernel.run(LOAD)
    kernel.run(line("saveLogLines", sent))


def test_a_value_is_brought(kernel: Kernel, sent: str) -> None:
    kernel.run(LOAD + line("getLine", sent))
    assert kernel.run("print(made)") == "42\n"


@pytest.mark.parametrize("kind", ["attachLine", "showLine"])
def test_outputs_are_shown(kernel: Kernel, sent: str, kind: str) -> None:
    shown = kernel.ask(LOAD + line(kind, sent))
    assert not shown.error and "über" in shown.text
    assert {"text/html": "<script>draw()</script>"} in shown.data
