"""A real kernel without a front end, as nbclient, nbconvert and papermill run one."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import nbformat
import pytest
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError

from jupyterlab_offload.tests.local.live import LiveEngine

pytestmark = pytest.mark.slow

_MIME = "application/vnd.jupyterlab-offload.job.v1+json"


def executed(folder: Path, *cells: str, errors: bool = False) -> list[Any]:
    """Runs a notebook; its code cells."""
    made = nbformat.v4.new_notebook(  # type: ignore[no-untyped-call]  # nbformat has no types
        cells=[
            nbformat.v4.new_code_cell(text)  # type: ignore[no-untyped-call]  # as above
            for text in ("%load_ext jupyterlab_offload", *cells)
        ],
    )
    client = NotebookClient(
        made,
        timeout=120,
        kernel_name="python3",
        allow_errors=errors,
        resources={"metadata": {"path": str(folder)}},
    )
    client.execute()
    return list(made.cells)[1:]


@pytest.fixture(autouse=True)
def _plain_environment(cell_engine: LiveEngine, monkeypatch: pytest.MonkeyPatch) -> None:
    """The kernel inherits where the engine is, and no word on waiting."""
    monkeypatch.delenv("OFFLOAD_WAIT", raising=False)


def test_a_headless_notebook_waits_and_shows_ordinary_outputs(tmp_path: Path) -> None:
    cells = executed(
        tmp_path,
        "a = 20",
        "%%offload\nimport sys\nprint('out')\nprint('err', file=sys.stderr)\nb = a + 1\nb * 2",
        "print(b, _)",
    )
    kinds = [(out.output_type, out.get("name", "")) for out in cells[1].outputs]
    assert kinds == [("stream", "stdout"), ("stream", "stderr"), ("execute_result", "")]
    assert cells[1].outputs[2].data["text/plain"] == "42"
    assert cells[2].outputs[0].text == "21 42\n"


def test_what_was_shown_while_it_waited_is_gone_at_the_end(tmp_path: Path) -> None:
    (cell,) = executed(
        tmp_path,
        "%%offload\nimport time\nimport jupyterlab_offload as offload\nprint('early')\n"
        "for n in range(4):\n    offload.progress(n + 1, 4)\n    time.sleep(0.8)\nprint('late')",
    )
    assert {out.output_type for out in cell.outputs} == {"stream"}
    assert "".join(out.text for out in cell.outputs) == "early\nlate\n"


def test_an_error_of_a_job_stops_a_headless_run(tmp_path: Path) -> None:
    with pytest.raises(CellExecutionError) as caught:
        executed(tmp_path, "%%offload\nx = 1\n{}['k']", "print('never')")
    assert caught.value.ename == "KeyError"
    assert "Cell In[2], line 3" in caught.value.traceback


def test_an_object_that_fails_to_show_itself_leaves_the_error_that_it_leaves_in_a_plain_cell(
    tmp_path: Path,
) -> None:
    shown = (
        "class B:\n    def _repr_html_(self): raise KeyError('h')\n"
        "    def __repr__(self): return 'B'\ndisplay(B())\nprint('on')\nB()"
    )
    plain, offloaded = executed(tmp_path, shown, f"%%offload\n{shown}", errors=True)
    found = [
        [(out.output_type, out.get("ename"), out.get("data"), out.get("text")) for out in one]
        for one in (plain.outputs, offloaded.outputs)
    ]
    assert found[0] == found[1] and len(found[0]) == 5
    assert "line 3, in _repr_html_" in "\n".join(offloaded.outputs[0].traceback)
    # Newer kernels count an error of the last expression as the cell's, which stops the run.
    ends = []
    for cell in (shown, f"%%offload\n{shown}"):
        try:
            executed(tmp_path, cell)
            ends.append("")
        except CellExecutionError as error:
            ends.append(error.ename)
    assert ends[0] == ends[1]


def test_figures_that_a_failing_cell_has_begun_stand_under_its_error(tmp_path: Path) -> None:
    cells = executed(
        tmp_path,
        "import matplotlib.pyplot as plt",
        "%%offload\nfig, ax = plt.subplots()\nax.plot([1, 2])\nprint('drawn')\n{}['k']",
        "print(len(ax.lines))",
        errors=True,
    )
    kinds = [out.output_type for out in cells[1].outputs]
    assert kinds == ["stream", "error", "display_data"]
    assert "image/png" in cells[1].outputs[2].data
    assert [out.output_type for out in cells[2].outputs] == ["stream"]


def test_a_job_that_was_not_waited_for_holds_up_who_reads_it(tmp_path: Path) -> None:
    cells = executed(
        tmp_path,
        "%%offload --no-wait\nimport time\ntime.sleep(1)\nx = 5",
        "print('at once')",
        "print(x)",
    )
    (card,) = cells[0].outputs
    assert card.data[_MIME]["status"] == "Completed"
    assert [out.text for out in cells[1].outputs] == ["at once\n"]
    assert "".join(out.text for out in cells[2].outputs) == "5\n"


def test_a_failed_job_stops_the_run_where_it_is_read(tmp_path: Path) -> None:
    cells = executed(
        tmp_path, "%%offload --no-wait\nx = 1 / 0", "print('on')", "x", "print('on')", errors=True
    )
    assert [out.output_type for out in cells[2].outputs] == ["error"]
    assert cells[2].outputs[0].ename == "ZeroDivisionError"
    assert cells[3].outputs[0].text == "on\n"


def test_generators_that_a_job_is_first_to_seed_go_on_in_the_kernel(tmp_path: Path) -> None:
    # In a kernel that has not loaded their libraries, as one that runs this test has.
    pytest.importorskip("torch")
    cells = executed(
        tmp_path,
        "import sys\nprint('torch' in sys.modules)",
        "%%offload\nimport torch\ntorch.manual_seed(3)\nfirst = torch.rand(2).tolist()",
        "second = torch.rand(2).tolist()\ntorch.manual_seed(3)\n"
        "print([first, second] == [torch.rand(2).tolist(), torch.rand(2).tolist()])",
    )
    assert [cells[0].outputs[0].text, cells[2].outputs[0].text] == ["False\n", "True\n"]
