"""The signing proxy: requests per second, bytes per second and memory, beside the engine itself."""

from __future__ import annotations

import http.client
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from botocore.credentials import ReadOnlyCredentials

from jupyterlab_offload.server.proxy.outgoing import Outgoing
from jupyterlab_offload.server.proxy.signing import signed

from . import servers
from .report import Row, limit_row, rate, ratio_row, seconds

BUCKET, KEY = "offload-local", "offload/bench"
OBJECT_BYTES = 100 * 2**20
TOKEN = "bench"
TYPE = "application/x-amz-json-1.1"


def rows() -> Iterator[Row]:
    with servers.engine() as engine:
        s3 = engine.client("s3")
        s3.create_bucket(Bucket=BUCKET)
        s3.put_object(Bucket=BUCKET, Key=KEY, Body=b"x" * OBJECT_BYTES)
        with _jupyter(engine) as jupyter:
            yield from _requests(engine, jupyter)
            yield from _object(engine, jupyter)


def _requests(engine: servers.Server, jupyter: _Jupyter) -> Iterator[Row]:
    direct, through = _Direct(engine), jupyter.client()
    number = iter(range(10**6))
    plain = rate(lambda: direct.list(f"n{next(number)}"))
    ours = rate(lambda: through.list(f"n{next(number)}"))
    same = rate(lambda: through.list("same"))
    yield ratio_row(
        "proxy: ListTrainingJobs, one after another", ours, plain, "directly", 0.25, "/s"
    )
    yield Row("proxy: the same question again", f"{same:,.0f} /s", "some from memory")


def _object(engine: servers.Server, jupyter: _Jupyter) -> Iterator[Row]:
    direct, through = _Direct(engine), jupyter.client()
    before = jupyter.memory("VmRSS")
    jupyter.forget_peak()
    ours = min(seconds(through.read) for _ in range(3))
    grown = jupyter.memory("VmHWM") - before
    plain = min(seconds(direct.read) for _ in range(3))
    megabytes = OBJECT_BYTES / 2**20
    yield ratio_row(
        "proxy: an object of 100 MB", megabytes / ours, megabytes / plain, "directly", 0.3, "MB/s"
    )
    yield limit_row("proxy: memory for it", grown, 20, "MB", f"server at rest {before:,.0f} MB")


class _Client:
    """One kept connection; what is sent is said by subclasses."""

    def __init__(self, netloc: str) -> None:
        self._connection = http.client.HTTPConnection(netloc)

    def _send(self, method: str, path: str, body: bytes, headers: dict[str, str]) -> int:
        """Sends, reads the answer to its end, and gives its length."""
        self._connection.request(method, path, body or None, headers)
        answer = self._connection.getresponse()
        size, piece = 0, bytearray(2**20)
        while count := answer.readinto(piece):
            size += count
        if answer.status != 200:
            raise RuntimeError(f"HTTP {answer.status}: {bytes(piece[:300])!r}")
        return size


class _Direct(_Client):
    def __init__(self, engine: servers.Server) -> None:
        super().__init__(urlsplit(engine.url).netloc)
        self._engine = engine

    def list(self, name: str) -> None:
        self._ask(
            Outgoing(
                *("sagemaker", "ListTrainingJobs", "List", "POST", "/"),
                headers={"Content-Type": TYPE, "X-Amz-Target": "SageMaker.ListTrainingJobs"},
                body=json.dumps({"NameContains": name}).encode(),
            )
        )

    def read(self) -> None:
        size = self._ask(Outgoing("s3", "GetObject", "Get", "GET", f"/{BUCKET}/{KEY}"))
        assert size == OBJECT_BYTES

    def _ask(self, outgoing: Outgoing) -> int:
        keys = ReadOnlyCredentials(self._engine.access_key, self._engine.secret_key, None)
        request = signed(outgoing, self._engine.url, "us-east-1", keys, time.time())
        headers = {name: _text(value) for name, value in request.headers.items()}
        headers.pop("Content-Length", None)
        return self._send(outgoing.method, outgoing.path, outgoing.body, headers)


class _Through(_Client):
    def list(self, name: str) -> None:
        headers = {
            "Authorization": f"token {TOKEN}",
            "Content-Type": TYPE,
            "X-Amz-Target": "SageMaker.ListTrainingJobs",
        }
        body = json.dumps({"NameContains": name}).encode()
        self._send("POST", "/offload/aws/local/sagemaker/", body, headers)

    def read(self) -> None:
        headers = {"Authorization": f"token {TOKEN}"}
        size = self._send("GET", f"/offload/aws/local/s3/{BUCKET}/{KEY}", b"", headers)
        assert size == OBJECT_BYTES


def _text(value: str | bytes) -> str:
    return value.decode() if isinstance(value, bytes) else value


@dataclass(frozen=True)
class _Jupyter:
    """A Jupyter server with the extension, as a process of its own."""

    netloc: str
    pid: int

    def client(self) -> _Through:
        return _Through(self.netloc)

    def memory(self, field: str) -> float:
        return servers.Server(self.netloc, self.pid, "", "").memory(field)

    def forget_peak(self) -> None:
        """VmHWM begins anew at what is in use now (Linux)."""
        Path(f"/proc/{self.pid}/clear_refs").write_text("5")


@contextmanager
def _jupyter(engine: servers.Server) -> Iterator[_Jupyter]:
    port = servers.free_port()
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        assert engine.home is not None
        process = subprocess.Popen(
            [
                *(sys.executable, "-m", "jupyter_server", "--no-browser", "--allow-root"),
                *(f"--ServerApp.port={port}", "--ServerApp.port_retries=0"),
                *("--ServerApp.ip=127.0.0.1", f"--ServerApp.root_dir={folder}"),
                f"--IdentityProvider.token={TOKEN}",
                "--ServerApp.jpserver_extensions={'jupyterlab_offload': True}",
            ],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            env={
                **os.environ,
                "OFFLOAD_HOME": str(engine.home.root),
                "OFFLOAD_CONFIG": folder,
                "JUPYTER_CONFIG_DIR": folder,
                "JUPYTER_DATA_DIR": folder,
                "JUPYTER_RUNTIME_DIR": folder,
            },
        )
        try:
            servers.wait(f"http://127.0.0.1:{port}/api", process)
            yield _Jupyter(f"127.0.0.1:{port}", process.pid)
        finally:
            process.terminate()
            process.wait()
