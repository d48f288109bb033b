"""Further things that users of the SageMaker Python SDK v2 do; prints what came of one as JSON.

python sagemaker_matrix.py CASE BUCKET FOLDER
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import sagemaker
import sagemaker.session
from sagemaker.estimator import Estimator
from sagemaker.exceptions import UnexpectedStatusException
from sagemaker.inputs import TrainingInput
from sagemaker.pytorch import PyTorch
from sagemaker.sklearn import SKLearn

ROLE = "arn:aws:iam::000000000000:role/offload"
ONE = {"role": ROLE, "instance_count": 1, "instance_type": "ml.m5.large"}


def framework(kind: Callable[..., Any], session: Any, folder: Path, **more: Any) -> dict[str, Any]:
    """A framework's own estimator, which names AWS's image."""
    estimator = kind(
        entry_point="train.py", source_dir=str(folder), sagemaker_session=session, **ONE, **more
    )
    estimator.fit(wait=True, logs="All")
    return {"image": estimator.training_image_uri(), **described(session, estimator)}


def failing(session: Any, folder: Path) -> dict[str, Any]:
    estimator = generic(session, folder, "fail.py")
    try:
        estimator.fit(wait=True, logs="None")
    except UnexpectedStatusException as error:
        return {"error": str(error), **described(session, estimator)}
    return described(session, estimator)


def stopped(session: Any, folder: Path) -> dict[str, Any]:
    estimator = generic(session, folder, "forever.py")
    estimator.fit(wait=False)
    estimator.latest_training_job.stop()
    session.wait_for_job(estimator.latest_training_job.name, poll=1)
    return described(session, estimator)


def channels(session: Any, folder: Path) -> dict[str, Any]:
    one = session.upload_data(str(folder / "train.py"), key_prefix="one")
    estimator = generic(session, folder, "channels.py")
    estimator.fit({"one": TrainingInput(one), "two": TrainingInput(one)}, wait=True)
    return described(session, estimator)


def generic(session: Any, folder: Path, script: str) -> Estimator:
    return Estimator(
        image_uri="local/python",
        entry_point=script,
        source_dir=str(folder),
        sagemaker_session=session,
        **ONE,
    )


def described(session: Any, estimator: Any) -> dict[str, Any]:
    job = session.describe_training_job(estimator.latest_training_job.name)
    return {"status": job["TrainingJobStatus"], "reason": job.get("FailureReason", "")}


def main(case: str, bucket: str, folder: str) -> dict[str, Any]:
    # The SDK names STS's public address itself, whatever AWS_ENDPOINT_URL says.
    sagemaker.session.sts_regional_endpoint = lambda region: os.environ["AWS_ENDPOINT_URL"]
    session = sagemaker.Session(default_bucket=bucket)
    source = Path(folder)
    cases: dict[str, Callable[[], dict[str, Any]]] = {
        "pytorch": lambda: framework(
            PyTorch, session, source, framework_version="2.3", py_version="py311"
        ),
        "sklearn": lambda: framework(SKLearn, session, source, framework_version="1.2-1"),
        "failing": lambda: failing(session, source),
        "stopped": lambda: stopped(session, source),
        "channels": lambda: channels(session, source),
    }
    return cases[case]()


if __name__ == "__main__":
    print("\n" + json.dumps(main(*sys.argv[1:])))
