"""``make demo``: runs the tour's notebook on the local engine; then JupyterLab opens on it.

Without a terminal it ends after the run, so that it can be a check as well as a show.
"""

from __future__ import annotations

import os
import sys
import time
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent))

from jupyterlab_offload.local import ensure_engine  # noqa: E402 - the path is set above

TOUR = HERE / "tour.ipynb"
CELL_SECONDS = 180
"""No cell of the tour takes nearly that long, on a slow machine either."""


def main() -> None:
    """Runs the tour and says what happened; becomes JupyterLab where somebody looks on."""
    print("Starting the local engine: an AWS on this machine, no account needed.")
    started = time.perf_counter()
    engine = ensure_engine()
    os.environ.update(engine.environment)
    print(f"  ready after {time.perf_counter() - started:.1f} s at {engine.url}\n")
    import first_job  # needs the variables set above

    outcome = first_job.run(lambda line: print(line, flush=True))
    print(f"Its model, loaded here, reads {outcome.accuracy:.1%} of digits it never saw.\n")
    print(f"Running {TOUR.name}, as Run All Cells would:")
    started = time.perf_counter()
    notebook = run_tour()
    took = time.perf_counter() - started
    print(f"\nThe tour took {took:.1f} s. Its jobs, and what AWS would have charged:")
    print(last_output(notebook))
    print("""
Use the engine from any AWS tool:
  eval "$(.venv/bin/python -m jupyterlab_offload.local env)"
""")
    if sys.stdin.isatty() and sys.stdout.isatty():
        open_jupyterlab()


def run_tour() -> Any:
    """The notebook with its outputs; each code cell is named once it has run."""
    import nbformat
    from nbclient import NotebookClient

    notebook: Any = nbformat.read(TOUR, as_version=4)  # type: ignore[no-untyped-call]  # no stubs
    began: dict[int, float] = {}

    def start(cell: Any, cell_index: int) -> None:
        began[cell_index] = time.perf_counter()

    def end(cell: Any, cell_index: int, **_: Any) -> None:
        if cell.cell_type == "code":
            say(cell, time.perf_counter() - began[cell_index])

    client = NotebookClient(
        notebook,
        timeout=CELL_SECONDS,
        kernel_name="python3",
        resources={"metadata": {"path": str(HERE)}},
        on_cell_start=start,
        on_cell_executed=end,
    )
    client.execute()
    return notebook


def say(cell: Any, took: float) -> None:
    """How long a cell took, its first line, and what it printed."""
    print(f"  {took:5.1f} s  {cell.source.splitlines()[0]}", flush=True)
    for output in cell.outputs:
        if output.output_type == "error":
            print(f"           {output.ename}: {output.evalue}", flush=True)
        elif output.output_type == "stream" and cell.source != "%offload cost":
            for line in output.text.splitlines():
                print(f"           {line}", flush=True)


def last_output(notebook: Any) -> str:
    """What the last code cell printed: the table of costs."""
    cells = [cell for cell in notebook.cells if cell.cell_type == "code"]
    return "\n".join(f"  {line}" for line in cells[-1].outputs[0].text.splitlines())


def open_jupyterlab() -> None:
    print(
        "Opening JupyterLab with the tour. Ctrl-C twice ends it; the engine stops by itself when"
        " idle.\n",
        flush=True,
    )
    command = [
        sys.executable,
        "-m",
        "jupyterlab",
        f"--ServerApp.root_dir={HERE}",
        f"--LabApp.default_url=/lab/tree/{TOUR.name}",
    ]
    if hasattr(os, "geteuid") and os.geteuid() == 0:
        command.append("--allow-root")
    os.execv(sys.executable, command)


if __name__ == "__main__":
    main()
