"""The peer of a cell: the SageMaker SDK's ``@remote``, in its own environment's Python.

``python -m bench.remote_probe cold|warm`` prints one line of JSON: the figures by name. The job
itself runs nothing, for the SDK would have to be installed in it first: what is measured is what
the caller waits for.
"""

from __future__ import annotations

import json
import os
import statistics
import sys
import time
from importlib import import_module
from importlib.metadata import version
from typing import Any

from .memory import peak
from .report import seconds
from .wire import Wire, steps

BUCKET = "bench-remote"
ROLE = "arn:aws:iam::000000000000:role/bench-role"
RUNS = 4
ELEMENTS = 2**27


class Peer:
    """What `@remote` does with a function and its arguments, up to the accepted job."""

    def __init__(self) -> None:
        sessions, jobs = _modules()
        # The SDK names STS's public address itself, whatever AWS_ENDPOINT_URL says.
        sessions.sts_regional_endpoint = lambda region: os.environ["AWS_ENDPOINT_URL"]
        session = sessions.Session(default_bucket=BUCKET)
        session.sagemaker_client.meta.events.register(
            "before-parameter-build.sagemaker.CreateTrainingJob", _run_nothing
        )
        self._settings = jobs._JobSettings(
            sagemaker_session=session,
            image_uri="local/python",
            role=ROLE,
            instance_type="ml.m5.large",
            include_local_workdir=False,
        )
        self._start: Any = jobs._Job.start

    def call(self, *arguments: object) -> Any:
        return self._start(self._settings, _cell, arguments, {})


def _modules() -> tuple[Any, Any]:
    """The SDK's modules of sessions and of remote jobs: version 3 has them in another place."""
    major = int(version("sagemaker").split(".")[0])
    sessions, jobs = (
        ("sagemaker.session", "sagemaker.remote_function.job")
        if major < 3
        else ("sagemaker.core.helper.session_helper", "sagemaker.core.remote_function.job")
    )
    return import_module(sessions), import_module(jobs)


def _cell(*arguments: object) -> int:
    return len(arguments)


def _run_nothing(params: dict[str, Any], **_: object) -> None:
    specification = params["AlgorithmSpecification"]
    specification["ContainerEntrypoint"] = ["/bin/true"]
    specification.pop("ContainerArguments", None)


def cold() -> dict[str, float]:
    """A fresh Python until the job is accepted."""
    begun = time.process_time()
    accepted = seconds(lambda: Peer().call(1))
    return {"accepted": accepted, "cpu": time.process_time() - begun}


def warm() -> dict[str, float]:
    """A second call, what it sends, how late its end is noticed, and 1 GiB as an argument."""
    peer, calls = Peer(), []
    peer.call(1)
    for _ in range(RUNS):
        with Wire() as wire:
            calls.append(seconds(lambda: peer.call(1)))
    requests = wire.until_created()
    job = peer.call(1)
    job.wait()
    late = time.time() - job.describe()["TrainingEndTime"].timestamp()
    import numpy

    big = numpy.random.default_rng(0).random(ELEMENTS)
    with peak() as grown:
        large = seconds(lambda: peer.call(big))
    return {
        "call": statistics.median(calls),
        "steps": steps(requests),
        "requests": len(requests),
        "bytes": sum(request.nbytes for request in requests),
        "late": late,
        "large": large,
        "memory": grown(),
    }


if __name__ == "__main__":
    print(json.dumps({"cold": cold, "warm": warm}[sys.argv[1]]()))
