"""Nothing runs that is not what the request names."""

from __future__ import annotations

from pathlib import Path

import pytest

from jupyterlab_offload.driver import boot
from jupyterlab_offload.driver.manifest import parse

from .payload import NONCE, Ended, Job

CELL = "import pathlib\npathlib.Path('/proc/self/fd/1').exists()\nprint('it ran')"


def test_the_entry_point_fits_into_a_request() -> None:
    assert len(boot.ENTRYPOINT) <= 100
    for part in boot.ENTRYPOINT:
        assert 1 <= len(part) <= boot.MAX_CHARACTERS == 256
        assert "\n" not in part and part.isascii()


@pytest.fixture
def job(tmp_path: Path) -> Job:
    return Job(tmp_path / "ml", [CELL], {"x": [1, 2]})


def refused(ended: Ended) -> None:
    assert ended.code != 0
    assert "it ran" not in ended.log
    assert ended.digest_lines() == []
    assert ended.result == {}


def test_what_was_sent_runs(job: Job) -> None:
    ended = job.run()
    assert ended.code == 0 and "it ran" in ended.log


def test_a_changed_driver_does_not_run(job: Job) -> None:
    env = job.prepare()
    path = job.ml / "input/data/offload" / boot.DRIVER_FILE
    path.write_bytes(path.read_bytes() + b"x")
    ended = job.run(env)
    refused(ended)
    assert "driver changed" in ended.log and "Python" not in ended.log


@pytest.mark.parametrize("name", [boot.DRIVER, boot.MANIFEST, boot.NONCE])
def test_without_the_requests_word_nothing_runs(job: Job, name: str) -> None:
    env = job.prepare()
    del env[name]
    refused(job.run(env))


def test_a_changed_manifest_does_not_run(job: Job) -> None:
    env = job.prepare()
    path = job.ml / "input/data/offload" / boot.MANIFEST_FILE
    path.write_text(path.read_text().replace("it ran", "mine ran"))
    ended = job.run(env)
    refused(ended)
    assert "mine ran" not in ended.log
    failure = (job.ml / "output/failure").read_text()
    assert failure == "the manifest is not the one that was sent: nothing runs"


def test_another_jobs_manifest_does_not_run(job: Job) -> None:
    refused(job.run({**job.prepare(), boot.NONCE: "0" * 32}))


def test_a_changed_input_stops_the_job_before_the_cell(job: Job) -> None:
    env = job.prepare()
    (blob,) = job.blobs.iterdir()
    blob.write_bytes(b"[1,3]")
    ended = job.run(env)
    assert "it ran" not in ended.log
    assert ended.status == "refused" and ended.code == 65
    assert "is not what was sent" in ended.result["error"]["message"]
    assert ended.result["values"] == []


def test_a_missing_input_is_named(job: Job) -> None:
    env = job.prepare()
    (blob,) = job.blobs.iterdir()
    blob.unlink()
    ended = job.run(env)
    assert ended.status == "refused"
    assert blob.name[:12] in ended.result["reason"]


def test_a_changed_module_does_not_run(tmp_path: Path) -> None:
    job = Job(tmp_path / "ml", ["import helper"], modules={"helper.py": b"print('fine')"})
    env = job.prepare()
    (blob,) = job.blobs.iterdir()
    blob.write_bytes(b"print('evil')")
    ended = job.run(env)
    assert ended.status == "refused" and "evil" not in ended.log


@pytest.mark.parametrize("path", ["../x.py", "/x.py", "a//b", "a/./b", "", "a/..", "x\0y"])
def test_a_path_that_leads_out_is_refused(path: str) -> None:
    placed = {"path": path, "sha256": "0" * 64, "size": 1}
    raw = {"version": 1, "job": "a", "nonce": NONCE, "parts": [], "files": [placed]}
    with pytest.raises(ValueError, match="no path below a folder"):
        parse(raw)


@pytest.mark.parametrize("sha256", ["../../etc/passwd", "0" * 63, "G" * 64, "A" * 64])
def test_a_digest_that_is_none_is_refused(sha256: str) -> None:
    item = {"names": ["x"], "format": "json", "meta": {}, "sha256": sha256, "size": 1}
    with pytest.raises(ValueError, match="no SHA-256"):
        parse({"version": 1, "job": "a", "nonce": NONCE, "parts": [], "inputs": [item]})


def test_the_cell_does_not_see_the_jobs_words(job: Job) -> None:
    job.parts = ["import os\nseen = [k for k in os.environ if k.startswith('OFFLOAD')]"]
    assert job.run().values()["seen"] == []
