"""Jobs that take too much, and output that is too much."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest

from jupyterlab_offload.local.runner.limits import folder_bytes

from .conftest import Bench, request

MODES = pytest.mark.parametrize("private", [True, False], ids=["private", "shared"])


@MODES
def test_a_job_that_forks_for_ever_fails_alone(bench: Bench, private: bool) -> None:
    # Bounded, should the bound under test not hold.
    script = "echo x > $SM_MODEL_DIR/m; for i in $(seq 200); do sleep 60 & done; wait"
    began = time.monotonic()
    job = bench.run(request("fork", script), private_mounts=private, max_processes=40)
    assert time.monotonic() - began < 8
    assert job.status == "Failed"
    assert "max_job_processes allows 40, exit code: 137" in job.state["failure"]
    assert bench.keys("out/") == []


def test_a_job_that_fills_the_disk_fails_alone(bench: Bench) -> None:
    script = "while :; do head -c 1000000 /dev/zero >> $SM_MODEL_DIR/$((n=n+1)); sleep 0.1; done"
    job = bench.run(request("fill", script), max_disk_bytes=3_000_000)
    assert job.status == "Failed"
    assert "max_job_disk_bytes allows 3000000" in job.state["failure"]


def test_one_file_cannot_grow_beyond_the_bound(bench: Bench) -> None:
    script = "head -c 100000000 /dev/zero > $SM_MODEL_DIR/m"
    job = bench.run(request("file", script), max_disk_bytes=3_000_000)
    assert job.status == "Failed"
    assert job.state["exit_code"] in (1, 153, 137)


def test_the_log_counts_as_disk(bench: Bench) -> None:
    job = bench.run(request("yes", "yes"), max_disk_bytes=30_000_000)
    assert job.status == "Failed"
    assert "max_job_disk_bytes" in job.state["failure"]


def test_output_without_a_newline_arrives_whole(bench: Bench) -> None:
    job = bench.run(request("dots", "head -c 1000000 /dev/zero | tr '\\0' x"))
    assert job.status == "Completed"
    assert "".join(bench.lines("dots")) == "x" * 1_000_000


def test_many_lines_arrive_in_order_and_in_time(bench: Bench) -> None:
    began = time.monotonic()
    job = bench.run(request("lines", "seq 300000"))
    took = time.monotonic() - began
    assert job.status == "Completed"
    assert bench.lines("lines") == [str(number) for number in range(1, 300_001)]
    assert took < 6


def test_a_folder_is_measured_by_what_it_takes_on_disk(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"x" * 100_000)
    os.link(tmp_path / "a", tmp_path / "b")
    os.symlink("/", tmp_path / "root")
    with open(tmp_path / "sparse", "wb") as file:
        file.truncate(10**9)
    assert 100_000 <= folder_bytes(tmp_path) < 200_000


def test_a_deep_and_closed_folder_is_removed_with_the_job(bench: Bench) -> None:
    script = (
        'python -c "import os\n'
        "for _ in range(1500):\n    os.mkdir('d'); os.chdir('d')\"\n"
        "mkdir closed; touch closed/x; chmod 0 closed"
    )
    assert bench.run(request("deep", script)).status == "Completed"
