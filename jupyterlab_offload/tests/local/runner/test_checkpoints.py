"""The checkpoint folder's mirror, look by look."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest

from jupyterlab_offload.local.runner.channels import Downloader
from jupyterlab_offload.local.runner.checkpoints import Manners, Mirror
from jupyterlab_offload.local.store.blobs import BlobWriter

from .conftest import BUCKET, Bench, request


class Clock:
    now = 100.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "checkpoints"


@pytest.fixture
def clock() -> Clock:
    return Clock()


def mirror(bench: Bench, folder: Path, clock: Clock, **manners) -> Mirror:
    made = Mirror(f"s3://{BUCKET}/ck", folder, Manners(**manners), clock)
    made.restore(bench.store, Downloader(bench.store, "r", "arn", lambda: None))
    return made


def test_what_an_earlier_job_left_is_restored_and_not_sent_again(
    bench: Bench, folder: Path, clock: Clock
) -> None:
    bench.put("ck/a", "1")
    bench.put("ck/sub/b", "2")
    bench.put("ckother/c", "3")
    made = mirror(bench, folder, clock)
    assert (folder / "a").read_text() == "1" and (folder / "sub" / "b").read_text() == "2"
    before = bench.store.get(BUCKET, "ck/a")
    made.sync(bench.store)
    assert bench.store.get(BUCKET, "ck/a") == before
    assert bench.keys() == ["ck/a", "ck/sub/b", "ckother/c"]


def test_changes_are_uploaded_and_deletions_mirrored(
    bench: Bench, folder: Path, clock: Clock
) -> None:
    bench.put("ck/old", "1")
    made = mirror(bench, folder, clock)
    (folder / "old").unlink()
    (folder / "new").write_text("2")
    made.sync(bench.store)
    assert bench.keys() == ["ck/new"]
    (folder / "new").write_text("longer")
    made.sync(bench.store)
    assert bench.content("ck/new") == b"longer"


def test_a_file_that_changes_while_it_is_copied_waits_for_the_next_look(
    bench: Bench, folder: Path, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = mirror(bench, folder, clock)
    (folder / "a").write_text("half")
    write = BlobWriter.write

    def write_while_it_grows(writer: BlobWriter, data: bytes) -> None:
        write(writer, data)
        if data == b"half":
            with open(folder / "a", "a") as file:
                file.write(" whole")

    monkeypatch.setattr(BlobWriter, "write", write_while_it_grows)
    made.sync(bench.store)
    assert bench.keys() == []
    made.sync(bench.store)
    assert bench.content("ck/a") == b"half whole"
    assert list(bench.home.tmp.iterdir()) == []


def test_a_scenario_makes_the_mirror_late_but_for_the_last_look(
    bench: Bench, folder: Path, clock: Clock
) -> None:
    made = mirror(bench, folder, clock, delay=10.0)
    (folder / "a").write_text("1")
    made.sync(bench.store)
    clock.now += 9
    made.sync(bench.store)
    assert bench.keys() == []
    clock.now += 1
    made.sync(bench.store)
    assert bench.keys() == ["ck/a"]
    (folder / "b").write_text("2")
    made.sync(bench.store, final=True)
    assert bench.keys() == ["ck/a", "ck/b"]


def test_a_scenario_shows_files_half_written(bench: Bench, folder: Path, clock: Clock) -> None:
    made = mirror(bench, folder, clock, non_atomic=True)
    (folder / "a").write_text("12345678")
    made.sync(bench.store)
    assert bench.content("ck/a") == b"1234"
    made.sync(bench.store)
    assert bench.content("ck/a") == b"12345678"


def test_links_pipes_and_impossible_names_are_left_out(
    bench: Bench, folder: Path, clock: Clock
) -> None:
    made = mirror(bench, folder, clock)
    os.symlink("/etc/passwd", folder / "link")
    os.mkfifo(folder / "pipe")
    Path(os.fsdecode(bytes(folder) + b"/\xff")).write_text("x")
    (folder / "good").write_text("x")
    made.sync(bench.store, final=True)
    assert bench.keys() == ["ck/good"]


def test_a_job_is_mirrored_while_it_runs_and_once_more_at_its_end(bench: Bench) -> None:
    script = (
        "echo early > /opt/ml/checkpoints/a; echo ready\n"
        "while [ ! -e /opt/ml/checkpoints/a ] || [ ! -e /tmp/nothing ]; do\n"
        "  sleep 0.05; n=$((n+1)); [ $n -gt 8 ] && break; done\n"
        "echo late > /opt/ml/checkpoints/b; exit 1"
    )
    child = bench.start(request("ck", script, CheckpointConfig={"S3Uri": f"s3://{BUCKET}/ck/"}))
    bench.wait_for(lambda: bench.keys("ck/a"))
    assert bench.job("ck").secondary == "Training"
    child.process.wait(10)
    assert bench.job("ck").status == "Failed"
    assert bench.content("ck/b") == b"late\n"


def test_a_missing_checkpoint_bucket_fails_the_job(bench: Bench) -> None:
    job = bench.run(request("no", "true", CheckpointConfig={"S3Uri": "s3://missing/ck"}))
    assert job.status == "Failed"
    assert "'missing'" in job.state["failure"]
    assert time.time() - job.created < 5


def test_a_program_that_cannot_start_is_the_reason_also_with_checkpoints(bench: Bench) -> None:
    wanted = request("typo", CheckpointConfig={"S3Uri": f"s3://{BUCKET}/ck"})
    wanted["AlgorithmSpecification"]["ContainerEntrypoint"] = ["pyton"]
    assert bench.run(wanted).state["failure"] == (
        "AlgorithmError: Cannot start 'pyton': No such file or directory, exit code: 127"
    )
