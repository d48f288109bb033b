"""Hyperparameters as SageMaker's own training toolkit reads them: for itself, and for a script.

The SageMaker SDK sends every value as JSON (``"\\"train.py\\""``), other clients as it is; values
that are no JSON are taken literally.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

PREFIX = "sagemaker_"
_RESERVED = frozenset({"_tuning_objective_metric", "default_user_module_name"})


def decode(hyperparameters: Mapping[str, str]) -> dict[str, Any]:
    """Values by name, JSON decoded where they are JSON."""
    return {name: _decode(value) for name, value in hyperparameters.items()}


def _decode(value: str) -> Any:
    try:
        return json.loads(value)
    except (ValueError, RecursionError):
        return value


def for_script(decoded: Mapping[str, Any]) -> dict[str, Any]:
    """Those that are the script's own."""
    return {
        name: value
        for name, value in decoded.items()
        if not (name.startswith(PREFIX) or name in _RESERVED)
    }


def for_framework(decoded: Mapping[str, Any]) -> dict[str, Any]:
    """Those that are SageMaker's."""
    mine = for_script(decoded)
    return {name: value for name, value in decoded.items() if name not in mine}


def arguments(own: Mapping[str, Any]) -> list[str]:
    """``--name value`` for each, sorted by name; ``-n value`` for names of one letter."""
    return [part for name in sorted(own) for part in (_flag(name), _argument(own[name]))]


def _flag(name: str) -> str:
    return f"--{name}" if len(name) > 1 else f"-{name}" if name else ""


def _argument(value: Any) -> str:
    if isinstance(value, dict):
        return ",".join(f"{name}={item}" for name, item in sorted(value.items()))
    return "" if value is None else str(value)


def variable(value: Any) -> str:
    """A value as the toolkit writes it into an environment variable."""
    if value is None:
        return ""
    if isinstance(value, str):
        return value
    return json.dumps(value, sort_keys=True, separators=(",", ":"))
