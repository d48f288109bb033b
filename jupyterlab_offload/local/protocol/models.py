"""botocore's service models, cut down to what is served and kept on disk.

The whole SageMaker model costs 10 MB and 0.1 s; the served part loads in milliseconds. A cut is
kept under a name that says which botocore and which operations it was made from, so a new
botocore or a new operation makes a new one. It can be thrown away at any time.
"""

from __future__ import annotations

import functools
import gzip
import hashlib
import json
import os
import tempfile
from pathlib import Path
from typing import Any

import botocore
from botocore.model import ServiceModel
from botocore.utils import deep_merge

from ..home import Home
from .served import SERVED

_CUT_FORMAT = 2
_DOCUMENTATION = frozenset(
    {
        "documentation",
        "documentationUrl",
        "endpoint",
        "staticContextParams",
        "contextParam",
        "operationContextParams",
        "endpointdiscovery",
        "examples",
    }
)


class UnknownService(KeyError):
    """The engine serves no service of that name."""


def service_model(service: str, home: Home | None = None) -> ServiceModel:
    """The served part of a service's model, loaded once per process.

    With a home the cut is read from, or written to, ``home.models``. Raises UnknownService.
    """
    if service not in SERVED:
        raise UnknownService(service)
    model = _loaded.get(service)
    if model is None:
        model = _loaded[service] = ServiceModel(_description(service, home), service)
    return model


@functools.cache
def all_operations(service: str) -> frozenset[str]:
    """Every operation that botocore knows of a service: to tell "not here" from "no such thing"."""
    return frozenset(_whole(service)["operations"])


@functools.cache
def all_uris(service: str) -> dict[str, tuple[str, str]]:
    """Method and URI template of every operation that botocore knows of a REST service."""
    operations = _whole(service)["operations"]
    return {
        name: (of["http"]["method"], of["http"]["requestUri"]) for name, of in operations.items()
    }


_loaded: dict[str, ServiceModel] = {}


def _description(service: str, home: Home | None) -> dict[str, Any]:
    if home is None:
        return _cut(_whole(service), SERVED[service])
    path = home.models / _cut_name(service)
    try:
        kept: dict[str, Any] = json.loads(path.read_bytes())
        return kept
    except (OSError, ValueError):
        description = _cut(_whole(service), SERVED[service])
        _keep(path, description)
        return description


def _cut_name(service: str) -> str:
    made_from = json.dumps([_CUT_FORMAT, botocore.__version__, SERVED[service]])
    digest = hashlib.sha256(made_from.encode()).hexdigest()[:12]
    return f"{service}-{botocore.__version__}-{digest}.json"


def _keep(path: Path, description: dict[str, Any]) -> None:
    """Written aside and renamed: another engine may be reading. Without a disk it works too."""
    try:
        descriptor, name = tempfile.mkstemp(dir=path.parent, prefix=".cut-")
        with os.fdopen(descriptor, "w", encoding="utf-8") as file:
            json.dump(description, file, separators=(",", ":"))
        os.replace(name, path)
    except OSError:
        return


def _whole(service: str) -> dict[str, Any]:
    """botocore's own description, as its loader would find it in the newest API version."""
    folder = Path(botocore.__file__).parent / "data" / service
    newest = max(path for path in folder.iterdir() if path.is_dir())
    packed = newest / "service-2.json.gz"
    if packed.exists():
        text = gzip.decompress(packed.read_bytes())
    else:
        text = (newest / "service-2.json").read_bytes()
    description: dict[str, Any] = json.loads(text)
    extras = newest / "service-2.sdk-extras.json"
    if extras.exists():
        deep_merge(description, json.loads(extras.read_bytes())["merge"])
    return description


def _cut(whole: dict[str, Any], operations: tuple[str, ...]) -> dict[str, Any]:
    shapes = whole["shapes"]
    kept: dict[str, Any] = {}
    cut_operations = {name: _bare(whole["operations"][name]) for name in operations}
    waiting = [shape for operation in cut_operations.values() for shape in _named(operation)]
    while waiting:
        name = waiting.pop()
        if name not in kept:
            kept[name] = _bare(shapes[name])
            waiting.extend(_named(kept[name]))
    return {"metadata": whole["metadata"], "operations": cut_operations, "shapes": kept}


def _bare(described: Any) -> Any:
    """A shape or operation without its prose, which is most of a model's bytes."""
    if isinstance(described, list):
        return [_bare(item) for item in described]
    if not isinstance(described, dict):
        return described
    bare = {}
    for name, value in described.items():
        if name == "members":
            bare[name] = {member: _bare(of) for member, of in value.items()}
        elif name not in _DOCUMENTATION:
            bare[name] = _bare(value)
    return bare


def _named(described: Any) -> list[str]:
    """Names of the shapes that a shape or operation refers to."""
    if isinstance(described, list):
        return [name for item in described for name in _named(item)]
    if not isinstance(described, dict):
        return []
    found = []
    for key, value in described.items():
        if key == "shape" and isinstance(value, str):
            found.append(value)
        elif key == "members":
            found.extend(name for member in value.values() for name in _named(member))
        else:
            found.extend(_named(value))
    return found
