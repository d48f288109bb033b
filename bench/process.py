"""The engine's process: how soon it is ready and how much memory it keeps when idle."""

from __future__ import annotations

import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from jupyterlab_offload.local import ensure_engine, stop_engine
from jupyterlab_offload.local.home import Home

from . import servers
from .report import Row, limit_row, median_seconds, seconds

STARTS = 5


def rows() -> Iterator[Row]:
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as name:
        home = Home(Path(name))
        first = seconds(lambda: ensure_engine(home.root))
        times = []
        for _ in range(STARTS):
            stop_engine(home.root)
            times.append(seconds(lambda: ensure_engine(home.root)))
        stop_engine(home.root)
    bare = median_seconds(lambda: subprocess.run([sys.executable, "-c", "import tornado.web"]), 5)
    beside = f"python + import tornado {bare:.2f} s; very first {first:.2f} s"
    yield limit_row("engine start → ready", statistics.median(times), 0.7, "s", beside)
    with servers.engine() as ours:
        ours.client("s3").list_buckets()
        ours.client("sagemaker").list_training_jobs()
        time.sleep(1)
        yield limit_row("resident memory, idle", ours.memory(), 64, "MB")
