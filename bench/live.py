"""``python -m bench.live COUNT`` starts jobs that speak every few seconds, and prints their names.

They run on the engine of ``$OFFLOAD_HOME`` until standard input ends, or for some minutes.
"""

from __future__ import annotations

import os
import sys
import time
from typing import Any

from jupyterlab_offload.submit import active, connect
from jupyterlab_offload.submit.names import tag_value
from jupyterlab_offload.submit.request import TAG

from .jobs import training_job

_SPEAKS = ["/bin/sh", "-c", "for n in $(seq 100); do echo line $n; sleep 5; done"]
_PATIENCE_SECONDS = 200.0


def main() -> None:
    names = [f"live-{number:02}" for number in range(int(sys.argv[1]))]
    if "OFFLOAD_HOME" not in os.environ:
        raise SystemExit("OFFLOAD_HOME is not set: these jobs are not for the user's own engine.")
    connection = connect(active())
    sagemaker: Any = connection.client("sagemaker")
    # Jobs without them are not listed.
    own = {"kind": "cell", "owner": tag_value(connection.owner)}
    tags = [{"Key": f"{TAG}{key}", "Value": value} for key, value in own.items()]
    connection.client("s3").create_bucket(Bucket="bench")
    try:
        for name in names:
            sagemaker.create_training_job(**training_job(name, _SPEAKS), Tags=tags)
        for name in names:
            _wait(sagemaker, name, "Training")
        print(*names, flush=True)
        sys.stdin.read()
    finally:
        for name in names:
            sagemaker.stop_training_job(TrainingJobName=name)
        for name in names:
            _wait(sagemaker, name, "Stopped")


def _wait(sagemaker: Any, name: str, status: str) -> None:
    deadline = time.monotonic() + _PATIENCE_SECONDS
    while sagemaker.describe_training_job(TrainingJobName=name)["SecondaryStatus"] != status:
        if time.monotonic() > deadline:
            raise SystemExit(f"{name} is not {status} after {_PATIENCE_SECONDS:.0f} s")
        time.sleep(0.1)


if __name__ == "__main__":
    main()
