"""Other people's libraries: found where they are loaded, imported only to bring a value back."""

from __future__ import annotations

import importlib
import sys
from typing import Any

from .errors import CodecError


def loaded(name: str) -> Any:
    """The module if this process already uses it, else None. A value of it needs it loaded."""
    return sys.modules.get(name)


def needed(name: str) -> Any:
    """The module that a decoded value belongs to. Raises CodecError where it is not installed."""
    try:
        return importlib.import_module(name)
    except ImportError as error:
        raise CodecError(f"the value needs {name}, which does not import here: {error}") from error


def library_of(kind: type) -> str:
    """The top-level package that a type says it comes from."""
    module = getattr(kind, "__module__", None)
    return module.partition(".")[0] if isinstance(module, str) else ""


def version_of(name: str) -> str | None:
    """The version of a loaded top-level package, or None where it has none (stdlib, local)."""
    version = getattr(sys.modules.get(name), "__version__", None)
    if isinstance(version, str) and not is_standard(name):
        return version
    return None


def is_standard(name: str) -> bool:
    """Whether a top-level module is part of Python itself, as far as this Python knows."""
    known = getattr(sys, "stdlib_module_names", None)
    if known is not None:
        return name in known
    origin = getattr(getattr(sys.modules.get(name), "__spec__", None), "origin", None) or ""
    return origin in ("built-in", "frozen") or (
        "lib/python" in origin and "-packages" not in origin
    )
