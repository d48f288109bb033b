"""A job from its start to each of its ends."""

from __future__ import annotations

import json

import pytest

from .conftest import BUCKET, Bench, channel, request

MODES = pytest.mark.parametrize("private", [True, False], ids=["private", "shared"])


def secondaries(job) -> list[str]:
    return [item["Status"] for item in job.state["transitions"]]


@MODES
def test_a_job_reads_its_channel_logs_and_leaves_a_model(bench: Bench, private: bool) -> None:
    bench.put("data/a.txt", "one")
    bench.put("data/sub/b.txt", "two")
    job = bench.run(
        request(
            "first",
            'cat "$SM_CHANNEL_TRAIN/a.txt" "$SM_CHANNEL_TRAIN/sub/b.txt" > "$SM_MODEL_DIR/m"\n'
            "echo out; echo err >&2; echo last\n"
            'echo more > "$SM_OUTPUT_DATA_DIR/extra"',
            InputDataConfig=[channel("train", f"s3://{BUCKET}/data/")],
        ),
        private_mounts=private,
    )
    assert (job.status, job.secondary) == ("Completed", "Completed")
    assert secondaries(job) == ["Starting", "Downloading", "Training", "Uploading", "Completed"]
    assert bench.lines("first")[-3:] == ["out", "err", "last"]
    assert bench.unpack("out/first/output/model.tar.gz") == {"m": b"onetwo"}
    assert bench.unpack("out/first/output/output.tar.gz") == {"extra": b"more\n"}
    assert job.state["artifacts"] == f"s3://{BUCKET}/out/first/output/model.tar.gz"
    assert job.state["private_opt_ml"] is private
    assert json.dumps(job.state)
