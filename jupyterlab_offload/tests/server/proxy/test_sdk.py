"""The JS SDK, which the front end uses, through the proxy."""

from __future__ import annotations

import asyncio
import base64
import gzip
import json
import shutil
import uuid
from pathlib import Path
from typing import Any

import pytest
from jupyter_server.serverapp import ServerApp

from jupyterlab_offload.submit.backends import LOCAL_BUCKET
from jupyterlab_offload.tests.local.live import LiveEngine

PROGRAM = Path(__file__).with_name("sdk.mjs")


@pytest.mark.slow
async def test_the_sdk_reads_ranges_checksums_and_errors_through_the_proxy(
    jp_serverapp: ServerApp,
    jp_base_url: str,
    http_server_client: Any,
    proxied_engine: LiveEngine,
) -> None:
    node = shutil.which("node")
    assert node, "node is needed to build the front end, and here"
    packed, folder = gzip.compress(b"text " * 1000), f"offload/{uuid.uuid4().hex}"
    keys = [f"{folder}/log.gz", f"{folder}/é +~#?!'()*.txt"]
    proxied_engine.s3.put_object(
        Bucket=LOCAL_BUCKET, Key=keys[0], Body=packed, ContentEncoding="gzip"
    )
    proxied_engine.s3.put_object(Bucket=LOCAL_BUCKET, Key=keys[1], Body=b"hello")
    proxy = http_server_client.get_url(f"{jp_base_url}offload/aws/local")
    process = await asyncio.create_subprocess_exec(
        *(node, PROGRAM, proxy, jp_serverapp.identity_provider.token, LOCAL_BUCKET, *keys),
        stdout=asyncio.subprocess.PIPE,
    )
    seen = json.loads((await process.communicate())[0])

    assert base64.b64decode(seen["whole"]) == packed
    assert base64.b64decode(seen["range"]) == packed[5:15]
    assert base64.b64decode(seen["plain"]) == b"hello"
    assert (seen["length"], bool(seen["checksum"])) == (len(packed), True)
    assert seen["keys"] == [keys[1]]
    assert seen["missing"] == ["NoSuchKey", 404]
    assert seen["elsewhere"] == ["AccessDenied", 403]
    assert seen["delete"] != "passed"
    assert seen["jobs"] is True
    assert seen["model"] == ["AccessDenied", 403]
    assert seen["streams"] == ["ResourceNotFoundException", 400]
