"""A connection that was made stays good."""

from __future__ import annotations

from pathlib import Path

import pytest

from jupyterlab_offload.local import engine_status, stop_engine
from jupyterlab_offload.submit import active, connect


def test_an_engine_that_ended_while_a_cell_is_sent_is_started_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OFFLOAD_HOME", str(tmp_path / "engine"))
    connection = connect(active())
    s3 = connection.client("s3")
    try:
        s3.create_bucket(Bucket="kept")
        for _ in range(2):
            assert stop_engine()
            assert [found["Name"] for found in s3.list_buckets()["Buckets"]] == ["kept"]
            assert engine_status() is not None
    finally:
        stop_engine(force=True)
