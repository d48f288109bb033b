"""The engines of the local tests, and a place in a bucket of one of them."""

from __future__ import annotations

import pytest

from jupyterlab_offload.tests.local.conftest import bucket, live_engine  # noqa: F401  # fixtures
from jupyterlab_offload.transfer import Place


@pytest.fixture
def place(bucket: str) -> Place:  # noqa: F811  # the fixture's value
    return Place(bucket, "offload/", "000000000000")
