"""SageMaker's errors, in the words that its users know."""

from __future__ import annotations

from ...protocol.errors import AWSError


def invalid(message: str) -> AWSError:
    """A request that the service model allows and the service does not."""
    return AWSError("ValidationException", message)


def not_served(what: str, instead: str = "") -> AWSError:
    """Something that AWS has and the local engine lacks, said by name."""
    return invalid(f"The local engine does not support {what}.{' ' + instead if instead else ''}")


def no_such_job() -> AWSError:
    """AWS answers so for an unknown job, although its model names ResourceNotFound."""
    return invalid("Requested resource not found.")
