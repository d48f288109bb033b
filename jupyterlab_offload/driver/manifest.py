"""The manifest: what is to run, with which inputs. Verified, then checked for its shape.

manifest.json, version 1 (every key but the first four may be missing):

- ``version`` 1, ``job``, ``nonce``, ``parts`` ``[{cell_id, source, first_line, label}]``: plain
  Python; `first_line` is the cell's line on which `source` begins (2 below a magic, which is line
  1), `label` what a traceback calls the cell, such as ``In[5]``.
- ``python`` ``{version, implementation}`` of the kernel.
- ``prelude`` ``[{kind, source, label, first_line}]``, run in order before the parts. Kind ``input``
  has no source but ``index``: that input is decoded here, not after the prelude.
- ``inputs`` ``[{names, format, meta, sha256, size}]``. The names ``@random``, ``@numpy.random``
  and ``@torch`` are states of generators, ``@decimal`` decimal's context, ``@sklearn.diagrams`` how
  many diagrams it has numbered, ``@option.pandas.X`` an option that JSON cannot hold, such as a
  function: all are restored instead of bound.
- ``modules``, ``files`` ``[{path, sha256, size}]``: relative paths, `/` between the parts.
- ``data`` is the same; the path's first part is the channel in whose folder the file is found.
- ``untouched``: names of inputs that the source is seen not to change.
- ``outputs`` ``{mode: auto | names, names}``; ``random_state``: names of generators to send back.
- ``requirements`` ``{mode: auto | none | file, packages}``; a package is a requirement (``a==1``)
  or ``{package, version, module, exact}``.
- ``options`` ``{library: {name: value}}``, as `codecs.options` has them; ``environment``
  ``{name: value}``; ``masked`` names of variables whose values the log does not show.
- ``limits`` ``{seconds, reserve, files_bytes}``: the job's MaxRuntimeInSeconds, how long before
  that the run ends by itself, how many bytes of written files come back.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, field
from typing import Any, Mapping

from .boot import MANIFEST, NONCE
from .refusal import SetupError

VERSION = 1
FILES_BYTES = 100 << 20
RESERVE_SECONDS = 30.0


@dataclass(frozen=True)
class Part:
    """A cell's source, or one of several."""

    source: str
    first_line: int = 2
    cell_id: str = ""
    label: str = ""


@dataclass(frozen=True)
class Blob:
    """Bytes that the manifest names by their SHA-256."""

    sha256: str
    size: int


@dataclass(frozen=True)
class Input(Blob):
    """An encoded group of values."""

    names: tuple[str, ...]
    format: str
    meta: dict[str, Any]


@dataclass(frozen=True)
class Placed(Blob):
    """A file, with its path below the folder it belongs to."""

    path: str


@dataclass(frozen=True)
class Limits:
    seconds: float | None = None
    reserve: float = RESERVE_SECONDS
    files_bytes: int = FILES_BYTES


@dataclass(frozen=True)
class Manifest:
    """See the module's text; `raw` is the whole."""

    job: str
    nonce: str
    parts: tuple[Part, ...]
    inputs: tuple[Input, ...] = ()
    modules: tuple[Placed, ...] = ()
    files: tuple[Placed, ...] = ()
    data: tuple[Placed, ...] = ()
    prelude: tuple[dict[str, Any], ...] = ()
    untouched: frozenset[str] = frozenset()
    wanted: tuple[str, ...] | None = None
    random_state: tuple[str, ...] = ()
    requirements: dict[str, Any] = field(default_factory=dict)
    options: dict[str, dict[str, Any]] = field(default_factory=dict)
    environment: dict[str, str] = field(default_factory=dict)
    masked: tuple[str, ...] = ()
    limits: Limits = Limits()
    raw: dict[str, Any] = field(default_factory=dict, repr=False)


def load(path: str, env: Mapping[str, str]) -> Manifest:
    """The manifest of a job, if it is the one that the request names. Raises SetupError."""
    try:
        with open(path, "rb") as file:
            data = file.read()
    except OSError as error:
        raise SetupError(f"the manifest cannot be read: {error}") from error
    if hashlib.sha256(data).hexdigest() != env.get(MANIFEST):
        raise SetupError("the manifest is not the one that was sent: nothing runs")
    try:
        manifest = parse(json.loads(data))
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise SetupError(f"the manifest is malformed: {type(error).__name__}: {error}") from error
    if manifest.nonce != env.get(NONCE):
        raise SetupError("the manifest belongs to another job: nothing runs")
    return manifest


def parse(raw: dict[str, Any]) -> Manifest:
    """The manifest of what was read from JSON. Raises ValueError, KeyError or TypeError."""
    if raw["version"] != VERSION:
        raise ValueError(f"version {raw['version']!r} is unknown")
    outputs = raw.get("outputs", {})
    limits = raw.get("limits", {})
    return Manifest(
        job=str(raw["job"]),
        nonce=str(raw["nonce"]),
        parts=tuple(_part(part) for part in raw["parts"]),
        inputs=tuple(_input(item) for item in raw.get("inputs", ())),
        modules=tuple(_placed(item) for item in raw.get("modules", ())),
        files=tuple(_placed(item) for item in raw.get("files", ())),
        data=tuple(_placed(item) for item in raw.get("data", ())),
        prelude=tuple(dict(item) for item in raw.get("prelude", ())),
        untouched=frozenset(raw.get("untouched", ())),
        wanted=tuple(outputs.get("names", ())) if outputs.get("mode") == "names" else None,
        random_state=tuple(_generators(raw.get("random_state"))),
        requirements=dict(raw.get("requirements") or {}),
        options={key: dict(found) for key, found in (raw.get("options") or {}).items()},
        environment={key: str(found) for key, found in (raw.get("environment") or {}).items()},
        masked=tuple(str(name) for name in raw.get("masked", ())),
        limits=Limits(
            None if limits.get("seconds") is None else float(limits["seconds"]),
            float(limits.get("reserve", RESERVE_SECONDS)),
            int(limits.get("files_bytes", FILES_BYTES)),
        ),
        raw=raw,
    )


def _part(raw: dict[str, Any]) -> Part:
    line = int(raw.get("first_line", Part.first_line))
    return Part(str(raw["source"]), line, str(raw.get("cell_id", "")), str(raw.get("label") or ""))


def _input(raw: dict[str, Any]) -> Input:
    names = tuple(str(name) for name in raw["names"])
    return Input(_digest(raw), int(raw["size"]), names, str(raw["format"]), dict(raw["meta"]))


def _placed(raw: dict[str, Any]) -> Placed:
    path = str(raw["path"])
    pieces = path.split("/")
    if not path or "\0" in path or any(piece in ("", ".", "..") for piece in pieces):
        raise ValueError(f"{path!r} is no path below a folder")
    return Placed(_digest(raw), int(raw["size"]), path)


def _digest(raw: dict[str, Any]) -> str:
    found = raw["sha256"]
    if len(found) != 64 or set(found) - set("0123456789abcdef"):
        raise ValueError(f"{found!r} is no SHA-256")
    return str(found)


def _generators(raw: Any) -> list[str]:
    return [str(name) for name in raw] if isinstance(raw, list) else []
