"""What a cell takes along: handed over by whoever looked at the notebook."""

from __future__ import annotations

import platform
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from ..codecs import Encoded
from ..spec import Json
from ..transfer import Blob, file_blob, hashed, joined


def _python() -> Json:
    return {"version": platform.python_version(), "implementation": sys.implementation.name}


@dataclass(frozen=True)
class Payload:
    """See manifest.schema.json for the members; `modules`, `files` and `data` are by relative path.

    `packages` is what `--requirements auto` found, in the form of the manifest.
    """

    parts: Sequence[Json]
    inputs: Sequence[Encoded] = ()
    prelude: Sequence[Json] = ()
    modules: Mapping[str, Path] = field(default_factory=dict)
    files: Mapping[str, Path] = field(default_factory=dict)
    data: Mapping[str, Path] = field(default_factory=dict)
    untouched: Sequence[str] = ()
    random_state: Sequence[str] = ()
    options: Mapping[str, Json] = field(default_factory=dict)
    packages: Sequence[str | Json] = ()
    files_bytes: int | None = None
    """How much of what the cell writes may come back; None: the driver's own limit."""
    python: Json = field(default_factory=_python)


@dataclass(frozen=True)
class Packed:
    """A payload whose bytes have their digests. `body` is the manifest without job and nonce;
    `data_size` are the bytes of local data, which is among the blobs."""

    body: Json
    blobs: list[Blob]
    data_size: int


def packed(payload: Payload) -> Packed:
    """Hash everything once. Raises OSError for a file that cannot be read."""
    inputs = hashed((", ".join(item.names), item.chunks) for item in payload.inputs)
    modules = _placed(payload.modules)
    files = _placed(payload.files)
    data = _data(payload.data)
    body: Json = {
        "version": 1,
        "parts": list(payload.parts),
        "python": payload.python,
        "prelude": list(payload.prelude),
        "inputs": [
            {
                "names": item.names,
                "format": item.format,
                "meta": item.meta,
                "sha256": blob.sha256,
                "size": blob.size,
            }
            for item, blob in zip(payload.inputs, inputs, strict=True)
        ],
        "modules": _listed(modules),
        "files": _listed(files),
        "untouched": list(payload.untouched),
        "random_state": list(payload.random_state),
        "options": dict(payload.options),
    }
    if data:
        body["data"] = _listed(data)
    blobs = [*inputs, *modules.values(), *files.values(), *data.values()]
    return Packed(body, blobs, joined(list(data.values())))


_hashed: dict[tuple[Path, int, int, int], Blob] = {}
"""Local data of this process by path, inode, size and time of change: a cell that runs again need
not read gigabytes again. What is sent is compared with its digest all the same."""


def _data(files: Mapping[str, Path]) -> dict[str, Blob]:
    found: dict[str, Blob] = {}
    for path, source in files.items():
        known = source.stat()
        key = (source.resolve(), known.st_ino, known.st_size, known.st_mtime_ns)
        if key not in _hashed:
            _hashed[key] = file_blob(source.resolve(), path)
        found[path] = _hashed[key]
    return found


def _placed(files: Mapping[str, Path]) -> dict[str, Blob]:
    return {path: file_blob(source, path) for path, source in files.items()}


def _listed(blobs: Mapping[str, Blob]) -> list[Json]:
    return [
        {"path": path, "sha256": blob.sha256, "size": blob.size} for path, blob in blobs.items()
    ]
