"""The errors of CloudWatch Logs, in its words."""

from __future__ import annotations

from ...protocol.errors import AWSError


def invalid(message: str) -> AWSError:
    return AWSError("InvalidParameterException", message)


def no_group() -> AWSError:
    return AWSError("ResourceNotFoundException", "The specified log group does not exist.")


def no_stream() -> AWSError:
    return AWSError("ResourceNotFoundException", "The specified log stream does not exist.")
