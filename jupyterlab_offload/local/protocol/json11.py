"""AWS's JSON 1.1 protocol: SageMaker and CloudWatch Logs."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from typing import Any

from ..context import Call, Engine, Operation
from .buffered import Answer, BufferedExchange
from .errors import AWSError
from .exchange import Request
from .jsonshape import JSONWriter
from .keyring import Keyring
from .models import all_operations, service_model
from .render import JSON_TYPE
from .validate import validator

TARGETS = {"SageMaker": "sagemaker", "Logs_20140328": "logs"}
"""Services by what stands before the dot in ``X-Amz-Target``."""

_MAX_DEPTH = 100


class JSONExchange(BufferedExchange):
    """One call of a JSON service's operation."""

    def __init__(
        self,
        engine: Engine,
        keys: Keyring,
        request: Request,
        service: str,
        operations: Mapping[str, Operation],
    ) -> None:
        super().__init__(engine, keys, request)
        self.service = service
        self._operations = operations
        self._name = request.headers.get("X-Amz-Target", "").partition(".")[2]

    @property
    def operation(self) -> str:
        return self._name

    def answer(self, call: Call, body: bytes) -> Answer:
        operation = self._operations.get(self._name)
        if operation is None:
            raise not_served(self.service, self._name)
        self._check_content_type()
        model = service_model(self.service, self.engine.home).operation_model(self._name)
        given = validator(self.service).validate(model.input_shape, parse(body))
        output = operation(call, given)
        shape = model.output_shape
        # AWS answers an operation without output with an empty body.
        text = b""
        if shape is not None and shape.members:
            text = json.dumps(_writer(self.service).write(shape, output)).encode()
        return 200, [("Content-Type", JSON_TYPE)], text

    def _check_content_type(self) -> None:
        given = self.request.headers.get("Content-Type", "").partition(";")[0].strip().lower()
        if given != JSON_TYPE:
            raise AWSError(
                "UnknownOperationException",
                f"The Content-Type of this request must be {JSON_TYPE}.",
                status=404,
            )


def not_served(service: str, operation: str) -> AWSError:
    """An operation that the engine lacks, or that nobody knows."""
    if operation in all_operations(service):
        message = f"The local engine does not serve the operation {operation} of {service}."
    else:
        message = f"{service} has no operation {operation!r}."
    return AWSError("UnknownOperationException", message)


def parse(body: bytes) -> dict[str, Any]:
    """The request's JSON object. Raises AWSError SerializationException."""
    try:
        # json.loads would also take UTF-16 and UTF-32, which AWS does not.
        parsed = json.loads(
            body.decode("utf-8") or "{}",
            parse_constant=_no_constant,
            object_pairs_hook=_no_duplicates,
        )
        _check_depth(parsed)
    except (ValueError, RecursionError):
        raise AWSError("SerializationException", "Could not parse request body as JSON.") from None
    if not isinstance(parsed, dict):
        raise AWSError(
            "SerializationException", "Start of structure or map found where not expected."
        )
    return parsed


@cache
def _writer(service: str) -> JSONWriter:
    """The service's writer, which keeps what it has worked out of the model."""
    return JSONWriter()


def _no_constant(name: str) -> Any:
    raise ValueError(f"{name} is not JSON")


def _no_duplicates(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    parsed = dict(pairs)
    if len(parsed) != len(pairs):
        raise ValueError("a name is given twice")
    return parsed


def _check_depth(value: Any) -> None:
    level = [value]
    for _ in range(_MAX_DEPTH):
        below: list[Any] = []
        for item in level:
            if isinstance(item, dict):
                below.extend(item.values())
            elif isinstance(item, list):
                below.extend(item)
        if not below:
            return
        level = below
    raise ValueError("nested too deep")
