"""A server in this process and boto3 in front of it: quick, and open to fault injection."""

from __future__ import annotations

import time
import uuid
from collections.abc import Iterator
from typing import Any

import pytest
from botocore.config import Config

from jupyterlab_offload.local.context import Engine
from jupyterlab_offload.local.engine import build
from jupyterlab_offload.local.home import Home
from jupyterlab_offload.local.settings import Settings
from jupyterlab_offload.tests.local.protocol.wire import Wire


@pytest.fixture(scope="package")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Wire]:
    """One server for all tests here: use buckets of your own."""
    home = Home(tmp_path_factory.mktemp("s3") / "home").create()
    wire = Wire(build(home, Settings(slots=1), time.time))
    yield wire
    wire.close()
    wire.engine.db.close()


@pytest.fixture(scope="package")
def s3(served: Wire) -> Any:
    """A boto3 client that does not try again."""
    return served.client("s3", config=Config(retries={"total_max_attempts": 1}))


@pytest.fixture
def bucket(s3: Any) -> str:
    """A new bucket under a name that nobody used."""
    name = f"test-{uuid.uuid4().hex[:12]}"
    s3.create_bucket(Bucket=name)
    return name


@pytest.fixture
def engine(served: Wire) -> Engine:
    """The engine behind the server; its index belongs to the server's thread: ``served.call``."""
    return served.engine
