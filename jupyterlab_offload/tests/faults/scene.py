"""A cell whose job waits for a word, and everything that a test of faults asks about it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from jupyterlab_offload.local.process.switch import clear_scenario, set_scenario
from jupyterlab_offload.tests.local.live import LiveEngine, wait_for

from .kernels import Kernel

PATIENCE = 60.0
CELL = "the-cell"

_SOURCE = """%%offload
import os, time
handle = os.open(folder + "/ran", os.O_WRONLY | os.O_CREAT | os.O_APPEND)
os.write(handle, b"ran\\n")
os.close(handle)
print("begun")
while not os.path.exists(folder + "/go"):
    time.sleep(0.02)
total = sum(data)
del handle
"""

_HOLD = """
def _hold():
    import importlib, pathlib, time
    from jupyterlab_offload.kernel import soon
    soon.wait()  # two threads must not import one package
    owner = importlib.import_module({module!r})
    for name in {path!r}[:-1]:
        owner = getattr(owner, name)
    name = {path!r}[-1]
    real = getattr(owner, name)
    def held(*args, **named):
        if {after!r}:
            real(*args, **named)
        pathlib.Path({reached!r}).touch()
        time.sleep(600)
    setattr(owner, name, held)
_hold()
"""


class Scene:
    """One notebook with one cell, on an engine of its own; kernels come and go."""

    def __init__(self, live: LiveEngine, folder: Path) -> None:
        self.live = live
        self.folder = folder
        self._kernels: list[Kernel] = []
        self._before = set(self.names())

    # Kernels

    def kernel(self, **environment: str) -> Kernel:
        """A new kernel in which the cells before the cell have run."""
        made = Kernel(self.folder, OFFLOAD_HOME=str(self.live.home.root), **environment)
        self._kernels.append(made)
        made.run(f"folder = {str(self.folder)!r}\ndata = list(range(2000))")
        return made

    def hold(self, kernel: Kernel, module: str, path: str, after: bool) -> None:
        """Let a kernel stop for good when it gets to a function, or when it has called it."""
        kernel.run(
            _HOLD.format(
                module=f"jupyterlab_offload.{module}",
                path=path.split("."),
                after=after,
                reached=str(self.folder / "reached"),
            )
        )

    def send(self, kernel: Kernel) -> str:
        return kernel.send(_SOURCE, CELL)

    def ask(self, kernel: Kernel) -> Any:
        return kernel.ask(_SOURCE, CELL)

    def until_held(self) -> None:
        wait_for((self.folder / "reached").exists, PATIENCE)

    # Jobs

    def names(self) -> list[str]:
        """Every job that this scene has made."""
        found = self.live.sagemaker.list_training_jobs(MaxResults=100)["TrainingJobSummaries"]
        names = [one["TrainingJobName"] for one in found]
        return [name for name in names if name not in getattr(self, "_before", ())]

    def name(self) -> str:
        """The one job."""
        (name,) = wait_for(self.names, PATIENCE)
        return name

    def until(self, phase: str) -> str:
        """Wait until the one job is in a phase; its name."""
        name = self.name()
        wait_for(lambda: self._phase(name) == phase, PATIENCE)
        return name

    def _phase(self, name: str) -> str:
        found = self.live.sagemaker.describe_training_job(TrainingJobName=name)
        return str(found["SecondaryStatus"])

    def unfinished(self) -> list[str]:
        """The keys of uploads in parts that nobody has completed or aborted."""
        s3 = self.live.s3
        buckets = [one["Name"] for one in s3.list_buckets()["Buckets"]]
        found = [s3.list_multipart_uploads(Bucket=bucket) for bucket in buckets]
        return [one["Key"] for page in found for one in page.get("Uploads", [])]

    def until_begun(self) -> str:
        """Wait until the cell runs; the job's name."""
        wait_for(lambda: self.runs, PATIENCE)
        return self.name()

    @property
    def runs(self) -> int:
        """How often the cell has begun to run, anywhere."""
        file = self.folder / "ran"
        return len(file.read_text().splitlines()) if file.exists() else 0

    def go(self) -> None:
        """Let the job go on to its end."""
        (self.folder / "go").touch()

    def scenario(self, **members: Any) -> None:
        file = self.folder / "scenario.json"
        file.write_text(json.dumps(members))
        set_scenario(self.live.home, str(file))

    def close(self) -> None:
        self.go()
        for kernel in self._kernels:
            kernel.close()
        clear_scenario(self.live.home)


def finishes(scene: Scene, kernel: Kernel, name: str) -> None:
    """Attaching brings the results of the one job, which has run once."""
    scene.go()
    kernel.run(f"%offload attach {name}")
    assert kernel.run("print(total)") == f"{sum(range(2000))}\n"
    assert scene.names() == [name]
    assert scene.runs == 1


def goes_on(scene: Scene, kernel: Kernel) -> None:
    """A second run of the cell shows the one job, and later cells wait for its results."""
    shown = scene.ask(kernel)
    name = scene.name()
    assert not shown.error, shown
    assert f"{name} runs this already" in shown.text, shown
    assert any(f"Job {name}: " in one.get("text/plain", "") for one in shown.data), shown
    scene.go()
    assert kernel.run("print(total)") == f"{sum(range(2000))}\n"
    assert (scene.names(), scene.runs) == ([name], 1)


def is_refused(scene: Scene, kernel: Kernel, name: str) -> None:
    """A second run of the cell names the job that runs, and how to come to its results."""
    error = scene.ask(kernel).error
    assert "still running" in error and f"%offload attach {name}" in error, error
    assert scene.names() == [name]
