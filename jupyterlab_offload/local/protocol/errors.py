"""The one exception that becomes an AWS error on the wire."""

from __future__ import annotations

from typing import Any


class AWSError(Exception):
    """An error in AWS's words; each protocol renders it in its own format.

    ``code`` is AWS's error code (``ValidationException``, ``NoSuchKey``), ``status`` the HTTP
    status, ``extra`` further members of the error's body (S3's ``Key``, ``BucketName``) in the
    order in which they are written.
    """

    def __init__(self, code: str, message: str, status: int = 400, **extra: Any) -> None:
        super().__init__(f"{code}: {message}")
        self.code = code
        self.message = message
        self.status = status
        self.extra = extra


def internal_failure(service: str) -> AWSError:
    """What a client is told of an error of the engine's own: nothing but that it was one."""
    if service == "s3":
        return AWSError(
            "InternalError", "We encountered an internal error. Please try again.", status=500
        )
    return AWSError(
        "InternalFailure",
        "The request processing has failed because of an unknown error, exception or failure.",
        status=500,
    )


def too_large(limit: int) -> AWSError:
    """A body of more than ``limit`` bytes, where all of it would have to be in memory."""
    return AWSError(
        "RequestEntityTooLargeException",
        f"Request body is too large: at most {limit} bytes are accepted.",
        status=413,
    )
