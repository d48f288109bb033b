"""What a user of the SageMaker Python SDK v2 does: an Estimator, fit, the log, the model."""

from __future__ import annotations

import json
import os
import sys
import tarfile
import tempfile
from pathlib import Path
from typing import Any

import boto3
import sagemaker
import sagemaker.session
from sagemaker.estimator import Estimator

ROLE = "arn:aws:iam::000000000000:role/offload"


def main(bucket: str, source: str) -> dict[str, Any]:
    # The SDK names STS's public address itself, whatever AWS_ENDPOINT_URL says.
    sagemaker.session.sts_regional_endpoint = lambda region: os.environ["AWS_ENDPOINT_URL"]
    session = sagemaker.Session(default_bucket=bucket)
    data = session.upload_data(str(Path(source) / "data.csv"), key_prefix="input")
    estimator = Estimator(
        image_uri="local/python",
        role=ROLE,
        instance_count=1,
        instance_type="ml.m5.large",
        sagemaker_session=session,
        source_dir=str(Path(source) / "code"),
        entry_point="train.py",
        hyperparameters={"epochs": 3, "rate": 0.5, "name": "it's"},
        metric_definitions=[{"Name": "rows", "Regex": "rows=([0-9]+)"}],
        max_run=120,
        tags=[{"Key": "made-by", "Value": "estimator"}],
    )
    estimator.fit({"train": data}, wait=False)
    name = estimator.latest_training_job.name
    # As fit(logs=True) does, but looking more often than every ten seconds.
    session.logs_for_job(name, wait=True, poll=1)
    described = boto3.client("sagemaker").describe_training_job(TrainingJobName=name)
    with tempfile.TemporaryDirectory() as folder:
        session.download_data(folder, bucket, estimator.model_data.partition(f"{bucket}/")[2])
        with tarfile.open(Path(folder) / "model.tar.gz") as archive:
            member = archive.extractfile("model.json")
            model = json.load(member) if member else None
    attached = Estimator.attach(name, sagemaker_session=session)
    return {
        "status": described["TrainingJobStatus"],
        "reason": described.get("FailureReason"),
        "metrics": {m["MetricName"]: m["Value"] for m in described["FinalMetricDataList"]},
        "model": model,
        "attached": attached.hyperparameters(),
        "account": session.account_id(),
        "jobs": [
            job["TrainingJobName"]
            for job in session.sagemaker_client.list_training_jobs()["TrainingJobSummaries"]
        ],
        "name": name,
    }


if __name__ == "__main__":
    print("\n" + json.dumps(main(*sys.argv[1:])))
