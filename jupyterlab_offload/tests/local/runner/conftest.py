"""Jobs run by real supervisors on a temporary home, without an engine."""

from __future__ import annotations

import io
import os
import sys
import tarfile
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from jupyterlab_offload.local.home import Home
from jupyterlab_offload.local.runner import cleaning, processes
from jupyterlab_offload.local.runner.layout import JobFolder
from jupyterlab_offload.local.runner.plan import Plan
from jupyterlab_offload.local.runner.spawning import Child, spawn
from jupyterlab_offload.local.store import jobs
from jupyterlab_offload.local.store.db import Database
from jupyterlab_offload.local.store.jobs import Job
from jupyterlab_offload.local.store.log_reader import LogReader
from jupyterlab_offload.local.store.objects import ObjectStore

BUCKET = "bucket"
ROLE = "arn:aws:iam::000000000000:role/service-role/Training"


def request(name: str, script: str | None = None, **members: Any) -> dict[str, Any]:
    """A CreateTrainingJob request whose algorithm is a line of shell, or what ``members`` say."""
    algorithm: dict[str, Any] = {"TrainingImage": "local/python", "TrainingInputMode": "File"}
    if script is not None:
        algorithm["ContainerEntrypoint"] = ["/bin/sh", "-c", script]
    algorithm.update(members.pop("AlgorithmSpecification", {}))
    return {
        "TrainingJobName": name,
        "AlgorithmSpecification": algorithm,
        "RoleArn": ROLE,
        "OutputDataConfig": {"S3OutputPath": f"s3://{BUCKET}/out"},
        "ResourceConfig": {
            "InstanceType": "ml.m5.large",
            "InstanceCount": 1,
            "VolumeSizeInGB": 1,
        },
        "StoppingCondition": {"MaxRuntimeInSeconds": 60},
        **members,
    }


def channel(name: str, uri: str, kind: str = "S3Prefix") -> dict[str, Any]:
    return {
        "ChannelName": name,
        "DataSource": {"S3DataSource": {"S3DataType": kind, "S3Uri": uri}},
    }


def pack(files: dict[str, str | bytes]) -> bytes:
    """A tar.gz of files by name."""
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w:gz") as archive:
        for name, content in files.items():
            data = content.encode() if isinstance(content, str) else content
            member = tarfile.TarInfo(name)
            member.size = len(data)
            archive.addfile(member, io.BytesIO(data))
    return buffer.getvalue()


class Bench:
    """A home with a store and jobs, and a way to run them."""

    def __init__(self, home: Home) -> None:
        self.home = home
        self.db = Database(home.index_file)
        self.store = ObjectStore(home, self.db)
        self.store.buckets.create(BUCKET, "us-east-1", 0.0)
        self.plan: dict[str, Any] = {"stop_grace": 2.0, "checkpoint_interval": 0.05}
        self._children: list[Child] = []

    def put(self, key: str, content: str | bytes, bucket: str = BUCKET) -> None:
        data = content.encode() if isinstance(content, str) else content
        writer = self.store.writer()
        writer.write(data)
        self.store.put(writer, bucket, key, "etag", {}, time.time())

    def content(self, key: str) -> bytes:
        found = self.store.get(BUCKET, key)
        assert found is not None, f"no object {key}"
        with self.store.open(found) as file:
            return file.read()

    def keys(self, prefix: str = "") -> list[str]:
        return [item.key for item in self.store.list(BUCKET, prefix)]

    def unpack(self, key: str) -> dict[str, bytes]:
        """The files of a tar.gz by name."""
        with tarfile.open(fileobj=io.BytesIO(self.content(key)), mode="r:gz") as archive:
            files = ((member, archive.extractfile(member)) for member in archive)
            return {member.name: file.read() for member, file in files if file is not None}

    def start(self, wanted: dict[str, Any], **plan: Any) -> Child:
        name = wanted["TrainingJobName"]
        arn = f"arn:aws:sagemaker:us-east-1:000000000000:training-job/{name}"
        jobs.create(self.db, wanted, arn, {}, time.time(), "Starting the training job")
        made = Plan(**{"region": "us-east-1", "python": sys.executable, **self.plan, **plan})
        child = spawn(self.home, name, made)
        self._children.append(child)
        return child

    def run(self, wanted: dict[str, Any], **plan: Any) -> Job:
        """Runs a job to its end; the supervisor must have had nothing to complain of."""
        child = self.start(wanted, **plan)
        child.process.wait(30)
        name = wanted["TrainingJobName"]
        folder = JobFolder(self.home.job(name))
        assert not folder.root.exists(), folder.log.read_text()
        return self.job(name)

    def job(self, name: str) -> Job:
        job = jobs.get(self.db, name)
        assert job is not None
        return job

    def stop(self, name: str, child: Child) -> None:
        """What StopTrainingJob and the scheduler do."""
        jobs.request_stop(self.db, name, time.time(), "Stopping the training job")
        child.process.terminate()

    def lines(self, name: str) -> list[str]:
        """All lines of a job's log."""
        # A stream's index is made after its text.
        indexes = sorted((self.home.logs / name).glob("*.idx"))
        if not indexes:
            return []
        with LogReader(indexes[0].with_suffix(".log")) as reader:
            return [text for _, text in reader.events(0, 10**7, 1 << 30)]

    def wait_for(self, predicate: Callable[[], Any], seconds: float = 10.0) -> Any:
        end = time.monotonic() + seconds
        while not (value := predicate()):
            assert time.monotonic() < end, "it did not happen in time"
            time.sleep(0.02)
        return value

    def close(self) -> None:
        for child in self._children:
            if child.process.poll() is None:
                child.process.kill()
                child.process.wait()
            os.close(child.alive)
        for path in self.home.jobs.iterdir():
            processes.end_all(partial(processes.marked, str(path)))
            cleaning.clear(JobFolder(path))
        self.db.close()


@pytest.fixture
def bench(tmp_path: Path) -> Iterator[Bench]:
    made = Bench(Home(tmp_path / "home").create())
    yield made
    made.close()
