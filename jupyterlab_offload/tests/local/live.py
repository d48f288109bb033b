"""A real engine process under test, and what tests do with one."""

from __future__ import annotations

import contextlib
import json
import os
import signal
import time
import uuid
from collections.abc import Callable
from functools import cached_property
from pathlib import Path
from typing import Any, TypeVar

import boto3
from botocore.config import Config
from botocore.exceptions import ClientError

from jupyterlab_offload.local import EngineInfo, ensure_engine, stop_engine
from jupyterlab_offload.local.home import Home
from jupyterlab_offload.local.process.locks import is_held

T = TypeVar("T")
POLL_SECONDS = 0.02
ROLE = "arn:aws:iam::000000000000:role/offload"
TERMINAL = ("Completed", "Failed", "Stopped")


def wait_for(predicate: Callable[[], T], timeout: float = 10.0) -> T:
    """Calls the predicate until it gives something true, which it returns; fails after a time."""
    deadline = time.monotonic() + timeout
    while not (value := predicate()):
        assert time.monotonic() < deadline, f"waited {timeout} s for {predicate}"
        time.sleep(POLL_SECONDS)
    return value


class LiveEngine:
    """An engine on a home of its own. ``settings`` go into its settings.json."""

    def __init__(self, folder: Path, settings: dict[str, Any]) -> None:
        self.home = Home(folder).create()
        self.home.settings_file.write_text(json.dumps(settings))
        self.info: EngineInfo = ensure_engine(folder)

    @property
    def env(self) -> dict[str, str]:
        """A clean environment for a client process that shall talk to this engine."""
        return {
            "PATH": os.environ["PATH"],
            "HOME": str(self.home.root),
            "OFFLOAD_HOME": str(self.home.root),
            "AWS_EC2_METADATA_DISABLED": "true",
            **self.info.environment,
        }

    def client(self, service: str, **arguments: Any) -> Any:
        """A boto3 client of this engine that does not retry, unless a ``config`` says so."""
        arguments.setdefault("config", Config(retries={"total_max_attempts": 1}))
        return boto3.Session().client(
            service,
            endpoint_url=self.info.url,
            aws_access_key_id=self.info.access_key,
            aws_secret_access_key=self.info.secret_key,
            region_name=self.info.region,
            **arguments,
        )

    @cached_property
    def s3(self) -> Any:
        return self.client("s3")

    @cached_property
    def sagemaker(self) -> Any:
        return self.client("sagemaker")

    @cached_property
    def logs(self) -> Any:
        return self.client("logs")

    def make_bucket(self) -> str:
        """A new bucket under a name that nobody used."""
        name = f"test-{uuid.uuid4().hex[:12]}"
        self.s3.create_bucket(Bucket=name)
        return name

    def run(self, request: dict[str, Any], timeout: float = 30.0) -> dict[str, Any]:
        """Creates a training job and returns its description when it has ended."""
        self.sagemaker.create_training_job(**request)
        return self.ended(request["TrainingJobName"], timeout)

    def ended(self, name: str, timeout: float = 30.0) -> dict[str, Any]:
        """The description of a job, once its status is a terminal one."""

        def description() -> dict[str, Any] | None:
            found: dict[str, Any] = self.sagemaker.describe_training_job(TrainingJobName=name)
            return found if found["TrainingJobStatus"] in TERMINAL else None

        found = wait_for(description, timeout)
        assert found is not None
        return found

    def log_lines(self, name: str) -> list[str]:
        """Everything that a job has logged so far; nothing before its first line."""
        group = "/aws/sagemaker/TrainingJobs"
        try:
            streams = self.logs.describe_log_streams(
                logGroupName=group, logStreamNamePrefix=f"{name}/"
            )
        except self.logs.exceptions.ResourceNotFoundException:
            return []
        lines: list[str] = []
        for stream in streams["logStreams"]:
            token: dict[str, str] = {}
            while True:
                page = self.logs.get_log_events(
                    logGroupName=group,
                    logStreamName=stream["logStreamName"],
                    startFromHead=True,
                    **token,
                )
                lines += [event["message"] for event in page["events"]]
                if page["nextForwardToken"] == token.get("nextToken"):
                    break
                token = {"nextToken": page["nextForwardToken"]}
        return lines

    def kill(self) -> None:
        """kill -9; jobs and the home stay as they are. ``start`` makes the next engine."""
        os.kill(self.info.pid, signal.SIGKILL)
        wait_for(lambda: not is_held(self.home.engine_lock), 5.0)

    def start(self) -> EngineInfo:
        """Starts the engine again after ``kill`` (or finds it); clients stay good."""
        port = self.info.port
        self.info = ensure_engine(self.home.root)
        assert self.info.port == port, "somebody has taken the port of this test's engine"
        return self.info

    def tell(self) -> None:
        """Prints what the engine and its supervisors had to say; pytest shows it with failures."""
        for path in (self.home.engine_log, *self.home.jobs.glob("*/supervisor.log")):
            if path.exists() and path.stat().st_size:
                print(f"--- {path}\n{path.read_text(errors='replace')[-10_000:]}")
        for folder in self.home.jobs.iterdir():
            print(f"--- {folder} holds {sorted(path.name for path in folder.iterdir())}")

    def close(self) -> None:
        """Ends the jobs that still run, then the engine."""
        if is_held(self.home.engine_lock):
            self._stop_jobs()
        stop_engine(self.home.root, force=True)

    def _stop_jobs(self) -> None:
        names = [
            job["TrainingJobName"]
            for status in ("InProgress", "Stopping")
            for job in self.sagemaker.list_training_jobs(StatusEquals=status, MaxResults=100)[
                "TrainingJobSummaries"
            ]
        ]
        for name in names:
            # A job that is stopping or has just ended refuses to be stopped.
            with contextlib.suppress(ClientError):
                self.sagemaker.stop_training_job(TrainingJobName=name)
        for name in names:
            self.ended(name)


def training_job(live: LiveEngine, bucket: str, script: str, **members: Any) -> dict[str, Any]:
    """A CreateTrainingJob request for a Python script, which it puts into the bucket.

    ``members`` are further members of the request, or replace those made here.
    """
    name = members.get("TrainingJobName", f"job-{uuid.uuid4().hex[:12]}")
    live.s3.put_object(Bucket=bucket, Key=f"{name}/code/main.py", Body=script.encode())
    channel = {
        "ChannelName": "code",
        "DataSource": {
            "S3DataSource": {"S3DataType": "S3Prefix", "S3Uri": f"s3://{bucket}/{name}/code/"}
        },
    }
    return {
        "TrainingJobName": name,
        "RoleArn": ROLE,
        "AlgorithmSpecification": {
            "TrainingImage": "local/python",
            "TrainingInputMode": "File",
            "ContainerEntrypoint": ["/bin/sh", "-c", 'exec python3 "$SM_CHANNEL_CODE/main.py"'],
        },
        "InputDataConfig": [channel],
        "OutputDataConfig": {"S3OutputPath": f"s3://{bucket}/{name}/out"},
        "ResourceConfig": {"InstanceType": "ml.m5.large", "InstanceCount": 1, "VolumeSizeInGB": 1},
        "StoppingCondition": {"MaxRuntimeInSeconds": 60},
        **members,
    }
