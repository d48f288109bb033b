"""The servers that a bench run compares: the engine, moto's, and one that answers a constant."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import boto3
from botocore.config import Config

from jupyterlab_offload.local import ensure_engine, stop_engine
from jupyterlab_offload.local.home import Home


@dataclass(frozen=True)
class Server:
    """A server on loopback that speaks (some of) AWS; ``home`` only where it is the engine."""

    url: str
    pid: int
    access_key: str
    secret_key: str
    home: Home | None = None

    def client(self, service: str) -> Any:
        """A boto3 client without retries, so that a failure shows as one."""
        make: Any = boto3.client  # the stubs know each service's name, not a variable
        return make(
            service,
            endpoint_url=self.url,
            region_name="us-east-1",
            aws_access_key_id=self.access_key,
            aws_secret_access_key=self.secret_key,
            config=Config(retries={"total_max_attempts": 1}, max_pool_connections=16),
        )

    def memory(self, field: str = "VmRSS") -> float:
        """Resident memory of the server process in MB; ``VmHWM`` for its peak (Linux)."""
        for line in Path(f"/proc/{self.pid}/status").read_text().splitlines():
            if line.startswith(field):
                return int(line.split()[1]) / 1024
        raise RuntimeError(f"no {field} for process {self.pid}")


@contextmanager
def engine(
    folder: Path | None = None, prepare: Callable[[Home], None] | None = None
) -> Iterator[Server]:
    """An engine of its own in a new folder, stopped at the end.

    ``prepare`` fills the folder before the engine starts.
    """
    with tempfile.TemporaryDirectory(dir=folder, ignore_cleanup_errors=True) as name:
        home = Home(Path(name))
        if prepare is not None:
            prepare(home.create())
        info = ensure_engine(home.root)
        try:
            yield Server(info.url, info.pid, info.access_key, info.secret_key, home)
        finally:
            stop_engine(home.root)


@contextmanager
def moto() -> Iterator[Server]:
    """moto's server."""
    with _process("-m", "moto.server", "-H", "127.0.0.1", "-p") as server:
        yield server


@contextmanager
def constant() -> Iterator[Server]:
    """A Tornado server that answers every request with the same few bytes."""
    with _process(str(Path(__file__).with_name("constant_server.py"))) as server:
        yield server


def free_port() -> int:
    """A port that nobody listens on at this moment."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    return port


@contextmanager
def _process(*arguments: str) -> Iterator[Server]:
    port = free_port()
    process = subprocess.Popen(
        [sys.executable, *arguments, str(port)],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        env={**os.environ, "PYTHONDONTWRITEBYTECODE": "1"},
    )
    url = f"http://127.0.0.1:{port}"
    try:
        wait(url, process)
        yield Server(url, process.pid, "bench", "bench")
    finally:
        process.terminate()
        process.wait()


def wait(url: str, process: subprocess.Popen[bytes]) -> None:
    """Returns when a server that was just started answers."""
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline and process.poll() is None:
        try:
            urllib.request.urlopen(url, timeout=5).close()
            return
        except urllib.error.HTTPError:
            return
        except OSError:
            time.sleep(0.05)
    raise RuntimeError(f"the server at {url} did not start")
