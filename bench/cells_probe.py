"""What the bench of cells runs in a kernel of its own: ``python -m bench.cells_probe PROBE``.

Prints one line of JSON: seconds and MB by name.
"""

from __future__ import annotations

import contextlib
import hashlib
import io
import json
import statistics
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

from IPython.core.interactiveshell import InteractiveShell

from .report import median_seconds, seconds

ELEMENTS = 2**27
"""Of float64: 1 GiB."""
WARM_RUNS, LARGE_RUNS = 7, 3
NAMES, LARGE, LARGE_ELEMENTS = 5000, 20, 125_000_000
"""Names in a full kernel; arrays of 1 GB among them, none of whose pages is touched."""
Figures = dict[str, float]


class Kernel:
    """A shell whose output goes nowhere; a cell that fails ends the probe."""

    def __init__(self) -> None:
        self.shell = _shell()
        self.shell.history_manager.enabled = False
        sys.modules["__main__"] = self.shell.user_module

    def run(self, cell: str) -> None:
        with contextlib.redirect_stdout(io.StringIO()):
            self.shell.run_cell(cell).raise_error()

    def seconds(self, cell: str) -> float:
        return seconds(lambda: self.run(cell))


def _shell() -> Any:
    return InteractiveShell.instance()


def cold() -> Figures:
    """A kernel's first cell: loading the extension, and until the job is accepted."""
    kernel = Kernel()
    loaded = kernel.seconds("%load_ext jupyterlab_offload")
    sent = kernel.seconds("%%offload --no-wait\nx = 1")
    return {"load": loaded, "accepted": loaded + sent}


def warm() -> Figures:
    """An edited cell over unchanged inputs until it is accepted; a trivial cell there and back."""
    kernel = Kernel()
    kernel.run("%load_ext jupyterlab_offload\nimport numpy as np\ndata = np.arange(1e6)\nx = 1")
    edited, trivial = [], []
    for number in range(WARM_RUNS + 1):
        edited.append(
            kernel.seconds(f"%%offload --no-wait --out total\ntotal = data.sum() + {number}")
        )
        kernel.run("total")
    for number in range(WARM_RUNS):
        trivial.append(kernel.seconds(f"%%offload --wait\ny = x + {number}"))
    return {"edited": statistics.median(edited[1:]), "trivial": statistics.median(trivial)}


def large() -> Figures:
    """1 GiB there, there again and back, beside plain uploads and downloads of the same bytes."""
    kernel = Kernel()
    kernel.run("%load_ext jupyterlab_offload\nimport numpy as np")
    kernel.run("%%offload --wait\nx = 1")
    kernel.run(f"big = np.random.default_rng(0).random({ELEMENTS})")
    raw = memoryview(kernel.shell.user_ns["big"]).cast("B")
    figures: Figures = {"hash": median_seconds(lambda: hashlib.sha256(raw).digest(), LARGE_RUNS)}
    with _peak(figures, "up_memory"):
        figures["up"] = kernel.seconds("%%offload --no-wait --out n\nn = big.size")
    kernel.run("n")
    again = []
    for number in range(LARGE_RUNS):
        again.append(kernel.seconds(f"%%offload --no-wait --out n\nn = big.size + {number}"))
        kernel.run("n")
    figures["again"] = statistics.median(again)
    figures.update(_plain(raw))
    raw.release()
    kernel.run("del big")
    cell = f"import numpy as np\nback = np.random.default_rng(1).random({ELEMENTS})"
    kernel.run(f"%%offload --no-wait --out back\n{cell}")
    kernel.run("import jupyterlab_offload as offload\noffload.last().wait()")
    with _peak(figures, "back_memory"):
        figures["back"] = kernel.seconds("size = back.nbytes")
    figures["back_memory"] -= ELEMENTS * 8 / 2**20
    return figures


def names() -> Figures:
    """Planning a cell of three names in an empty kernel and in a full one."""
    kernel = Kernel()
    kernel.run("%load_ext jupyterlab_offload\nimport numpy as np\na, b, c = 1, 2, 3")
    plan = "%%offload --dry-run\nd = a + b + c"
    kernel.run(plan)
    few = statistics.median(kernel.seconds(plan) for _ in range(WARM_RUNS))
    kernel.run(f"for i in range({NAMES}): globals()[f'name_{{i}}'] = [i]")
    kernel.run(f"for i in range({LARGE}): globals()[f'large_{{i}}'] = np.zeros({LARGE_ELEMENTS})")
    many = statistics.median(kernel.seconds(plan) for _ in range(WARM_RUNS))
    return {"few": few, "many": many}


def _plain(raw: memoryview) -> Figures:
    """The same bytes from a file and to one, with boto3 alone."""
    # Here, since a cold kernel has imported neither boto3 nor the engine's side.
    from jupyterlab_offload.local import ensure_engine
    from jupyterlab_offload.submit.backends import LOCAL_BUCKET as bucket

    from .servers import Server

    info = ensure_engine()
    s3 = Server(info.url, info.pid, info.access_key, info.secret_key).client("s3")
    with tempfile.TemporaryDirectory() as folder:
        source, target = Path(folder, "source"), Path(folder, "target")
        source.write_bytes(raw)
        up = seconds(lambda: s3.upload_file(str(source), bucket, "bench/plain"))
        source.unlink()
        down = seconds(lambda: s3.download_file(bucket, "bench/plain", str(target)))
    s3.delete_object(Bucket=bucket, Key="bench/plain")
    return {"plain_up": up, "plain_down": down}


@contextlib.contextmanager
def _peak(figures: Figures, name: str) -> Any:
    """How many MiB the process grew at its peak (Linux)."""
    before = _status("VmRSS")
    Path("/proc/self/clear_refs").write_text("5")
    yield
    figures[name] = _status("VmHWM") - before


def _status(field: str) -> float:
    for line in Path("/proc/self/status").read_text().splitlines():
        if line.startswith(field):
            return int(line.split()[1]) / 1024
    raise RuntimeError(f"no {field}")


PROBES: dict[str, Callable[[], Figures]] = {
    "cold": cold,
    "warm": warm,
    "large": large,
    "names": names,
}

if __name__ == "__main__":
    print(json.dumps(PROBES[sys.argv[1]]()))
