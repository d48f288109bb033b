"""Where AWS's credentials come from, so that new ones are noticed."""

from __future__ import annotations

import os
from pathlib import Path

Stamp = tuple[object, ...]
_FILES = {"AWS_CONFIG_FILE": "~/.aws/config", "AWS_SHARED_CREDENTIALS_FILE": "~/.aws/credentials"}


def stamp() -> Stamp:
    """Another one when AWS's variables or files have changed.

    botocore reads them once for a session: whoever was told to run `aws configure`, or to set a
    variable in the kernel, would be told the same again until the kernel restarts. What it renews
    itself (SSO, roles) is not looked at.
    """
    variables = tuple(sorted((k, v) for k, v in os.environ.items() if k.startswith("AWS_")))
    return (variables, *(_state(name, path) for name, path in _FILES.items()))


def _state(name: str, path: str) -> tuple[int, int] | None:
    try:
        found = Path(os.environ.get(name) or path).expanduser().stat()
    except (OSError, RuntimeError):
        return None
    return found.st_mtime_ns, found.st_ino
