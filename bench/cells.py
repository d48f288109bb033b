"""A cell's way to a job and back: kernels of their own against one running engine.

The peer is the SageMaker SDK's ``@remote``, versions 2 and 3, against the same engine. Kernels and
peers have their bytecode, as after an installation by pip.
"""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

from jupyterlab_offload.local import ensure_engine, stop_engine

from .cells_large import ELEMENTS, ROWS
from .kernel import Figures
from .report import Row, limit_row, ratio_row

COLD_RUNS, PEER_RUNS = 5, 2
# Version 3 fills a gigabyte, so it has no part in the tests, only here.
PEERS = {"v2": "sagemaker", "v3": "bench/sagemaker-v3.txt"}
Remotes = dict[str, Figures]
STEPS = 4
MB = ELEMENTS * 8 / 1e6
ROOT = Path(__file__).resolve().parent.parent
_SILENT = ROOT / "jupyterlab_offload/tests/local/clients/programs/sagemaker.yaml"


def rows() -> Iterator[Row]:
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as name:
        bench = Bench(Path(name))
        try:
            remote = {peer: bench.remote(peer, "warm") for peer in PEERS}
            yield from _cold(bench)
            yield from _warm(bench, remote)
            yield from _names(bench)
            yield from _large(bench, remote)
            yield from _frame(bench)
        finally:
            bench.close()


class Bench:
    """An engine, and the processes that use it."""

    def __init__(self, folder: Path) -> None:
        self._home = folder / "home"
        self._engine = ensure_engine(self._home).environment
        self._environment = {
            **{key: value for key, value in os.environ.items() if key != "PYTHONDONTWRITEBYTECODE"},
            "PYTHONPYCACHEPREFIX": str(folder / "bytecode"),
            "OFFLOAD_HOME": str(self._home),
            "OFFLOAD_CACHE": str(folder / "cache"),
            "OFFLOAD_CONFIG": str(folder / "config"),
            "IPYTHONDIR": str(folder / "ipython"),
            "TMPDIR": str(folder),
        }

    def close(self) -> None:
        stop_engine(self._home)

    def probe(self, name: str) -> Figures:
        """What a probe finds in a kernel of its own."""
        return self._run([sys.executable, "-m", "bench.cells_probe", name], {})

    def remote(self, peer: str, name: str) -> Figures:
        """What the probe finds in the environment of one of `PEERS`, made if needed."""
        made = [sys.executable, str(ROOT / "scripts/client_venvs.py"), PEERS[peer]]
        python = subprocess.check_output(made, cwd=ROOT, text=True).strip()
        silent = {"SAGEMAKER_USER_CONFIG_OVERRIDE": str(_SILENT)}
        return self._run([python, "-m", "bench.remote_probe", name], {**self._engine, **silent})

    def _run(self, command: list[str], more: dict[str, str]) -> Figures:
        environment = {**self._environment, **more}
        ran = subprocess.run(command, env=environment, cwd=ROOT, capture_output=True, text=True)
        if ran.returncode:
            said = f"{ran.stdout[-2000:]}{ran.stderr[-2000:]}"
            raise RuntimeError(f"{' '.join(command)} failed:\n{said}")
        figures: Figures = json.loads(ran.stdout.splitlines()[-1])
        return figures


def _cold(bench: Bench) -> Iterator[Row]:
    bench.probe("cold")  # account and bucket are known from disk from then on
    ours = [bench.probe("cold") for _ in range(COLD_RUNS)]
    theirs = {peer: _median_run(bench, peer) for peer in PEERS}
    load, accepted, cpu = (_middle(ours, name) for name in ("load", "accepted", "cpu"))
    peer = _beside(theirs, lambda run: f"{run['accepted']:.1f} s")
    yield limit_row("%load_ext in a cold kernel", load, 0.15, "s")
    yield limit_row("cold kernel → job accepted", accepted, 0.6, "s", peer)
    yield Row("   CPU of it", f"{cpu:.2f} s", _beside(theirs, lambda run: f"{run['cpu']:.1f} s"))


def _warm(bench: Bench, remote: Remotes) -> Iterator[Row]:
    found = bench.probe("warm")
    peer = _beside(remote, lambda run: f"{run['call']:.2f} s")
    yield limit_row("edited cell, same inputs → accepted", found["edited"], 0.12, "s", peer)
    yield Row(
        "   requests one after the other",
        f"{found['steps']:.0f}",
        _beside(remote, lambda run: f"{run['steps']:.0f}"),
        f"≤ {STEPS}",
        found["steps"] <= STEPS,
    )
    peer = _beside(remote, lambda run: f"{run['bytes'] / 1000:.1f} kB")
    yield limit_row("   bytes sent", found["bytes"] / 1000, 10, "kB", peer)
    yield limit_row("trivial cell there and back", found["trivial"], 1.5, "s")
    peer = _beside(remote, lambda run: f"{run['late']:.1f} s late")
    yield limit_row("   its last line → its values bound", found["bound"], 0.5, "s", peer)


def _names(bench: Bench) -> Iterator[Row]:
    found = bench.probe("names")
    more = (found["many"] - found["few"]) * 1000
    beside = f"three names {found['few'] * 1000:.0f} ms"
    yield limit_row("planning among 5,000 names, 20 GB: more", more, 50, "ms", beside)


def _large(bench: Bench, remote: Remotes) -> Iterator[Row]:
    found = bench.probe("large")
    peer = found["hash"] + found["plain_up"]
    yield ratio_row(
        "1 GiB array → accepted", MB / found["up"], MB / peer, "hash + upload", 0.7, "MB/s"
    )
    theirs = _beside(remote, lambda run: f"{MB / run['large']:,.1f} MB/s")
    yield Row("   the same with the peers", "", theirs)
    hashed = found["hash"]
    beside = f"its SHA-256 {hashed:.2f} s"
    yield limit_row("   unchanged again", found["again"], round(1.15 * hashed, 2), "s", beside)
    yield ratio_row(
        "   1 GiB back", MB / found["back"], MB / found["plain_down"], "download", 0.7, "MB/s"
    )
    up = found["up_cpu"] / (found["hash_cpu"] + found["plain_up_cpu"])
    again = found["again_cpu"] / found["hash_cpu"]
    back = found["back_cpu"] / found["plain_down_cpu"]
    yield Row("   CPU of these three beside their peers", f"× {up:.2f}, {again:.2f}, {back:.2f}")
    beside = _beside(remote, lambda run: f"{run['memory']:,.0f} MiB")
    yield limit_row("   more memory at the peak, there", found["up_memory"], 64, "MiB", beside)
    yield limit_row("   more memory at the peak, back", found["back_memory"], 64, "MiB")


def _frame(bench: Bench) -> Iterator[Row]:
    found = bench.probe("frame")
    there, back = found["dump"] + found["plain_up"], found["plain_down"] + found["load"]
    yield Row(
        f"frame of {ROWS / 1e6:.0f} M rows × 10 columns → accepted",
        f"{found['up']:.1f} s, {found['size'] / 1e6:,.0f} MB",
        f"pickle + upload {there:.1f} s, {found['plain_size'] / 1e6:,.0f} MB",
    )
    yield Row("   back", f"{found['back']:.1f} s", f"download + unpickle {back:.1f} s")


def _median_run(bench: Bench, peer: str) -> Figures:
    runs = [bench.remote(peer, "cold") for _ in range(PEER_RUNS)]
    return {name: _middle(runs, name) for name in runs[0]}


def _beside(remotes: Remotes, figure: Callable[[Figures], str]) -> str:
    return "@remote " + ", ".join(f"{peer} {figure(run)}" for peer, run in remotes.items())


def _middle(runs: list[Figures], name: str) -> float:
    return statistics.median(run[name] for run in runs)
