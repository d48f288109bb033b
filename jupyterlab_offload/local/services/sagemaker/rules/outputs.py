"""Rules for where a job's results go.

Whether the output bucket exists is not asked here: AWS finds out when it uploads.
"""

from __future__ import annotations

import posixpath
from typing import Any

from ..errors import invalid
from .places import s3_place

_TAKEN = ("/opt/ml/input", "/opt/ml/model", "/opt/ml/output", "/opt/ml/code")
"""Folders that SageMaker itself fills or collects."""
_SIDE_OUTPUTS = ("DebugHookConfig", "TensorBoardOutputConfig", "ProfilerConfig")


def check(request: dict[str, Any]) -> None:
    s3_place(request["OutputDataConfig"]["S3OutputPath"], "OutputDataConfig.S3OutputPath")
    for member in _SIDE_OUTPUTS:
        path = request.get(member, {}).get("S3OutputPath")
        if path is not None:
            s3_place(path, f"{member}.S3OutputPath")
    if "CheckpointConfig" in request:
        _check_checkpoints(request["CheckpointConfig"])


def _check_checkpoints(checkpoints: dict[str, Any]) -> None:
    s3_place(checkpoints["S3Uri"], "CheckpointConfig.S3Uri")
    path = checkpoints.get("LocalPath")
    if path is None:
        return
    plain = posixpath.normpath(path)
    if not path.startswith("/") or ".." in path.split("/") or "\0" in path:
        raise invalid(f"Invalid CheckpointConfig.LocalPath: '{path}' must be an absolute path.")
    holds_others = plain == "/" or any(f"{taken}/".startswith(f"{plain}/") for taken in _TAKEN)
    inside = any(plain.startswith(f"{taken}/") for taken in _TAKEN)
    if holds_others or inside:
        raise invalid(
            f"Invalid CheckpointConfig.LocalPath: '{path}' must not hold, or be in, a folder that"
            " SageMaker uses itself."
        )
