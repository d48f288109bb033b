"""The user's folders: what may be deleted at any time, and what must not."""

from __future__ import annotations

import contextlib
import os
from pathlib import Path

NAME = "jupyterlab-offload"


def cache_folder() -> Path:
    """Where caches are kept (`OFFLOAD_CACHE` moves it); made, closed to others, where it can be."""
    named = os.environ.get("OFFLOAD_CACHE")
    folder = Path(named).expanduser() if named else _platform_cache()
    with contextlib.suppress(OSError):  # whoever uses it does without
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return folder


def config_folder() -> Path:
    """Where the user's settings are (`OFFLOAD_CONFIG` moves it); perhaps not there."""
    named = os.environ.get("OFFLOAD_CONFIG")
    if named:
        return Path(named).expanduser()
    from platformdirs import user_config_path

    return user_config_path(NAME, appauthor=False)


def backends_file() -> Path:
    """The file of backends: `OFFLOAD_BACKENDS`, else backends.json among the settings."""
    named = os.environ.get("OFFLOAD_BACKENDS")
    return Path(named).expanduser() if named else config_folder() / "backends.json"


def defaults_file() -> Path:
    """The file of options' defaults: `OFFLOAD_DEFAULTS`, else defaults.json among the settings."""
    named = os.environ.get("OFFLOAD_DEFAULTS")
    return Path(named).expanduser() if named else config_folder() / "defaults.json"


def _platform_cache() -> Path:
    from platformdirs import user_cache_path

    return user_cache_path(NAME, appauthor=False)
