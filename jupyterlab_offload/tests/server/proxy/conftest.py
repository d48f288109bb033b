"""The proxy of a Jupyter server, before a real engine."""

from __future__ import annotations

import contextlib
import json
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import AbstractAsyncContextManager
from pathlib import Path
from typing import Any

import pytest
from tornado.httpclient import HTTPResponse
from tornado.httputil import HTTPHeaders

from jupyterlab_offload.submit import connection
from jupyterlab_offload.submit.backends import LOCAL_BUCKET
from jupyterlab_offload.tests.local.conftest import LIVE_SETTINGS
from jupyterlab_offload.tests.local.live import LiveEngine

from .fake_aws import ACCOUNT, FakeAws, Script, serving

Fetch = Callable[..., Awaitable[HTTPResponse]]
Ask = Callable[..., Awaitable[HTTPResponse]]
Aws = Callable[[Script], AbstractAsyncContextManager[FakeAws]]

WAIT_SECONDS = 120.0
"""For an answer: a busy machine takes long to load a service's model."""
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
            request_timeout=WAIT_SECONDS,
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
            request_timeout=WAIT_SECONDS,
            **more,
        )

    return read


@pytest.fixture
def send(http_server_client: Any, jp_auth_header: dict[str, str], jp_base_url: str) -> Ask:
    """``send("GET", "local/s3/…")``: an address as it is, not encoded by anybody."""

    async def send(
        method: str, address: str, body: bytes | None = None, headers: Any = ()
    ) -> HTTPResponse:
        given = HTTPHeaders()
        for name, value in (*jp_auth_header.items(), *headers):
            given.add(name, value)
        found: HTTPResponse = await http_server_client.fetch(
            f"{jp_base_url}offload/aws/{address}",
            method=method,
            headers=given,
            body=body,
            allow_nonstandard_methods=True,
            raise_error=False,
            request_timeout=WAIT_SECONDS,
            follow_redirects=False,
            decompress_response=False,
        )
        return found

    return send


KEY = "AKIAIOSFODNN7EXAMPLE"
SECRET = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY"
TOKEN = "FwoGZXIvYXdzEXAMPLETOKEN"


@pytest.fixture
def aws(settings: Path, monkeypatch: pytest.MonkeyPatch) -> Aws:
    """``async with aws(script) as fake``: the backend `class`, on an AWS that is a fake."""
    place = {
        "region": "eu-west-1",
        "role": f"arn:aws:iam::{ACCOUNT}:role/offload",
        "bucket": "class-2026",
        "prefix": "offload/",
    }
    (settings / "backends.json").write_text(json.dumps({"backends": {"class": place}}))
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", KEY)
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", SECRET)
    monkeypatch.setenv("AWS_SESSION_TOKEN", TOKEN)

    @contextlib.asynccontextmanager
    async def start(script: Script) -> AsyncIterator[FakeAws]:
        async with serving(script) as fake:
            monkeypatch.setenv("AWS_ENDPOINT_URL", fake.url)
            # Connections are kept by name: this one is of this test's endpoint.
            connection._connections.clear()
            yield fake
        connection._connections.clear()

    return start
