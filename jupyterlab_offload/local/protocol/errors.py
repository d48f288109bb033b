"""The one exception that becomes an AWS error on the wire."""

from __future__ import annotations

from typing import Any


class AWSError(Exception):
    """An error in AWS's words; each protocol renders it in its own format.

    ``code`` is AWS's error code (``ValidationException``, ``NoSuchKey``), ``status`` the HTTP
    status, ``extra`` further members of the error's body (S3's ``Key``, ``BucketName``).
    """

    def __init__(self, code: str, message: str, status: int = 400, **extra: Any) -> None:
        super().__init__(f"{code}: {message}")
        self.code = code
        self.message = message
        self.status = status
        self.extra = extra
