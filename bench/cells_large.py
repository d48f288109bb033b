"""Large values there and back, beside plain boto3 with the same bytes in the same minute."""

from __future__ import annotations

import contextlib
import hashlib
import pickle
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

from .kernel import Figures, Kernel
from .memory import peak
from .report import seconds

ELEMENTS = 2**27
"""Of float64: 1 GiB."""
ROWS = 10_000_000
PAIRS = 2

_FRAME = f"""
rng = np.random.default_rng(0)
n = {ROWS}
frame = pd.DataFrame({{
    "int64": rng.integers(0, 2**40, n),
    "int16": rng.integers(0, 100, n).astype("i2"),
    "float64": rng.random(n),
    "float32": rng.random(n).astype("f4"),
    "bool": rng.random(n) < 0.5,
    "time": rng.integers(0, 10**18, n).view("M8[ns]"),
    "zone": pd.Series(rng.integers(0, 10**18, n).view("M8[ns]")).dt.tz_localize("UTC"),
    "category": pd.Categorical.from_codes(rng.integers(0, 3, n), ["a", "b", "c"]),
    "nullable": pd.array(rng.integers(0, 100, n), dtype="Int64"),
    "text": np.array(["alpha", "beta", "gamma", "delta"], object)[rng.integers(0, 4, n)],
}})
"""


def large() -> Figures:
    """1 GiB there, there again and back, beside its hash, a plain upload and a plain download.

    In turn, so that a slow moment of the machine hits all of them.
    """
    kernel, found = _kernel(), _Figures()
    kernel.run(f"big = np.random.default_rng(0).random({ELEMENTS})")
    cell = f"import numpy as np\nback = np.random.default_rng(1).random({ELEMENTS})"
    with tempfile.TemporaryDirectory() as folder:
        plain = _Plain(Path(folder))
        for number in range(PAIRS):
            kernel.run(f"big[0] = {number}")
            raw = memoryview(kernel["big"]).cast("B")
            found.time("hash", partial(hashlib.sha256, raw))
            with found.peak("up_memory"):
                found.time("up", kernel.runs("%%offload --no-wait --out n\nn = big.size"))
            kernel.run("n")
            found.time("again", kernel.runs("%%offload --no-wait --out n\nn = big.size + 1"))
            kernel.run("n")
            plain.file.write_bytes(raw)
            raw.release()
            found.time("plain_up", plain.up)
        kernel.run("del big")
        for _ in range(PAIRS):
            kernel.run(f"%%offload --no-wait --again --out back\n{cell}")
            kernel.run("offload.last().wait()")
            with found.peak("back_memory"):
                found.time("back", kernel.runs("back.nbytes"))
            kernel.run("del back")
            found.time("plain_down", plain.down)
    figures = found.medians()
    figures["back_memory"] -= ELEMENTS * 8 / 2**20
    return figures


def frame() -> Figures:
    """A frame there and back, beside pickle with a plain upload and download."""
    kernel, found = _kernel(), _Figures()
    kernel.run(_FRAME)
    value, cell = kernel["frame"], "back = frame.assign(int16=frame.int16 + 1)"
    found.add("up", kernel.seconds(f"%%offload --no-wait --out back\n{cell}"))
    kernel.run("offload.last().wait()")
    found.add("back", kernel.seconds("len(back)"))
    with tempfile.TemporaryDirectory() as folder:
        plain = _Plain(Path(folder))
        with plain.file.open("wb") as file:
            found.add("dump", seconds(lambda: pickle.dump(value, file, protocol=5)))
        found.add("plain_size", plain.file.stat().st_size)
        found.add("plain_up", seconds(plain.up))
        found.add("plain_down", seconds(plain.down))
        with plain.file.open("rb") as file:
            found.add("load", seconds(lambda: pickle.load(file)))
    found.add("size", kernel["offload"].last().facts["sent"].new_bytes)
    return found.medians()


class _Figures:
    """Several values under each name."""

    def __init__(self) -> None:
        self._found: dict[str, list[float]] = {}

    def add(self, name: str, value: float) -> None:
        self._found.setdefault(name, []).append(value)

    def time(self, name: str, action: Callable[[], object]) -> None:
        """Its seconds; as ``<name>_cpu`` those of CPU, to compare where the machine is shared."""
        begun = time.process_time()
        self.add(name, seconds(action))
        self.add(f"{name}_cpu", time.process_time() - begun)

    @contextlib.contextmanager
    def peak(self, name: str) -> Iterator[None]:
        with peak() as grown:
            yield
        self.add(name, grown())

    def medians(self) -> Figures:
        return {name: statistics.median(values) for name, values in self._found.items()}


class _Plain:
    """A file that boto3 alone sends and fetches."""

    def __init__(self, folder: Path) -> None:
        # Here, since a cold kernel imports neither boto3 nor the engine's side.
        from jupyterlab_offload.local import ensure_engine
        from jupyterlab_offload.submit.backends import LOCAL_BUCKET

        from .servers import Server

        self.file = folder / "plain"
        info = ensure_engine()
        self._s3 = Server(info.url, info.pid, info.access_key, info.secret_key).client("s3")
        self._bucket = LOCAL_BUCKET

    def up(self) -> None:
        self._s3.upload_file(str(self.file), self._bucket, "bench/plain")

    def down(self) -> None:
        self._s3.download_file(self._bucket, "bench/plain", str(self.file))


def _kernel() -> Kernel:
    kernel = Kernel()
    kernel.run("%load_ext jupyterlab_offload\nimport numpy as np, pandas as pd")
    kernel.run("import jupyterlab_offload as offload")
    kernel.run("%%offload --wait\nx = 1")
    return kernel
