"""The typed formats, tried one after the other."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

# Each of these tells the builder and the reader what it knows.
from . import frames, scalars, sparse  # noqa: F401  # imported for what they register
from .box import boxed
from .builder import Builder
from .errors import NotTyped
from .libraries import library_of, version_of
from .memory import Section, section_of
from .npy import npy_file
from .safetensors import safetensors_file
from .text import json_bytes

BOXED = {"numpy": "tree", "pandas": "frame", "polars": "arrow", "scipy": "sparse"}
"""What a container is called whose value is of a library; ``tree`` otherwise."""


@dataclass
class Typed:
    """A value in a typed format, and what it shares with others."""

    format: str
    section: Section
    meta: dict[str, Any]
    builder: Builder


def typed(value: Any) -> Typed:
    """The first typed format that holds the value exactly. Raises NotTyped."""
    library = library_of(type(value))
    if library == "numpy":
        try:
            return _with(npy_file, "npy", value)
        except NotTyped:
            pass
    if library == "torch" or type(value) is dict:
        try:
            return _with(safetensors_file, "safetensors", value)
        except NotTyped:
            pass
    builder = Builder()
    try:
        node = builder.node(value)
    except RecursionError as error:
        raise NotTyped("nested too deeply") from error
    if not builder.sections:
        return _made("json", section_of(json_bytes(node)), {}, builder)
    name = BOXED.get(library, "tree")
    return _made(name, boxed(node, builder.sections), {}, builder)


def _with(write: Any, name: str, value: Any) -> Typed:
    builder = Builder()
    section, meta = write(builder, value)
    return _made(name, section, meta, builder)


def _made(name: str, section: Section, meta: dict[str, Any], builder: Builder) -> Typed:
    libraries = {library: version_of(library) for library in sorted(builder.libraries)}
    return Typed(name, section, {**meta, "libraries": libraries}, builder)
