"""Bytes to values. Nothing in the bytes runs unless `allow_pickle` says that they are trusted."""

from __future__ import annotations

from typing import Any, BinaryIO

from . import typed as _typed  # noqa: F401  # registers every kind of node
from .box import Box
from .errors import CodecError
from .memory import read_exactly, size_of
from .npy import read_npy
from .pickled.load import load
from .reader import Reader
from .safetensors import read_safetensors
from .text import parse_json

BOXED = ("tree", "frame", "arrow", "sparse")
TYPED = ("json", "npy", "safetensors", *BOXED)


def decode(
    format: str, meta: dict[str, Any], file: BinaryIO, *, allow_pickle: bool
) -> dict[str, object]:
    """The values of one file (open for reading, seekable), by name.

    Raises CodecError for bytes or a `meta` that are not what they say, for a missing library, and
    for a pickle without `allow_pickle`. Memory is taken only for as much as the file really has.
    All formats but pickle are read to the last byte before a value is given out: a file that is
    still arriving is verified by then.
    """
    names = meta.get("names") if isinstance(meta, dict) else None
    if not isinstance(names, list) or not names or not all(type(n) is str for n in names):
        raise CodecError("the description lacks the names")
    if format == "pickle":
        if not allow_pickle:
            raise CodecError("a pickle is not loaded: it is not trusted here")
        values = load(Box(file))
    else:
        values = (_decoded(format, meta, file),)
    if type(values) is not tuple or len(values) != len(names):
        raise CodecError("there are not as many values as names")
    return dict(zip(names, values))


def _decoded(format: str, meta: dict[str, Any], file: BinaryIO) -> object:
    if format not in TYPED:
        raise CodecError(f"there is no format {format!r}")
    try:
        value = _read(format, meta, file)
        file.seek(size_of(file) - 1)
        read_exactly(file, 1)
        return value
    except CodecError:
        raise
    except Exception as error:
        # Forged descriptions fail in numpy, pandas and Arrow in more ways than can be listed.
        name = type(error).__name__
        raise CodecError(f"the bytes do not decode as {format}: {name}: {error}") from error


def _read(format: str, meta: dict[str, Any], file: BinaryIO) -> object:
    if format == "npy":
        return read_npy(meta, file)
    if format == "safetensors":
        return read_safetensors(meta, file)
    if format == "json":
        size = size_of(file)
        file.seek(0)
        return Reader(None).value(parse_json(read_exactly(file, size)))
    box = Box(file)
    value = Reader(box).value(box.doc)
    box.finish()
    return value
