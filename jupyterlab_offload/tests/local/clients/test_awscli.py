"""The AWS CLI: s3, sagemaker, logs and sts as a user types them."""

from __future__ import annotations

import filecmp
import json
import urllib.request
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from ..live import LiveEngine
from .conftest import client_python, run

pytestmark = pytest.mark.slow

GROUP = "/aws/sagemaker/TrainingJobs"
SCRIPT = """
import os, pathlib
for step in range(3):
    print("step", step)
pathlib.Path(os.environ["SM_MODEL_DIR"], "model.txt").write_text("trained")
"""


@pytest.fixture(scope="module")
def aws(live_engine: LiveEngine) -> Callable[..., str]:
    """``aws("s3", "ls")``: what the command prints."""
    program = client_python("awscli").parent / "aws"
    return lambda *arguments: run([program, *map(str, arguments)], live_engine, AWS_PAGER="")


def test_files_go_to_s3_and_back(
    aws: Callable[..., str], bucket: str, folder: Path, tmp_path: Path
) -> None:
    url = f"s3://{bucket}"
    big = tmp_path / "big.bin"
    big.write_bytes(bytes(range(256)) * (80 << 10))
    aws("s3", "cp", big, f"{url}/big.bin", "--no-progress")
    aws("s3", "cp", f"{url}/big.bin", tmp_path / "back.bin", "--no-progress")
    assert filecmp.cmp(big, tmp_path / "back.bin", shallow=False)

    aws("s3", "sync", folder, f"{url}/tree", "--no-progress")
    again = aws("s3", "sync", folder, f"{url}/tree", "--no-progress")
    assert again == ""
    aws("s3", "sync", f"{url}/tree", tmp_path / "tree back", "--no-progress")
    assert names(tmp_path / "tree back") == names(folder)
    assert all(filecmp.cmp(folder / n, tmp_path / "tree back" / n, False) for n in names(folder))

    listed = aws("s3", "ls", f"{url}/tree/", "--recursive")
    assert sorted(line.split(maxsplit=3)[3] for line in listed.splitlines()) == sorted(
        f"tree/{name}" for name in names(folder)
    )
    assert "PRE sub dir/" in aws("s3", "ls", f"{url}/tree/")
    aws("s3", "cp", f"{url}/tree/a.txt", f"{url}/copy of a.txt")
    aws("s3", "mv", f"{url}/copy of a.txt", f"{url}/moved.txt")
    with urllib.request.urlopen(aws("s3", "presign", f"{url}/moved.txt").strip()) as answer:
        assert answer.read() == (folder / "a.txt").read_bytes()
    aws("s3", "rm", url, "--recursive")
    assert aws("s3", "ls", url) == ""
    aws("s3", "rb", url)
    assert bucket not in aws("s3", "ls")


def test_a_job_is_created_awaited_listed_and_read(
    aws: Callable[..., str], live_engine: LiveEngine, bucket: str, training_job: Callable[..., Any]
) -> None:
    request = training_job(live_engine, bucket, SCRIPT)
    name = request["TrainingJobName"]
    created = json.loads(
        aws("sagemaker", "create-training-job", "--cli-input-json", json.dumps(request))
    )
    assert created["TrainingJobArn"].endswith(f":training-job/{name}")
    # The CLI's own wait looks every two minutes: let it find the job at its end.
    live_engine.ended(name)
    aws("sagemaker", "wait", "training-job-completed-or-stopped", "--training-job-name", name)
    listed = aws(
        "sagemaker",
        "list-training-jobs",
        "--name-contains",
        name,
        "--query",
        "TrainingJobSummaries[].[TrainingJobName,TrainingJobStatus]",
        "--output",
        "text",
    )
    assert listed.split() == [name, "Completed"]

    stream = aws(
        "logs",
        "describe-log-streams",
        "--log-group-name",
        GROUP,
        "--log-stream-name-prefix",
        f"{name}/",
        "--query",
        "logStreams[0].logStreamName",
        "--output",
        "text",
    ).strip()
    read = json.loads(
        aws(
            "logs",
            "get-log-events",
            "--log-group-name",
            GROUP,
            "--log-stream-name",
            stream,
            "--start-from-head",
        )
    )
    messages = [event["message"] for event in read["events"]]
    assert [message for message in messages if message.startswith("step")] == [
        "step 0",
        "step 1",
        "step 2",
    ]
    found = json.loads(
        aws(
            "logs",
            "filter-log-events",
            "--log-group-name",
            GROUP,
            "--log-stream-name-prefix",
            f"{name}/",
            "--filter-pattern",
            '"step 1"',
        )
    )
    assert [event["message"] for event in found["events"]] == ["step 1"]

    artifacts = aws(
        "sagemaker",
        "describe-training-job",
        "--training-job-name",
        name,
        "--query",
        "ModelArtifacts.S3ModelArtifacts",
        "--output",
        "text",
    ).strip()
    assert "model.tar.gz" in aws("s3", "ls", artifacts)


def test_who_am_i(aws: Callable[..., str]) -> None:
    identity = json.loads(aws("sts", "get-caller-identity"))
    assert identity["Account"] == "000000000000"


def names(root: Path) -> list[str]:
    return sorted(str(p.relative_to(root)) for p in root.rglob("*") if p.is_file())
