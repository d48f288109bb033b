"""SageMaker's operations called in process, as the edge calls them."""

from __future__ import annotations

import copy
from typing import Any

import pytest

from jupyterlab_offload.local.context import Call, Engine, Identity
from jupyterlab_offload.local.protocol.jsonshape import JSONWriter
from jupyterlab_offload.local.protocol.models import service_model
from jupyterlab_offload.local.protocol.validate import validator
from jupyterlab_offload.local.services.sagemaker import OPERATIONS
from jupyterlab_offload.local.store import jobs
from jupyterlab_offload.local.store.objects import ObjectStore

BUCKET = "data"
REQUEST: dict[str, Any] = {
    "TrainingJobName": "job",
    "RoleArn": "arn:aws:iam::000000000000:role/offload",
    "AlgorithmSpecification": {
        "TrainingImage": "local/python",
        "TrainingInputMode": "File",
        "ContainerEntrypoint": ["python3", "-c", "print(1)"],
    },
    "OutputDataConfig": {"S3OutputPath": f"s3://{BUCKET}/out"},
    "ResourceConfig": {"InstanceType": "ml.m5.large", "InstanceCount": 1, "VolumeSizeInGB": 5},
    "StoppingCondition": {"MaxRuntimeInSeconds": 60},
}


def channel(name: str, uri: str = f"s3://{BUCKET}/train/", **members: Any) -> dict[str, Any]:
    """An input channel of S3 objects."""
    source = {"S3DataType": members.pop("S3DataType", "S3Prefix"), "S3Uri": uri}
    return {"ChannelName": name, "DataSource": {"S3DataSource": source}, **members}


class ControlPlane:
    """One engine's SageMaker: input and output go through the service model, as on the wire."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self._model = service_model("sagemaker")

    def __call__(self, name: str, **given: Any) -> dict[str, Any]:
        model = self._model.operation_model(name)
        identity = Identity("AKIATEST", "arn:aws:iam::000000000000:root", "000000000000")
        call = Call(self.engine, identity, name, "request")
        checked = validator("sagemaker").validate(model.input_shape, copy.deepcopy(given))
        output = OPERATIONS[name](call, checked)
        if model.output_shape is None:
            return dict(output)
        answer: dict[str, Any] = JSONWriter().write(model.output_shape, output)
        return answer

    def create(self, name: str = "job", **members: Any) -> str:
        """Creates a job that is right but for ``members``; None takes a member away."""
        request = {**REQUEST, "TrainingJobName": name, **members}
        given = {member: value for member, value in request.items() if value is not None}
        return str(self("CreateTrainingJob", **given)["TrainingJobArn"])

    def describe(self, name: str = "job") -> dict[str, Any]:
        return self("DescribeTrainingJob", TrainingJobName=name)

    def advance(self, name: str, secondary: str, **facts: Any) -> None:
        """What the job's supervisor does."""
        jobs.advance(
            self.engine.db, name, secondary, self.engine.clock(), secondary.lower(), **facts
        )

    def put(self, key: str, body: bytes = b"x") -> None:
        """An object in the test's bucket."""
        store = ObjectStore(self.engine.home, self.engine.db)
        writer = store.writer()
        writer.write(body)
        store.put(writer, BUCKET, key, "etag", {}, self.engine.clock())

    def every(self, operation: str, **given: Any) -> list[dict[str, Any]]:
        """The pages of a list, to the last."""
        pages = [self(operation, **given)]
        while token := pages[-1].get("NextToken"):
            pages.append(self(operation, **given, NextToken=token))
        return pages


@pytest.fixture
def sagemaker(engine: Engine) -> ControlPlane:
    ObjectStore(engine.home, engine.db).buckets.create(BUCKET, "us-east-1", engine.clock())
    return ControlPlane(engine)
