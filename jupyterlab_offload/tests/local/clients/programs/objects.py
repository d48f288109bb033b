"""Writes or reads a set of objects with one of the Python clients.

    python objects.py CLIENT write|read BUCKET PREFIX SIZES.json

``SIZES.json`` maps keys to sizes; reading prints each key's digest as JSON.
"""

from __future__ import annotations

import hashlib
import json
import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

Reader = Callable[[str], bytes]
Writer = Callable[[str, bytes], Any]


def content(key: str, size: int) -> bytes:
    """Bytes that nobody mistakes for another object's."""
    seed = hashlib.sha256(key.encode()).digest()
    return (seed * (size // len(seed) + 1))[:size]


def with_boto3(bucket: str) -> tuple[Reader, Writer]:
    import io

    import boto3

    s3 = boto3.client("s3")

    def read(key: str) -> bytes:
        data = io.BytesIO()
        s3.download_fileobj(bucket, key, data)
        return data.getvalue()

    return read, lambda key, data: s3.upload_fileobj(io.BytesIO(data), bucket, key)


def with_s3fs(bucket: str) -> tuple[Reader, Writer]:
    import s3fs

    fs = s3fs.S3FileSystem()

    def write(key: str, data: bytes) -> None:
        with fs.open(f"{bucket}/{key}", "wb", block_size=5 << 20) as out:
            out.write(data)

    return lambda key: bytes(fs.cat_file(f"{bucket}/{key}")), write


def with_pyarrow(bucket: str) -> tuple[Reader, Writer]:
    from pyarrow import fs

    s3 = fs.S3FileSystem(
        endpoint_override=os.environ["AWS_ENDPOINT_URL"].partition("//")[2],
        scheme="http",
        region=os.environ["AWS_REGION"],
    )

    def read(key: str) -> bytes:
        with s3.open_input_stream(f"{bucket}/{key}") as source:
            return bytes(source.read())

    def write(key: str, data: bytes) -> None:
        with s3.open_output_stream(f"{bucket}/{key}") as out:
            out.write(data)

    return read, write


def main(client: str, action: str, bucket: str, prefix: str, file: str) -> dict[str, str]:
    made = {"boto3": with_boto3, "s3fs": with_s3fs, "pyarrow": with_pyarrow}[client]
    read, write = made(bucket)
    sizes: dict[str, int] = json.loads(Path(file).read_text())
    digests = {}
    for key, size in sizes.items():
        if action == "write":
            write(prefix + key, content(key, size))
        else:
            digests[key] = hashlib.sha256(read(prefix + key)).hexdigest()
    return digests


if __name__ == "__main__":
    print(json.dumps(main(*sys.argv[1:])))
