"""A tensor, or a plain dict of tensors, as a safetensors file (the format is its own, and tiny).

The file: a length (u64, little-endian), a JSON head (name → dtype, shape, offsets), the bytes.
`meta` has what the format cannot say, per tensor: ``grad``, ``parameter``, ``device``, ``axes``.
"""

from __future__ import annotations

import math
import struct
from collections.abc import Iterator
from typing import Any, BinaryIO

from . import tensors
from .arrays import checked_shape
from .builder import Builder
from .errors import CodecError, NotTyped
from .libraries import loaded, needed
from .memory import Chunk, Section, read_exactly, read_into, size_of
from .plain import is_text
from .text import json_bytes, parse_json

_LENGTH = struct.Struct("<Q")

DTYPES = {
    "BOOL": "bool",
    "U8": "uint8",
    "I8": "int8",
    "I16": "int16",
    "U16": "uint16",
    "F16": "float16",
    "BF16": "bfloat16",
    "I32": "int32",
    "U32": "uint32",
    "F32": "float32",
    "F64": "float64",
    "I64": "int64",
    "U64": "uint64",
    "F8_E4M3": "float8_e4m3fn",
    "F8_E5M2": "float8_e5m2",
    "C64": "complex64",
}
_WORDS = {name: word for word, name in DTYPES.items()}
ALONE = "tensor"
"""The name in the file of a tensor that is not in a dict."""


def safetensors_file(builder: Builder, value: Any) -> tuple[Section, dict[str, Any]]:
    """The file of a tensor or of a dict of tensors, and its `meta`. Raises NotTyped."""
    torch = loaded("torch")
    alone = not isinstance(value, dict)
    named = {ALONE: value} if alone else value
    if torch is None or not named or (not alone and type(value) is not dict):
        raise NotTyped("not tensors")
    if not all(type(name) is str and is_text(name) for name in named):
        raise NotTyped("names that are not text")
    if "__metadata__" in named or not all(isinstance(t, torch.Tensor) for t in named.values()):
        raise NotTyped("not only tensors")
    builder.libraries.add("torch")
    if not alone:
        builder.mark(value)
    details = [_details(builder, tensor) for tensor in named.values()]
    head: dict[str, Any] = {}
    bodies = []
    at = 0
    for (name, tensor), detail in zip(named.items(), details):
        body = tensors.bytes_section(tensor, detail["axes"])
        entry = {"dtype": _WORDS[tensors.name_of(tensor.dtype)], "shape": _shape(tensor, detail)}
        head[name] = {**entry, "data_offsets": [at, at + body.nbytes]}
        bodies.append(body)
        at += body.nbytes
    text = json_bytes(head)
    text += b" " * (-len(text) % 8)

    def blocks() -> Iterator[Chunk]:
        yield _LENGTH.pack(len(text)) + text
        for body in bodies:
            yield from body.blocks()

    section = Section(_LENGTH.size + len(text) + at, blocks)
    return section, {"alone": alone, "tensors": details}


def _shape(tensor: Any, detail: dict[str, Any]) -> list[int]:
    axes = detail["axes"] or range(tensor.dim())
    return [tensor.shape[axis] for axis in axes]


def _details(builder: Builder, tensor: Any) -> dict[str, Any]:
    torch = loaded("torch")
    if not tensors.is_simple(tensor) or tensors.name_of(tensor.dtype) not in _WORDS:
        raise NotTyped("a tensor of a special kind")
    if vars(tensor) or (tensor.is_leaf and tensor.grad is not None) or not tensor.is_leaf:
        raise NotTyped("a tensor with a gradient or attributes")
    axes = tensors.dense_axes(tensor)
    builder.mark(tensor)
    span = tensors.span_of(tensor)
    if span is not None:
        builder.spans.append(span)
    return {
        "axes": axes,
        "grad": tensor.requires_grad,
        "parameter": type(tensor) is torch.nn.Parameter,
        "device": str(tensor.device),
    }


def read_safetensors(meta: Any, file: BinaryIO) -> Any:
    """The tensor or dict of a file; CodecError unless head, sizes and `meta` agree."""
    size = size_of(file)
    file.seek(0)
    if size < _LENGTH.size:
        raise CodecError("too short for tensors")
    (length,) = _LENGTH.unpack(read_exactly(file, _LENGTH.size))
    if length > size - _LENGTH.size:
        raise CodecError("the head of the tensors is cut short")
    head = parse_json(read_exactly(file, length))
    if not isinstance(head, dict) or len(head) != len(meta["tensors"]):
        raise CodecError("the tensors do not match their description")
    at = 0
    found = {}
    for (name, entry), detail in zip(head.items(), meta["tensors"]):
        start, end = entry["data_offsets"]
        if start != at or _LENGTH.size + length + end > size:
            raise CodecError("tensors are not one after the other")
        file.seek(_LENGTH.size + length + start)
        found[name] = _read(file, entry, detail, end - start)
        at = end
    if _LENGTH.size + length + at != size:
        raise CodecError("there is more than the tensors")
    if not meta["alone"]:
        return found
    if list(found) != [ALONE]:
        raise CodecError("there is one tensor, of no name")
    return found[ALONE]


def _read(file: BinaryIO, entry: Any, detail: Any, nbytes: int) -> Any:
    torch = needed("torch")
    dtype = tensors.dtype_named(DTYPES.get(entry["dtype"]))
    stored = checked_shape(entry["shape"])
    axes = detail["axes"]
    order = list(range(len(stored))) if axes is None else axes
    if not isinstance(order, list) or sorted(order) != list(range(len(stored))):
        raise CodecError("a tensor's axes are not an order")
    if math.prod(stored) * dtype.itemsize != nbytes:
        raise CodecError("a tensor's shape and bytes do not match")
    shape = tuple(stored[order.index(axis)] for axis in range(len(stored)))
    tensor, view = tensors.empty(torch, shape, dtype, axes)
    read_into(file, view)
    tensor = tensors.placed(tensor, str(detail["device"]))
    if detail["parameter"]:
        return torch.nn.Parameter(tensor, requires_grad=bool(detail["grad"]))
    return tensor.requires_grad_(bool(detail["grad"]))
