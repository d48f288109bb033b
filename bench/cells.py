"""A cell's way to a job and back: kernels of their own against one running engine."""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from jupyterlab_offload.local import ensure_engine, stop_engine

from .cells_probe import ELEMENTS, Figures
from .report import Row, limit_row, ratio_row

COLD_RUNS = 5
MB = ELEMENTS * 8 / 1e6


def rows() -> Iterator[Row]:
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as name:
        folder = Path(name)
        ensure_engine(folder / "home")
        try:
            yield from _cold(folder)
            yield from _warm(folder)
            yield from _names(folder)
            yield from _large(folder)
        finally:
            stop_engine(folder / "home")


def _cold(folder: Path) -> Iterator[Row]:
    _probe(folder, "cold")  # account and bucket are known from disk from then on
    runs = [_probe(folder, "cold") for _ in range(COLD_RUNS)]
    load = statistics.median(run["load"] for run in runs)
    accepted = statistics.median(run["accepted"] for run in runs)
    yield limit_row("%load_ext in a cold kernel", load, 0.15, "s")
    yield limit_row("cold kernel → job accepted", accepted, 0.6, "s")


def _warm(folder: Path) -> Iterator[Row]:
    found = _probe(folder, "warm")
    yield limit_row("edited cell, same inputs → accepted", found["edited"], 0.12, "s")
    yield limit_row("trivial cell there and back", found["trivial"], 1.5, "s")


def _names(folder: Path) -> Iterator[Row]:
    found = _probe(folder, "names")
    more = (found["many"] - found["few"]) * 1000
    beside = f"three names {found['few'] * 1000:.0f} ms"
    yield limit_row("planning among 5,000 names, 20 GB: more", more, 50, "ms", beside)


def _large(folder: Path) -> Iterator[Row]:
    found = _probe(folder, "large")
    peer = found["hash"] + found["plain_up"]
    yield ratio_row(
        "1 GiB array → accepted", MB / found["up"], MB / peer, "hash + upload", 0.7, "MB/s"
    )
    hashed = found["hash"]
    beside = f"its SHA-256 {hashed:.2f} s"
    yield limit_row("   unchanged again", found["again"], round(1.15 * hashed, 2), "s", beside)
    yield ratio_row(
        "   1 GiB back", MB / found["back"], MB / found["plain_down"], "download", 0.7, "MB/s"
    )
    yield limit_row("   more memory at the peak, there", found["up_memory"], 64, "MiB")
    yield limit_row("   more memory at the peak, back", found["back_memory"], 64, "MiB")


def _probe(folder: Path, name: str) -> Figures:
    environment = {
        **os.environ,
        "OFFLOAD_HOME": str(folder / "home"),
        "OFFLOAD_CACHE": str(folder / "cache"),
        "OFFLOAD_CONFIG": str(folder / "config"),
        "IPYTHONDIR": str(folder / "ipython"),
    }
    command = [sys.executable, "-m", "bench.cells_probe", name]
    ran = subprocess.run(command, env=environment, capture_output=True, text=True)
    if ran.returncode:
        raise RuntimeError(f"the probe {name} failed:\n{ran.stdout[-2000:]}{ran.stderr[-2000:]}")
    figures: Figures = json.loads(ran.stdout.splitlines()[-1])
    return figures
