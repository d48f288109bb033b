"""S3 URIs and paths as they stand in requests."""

from __future__ import annotations

from typing import NamedTuple

from ....store.buckets import valid_name
from ..errors import invalid

_SCHEME = "s3://"


class Place(NamedTuple):
    bucket: str
    key: str


def s3_place(uri: str, member: str) -> Place:
    """Bucket and key (or prefix) of an S3 URI; ``member`` names it in the error."""
    if not uri.startswith(_SCHEME):
        raise invalid(
            f"Invalid {member}: '{uri}' must be an S3 URI of the form s3://bucket/prefix."
        )
    bucket, _, key = uri[len(_SCHEME) :].partition("/")
    if not valid_name(bucket):
        raise invalid(f"Invalid {member}: '{bucket}' is not a valid bucket name.")
    return Place(bucket, key)


def no_nul(text: str, member: str) -> None:
    """No process can be given a NUL, neither in an argument nor in its environment."""
    if "\0" in text:
        raise invalid(f"Invalid {member}: it must not hold a NUL character.")
