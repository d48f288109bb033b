"""The proxy of a Jupyter server, before a real engine."""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from tornado.httpclient import HTTPResponse

from jupyterlab_offload.submit.backends import LOCAL_BUCKET
from jupyterlab_offload.tests.local.conftest import LIVE_SETTINGS, wait_for
from jupyterlab_offload.tests.local.live import LiveEngine

Fetch = Callable[..., Awaitable[HTTPResponse]]
Ask = Callable[..., Awaitable[HTTPResponse]]

JSON = "application/x-amz-json-1.1"
PREFIXES = {"sagemaker": "SageMaker.", "logs": "Logs_20140328."}


@pytest.fixture(scope="session")
def proxied_engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LiveEngine]:
    """A real engine with the bucket of the backend `local`; use keys and jobs of your own."""
    live = LiveEngine(tmp_path_factory.mktemp("proxied"), LIVE_SETTINGS)
    live.s3.create_bucket(Bucket=LOCAL_BUCKET)
    yield live
    live.close()


@pytest.fixture
def engine_home(
    proxied_engine: LiveEngine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Path:
    """The folder of the engine that the server finds, and settings that are nobody's."""
    monkeypatch.setenv("OFFLOAD_HOME", str(proxied_engine.home.root))
    return proxied_engine.home.root


@pytest.fixture
def ask(jp_fetch: Fetch) -> Ask:
    """``ask("sagemaker", "ListTrainingJobs", {…})``: the answer, whatever its status."""

    async def ask(
        service: str, operation: str, input: Any = None, backend: str = "local", **more: Any
    ) -> HTTPResponse:
        headers = {"Content-Type": JSON, "X-Amz-Target": PREFIXES[service] + operation}
        headers.update(more.pop("headers", {}))
        body = input if isinstance(input, bytes) else json.dumps(input or {})
        return await jp_fetch(
            *("offload", "aws", backend, service, ""),
            method="POST",
            body=body,
            headers=headers,
            raise_error=False,
            **more,
        )

    return ask


@pytest.fixture
def read(jp_fetch: Fetch) -> Ask:
    """``read("offload-local/key?x-id=GetObject")``: the answer of S3, whatever its status."""

    async def read(path: str, backend: str = "local", **more: Any) -> HTTPResponse:
        path, _, query = path.partition("?")
        return await jp_fetch(
            *("offload", "aws", backend, "s3", *path.split("/")),
            params=dict(pair.split("=", 1) for pair in query.split("&")) if query else {},
            raise_error=False,
            **more,
        )

    return read


@pytest.fixture(name="wait_for")
def _wait_for() -> Any:
    return wait_for
