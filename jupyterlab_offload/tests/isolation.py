"""Keeps a test from the user's own settings and credentials."""

from __future__ import annotations

from pathlib import Path

import pytest

_UNSET = (
    *("OFFLOAD_BACKEND", "OFFLOAD_BACKENDS", "AWS_PROFILE", "AWS_ENDPOINT_URL"),
    *("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN"),
)


def nobodys(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Settings and caches below `folder`, none of which is there yet, and no credentials."""
    for name in ("CACHE", "CONFIG"):
        monkeypatch.setenv(f"OFFLOAD_{name}", str(folder / name.lower()))
    for name in _UNSET:
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("AWS_CONFIG_FILE", str(folder / "no-config"))
    monkeypatch.setenv("AWS_SHARED_CREDENTIALS_FILE", str(folder / "no-credentials"))
    monkeypatch.setenv("AWS_EC2_METADATA_DISABLED", "true")
