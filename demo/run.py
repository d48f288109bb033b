"""``make demo``: the local engine runs a first training job; then JupyterLab opens on it.

Without a terminal it ends after the job, so that it can be a check as well as a show.
"""

from __future__ import annotations

import os
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import first_job

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent))

from jupyterlab_offload.local import ensure_engine  # noqa: E402 - the path is set above


def main() -> None:
    """Runs the job and says what happened; replaces itself by JupyterLab where somebody looks."""
    print("Starting the local engine: an AWS on this machine, no account needed.")
    started = time.perf_counter()
    engine = ensure_engine()
    os.environ.update(engine.environment)
    print(f"  ready after {time.perf_counter() - started:.1f} s at {engine.url}\n")

    import first_job  # needs the variables set above

    started = time.perf_counter()
    outcome = first_job.run(say)
    took = time.perf_counter() - started
    summary(outcome, took)
    if sys.stdin.isatty() and sys.stdout.isatty():
        open_jupyterlab()


def say(line: str) -> None:
    print(line, flush=True)


def summary(outcome: first_job.Outcome, took: float) -> None:
    job = outcome.description
    metrics = {m["MetricName"]: m["Value"] for m in job["FinalMetricDataList"]}
    print(f"""
{job["TrainingJobName"]}: {job["TrainingJobStatus"]} after {took:.1f} s.
  last loss {metrics["loss"]:.4f}, accuracy on held-out images {metrics["accuracy"]:.3f}
  model     {job["ModelArtifacts"]["S3ModelArtifacts"]}
  loaded here, it reads {outcome.accuracy:.1%} of digits that the job never saw
  billable  {job["BillableTimeInSeconds"]} s on {job["ResourceConfig"]["InstanceType"]} \
(the local engine charges nothing)

Use the engine from any AWS tool:
  eval "$(.venv/bin/python -m jupyterlab_offload.local env)"
""")


def open_jupyterlab() -> None:
    print(
        "Opening JupyterLab with the job's notebook. Ctrl-C twice ends it; the engine stops "
        "by itself when idle.\n",
        flush=True,
    )
    notebook = HERE / "first-job.ipynb"
    command = [
        sys.executable,
        "-m",
        "jupyterlab",
        f"--ServerApp.root_dir={HERE}",
        f"--LabApp.default_url=/lab/tree/{notebook.name}",
    ]
    if hasattr(os, "geteuid") and os.geteuid() == 0:
        command.append("--allow-root")
    os.execv(sys.executable, command)


if __name__ == "__main__":
    main()
