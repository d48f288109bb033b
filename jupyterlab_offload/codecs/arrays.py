"""numpy arrays and scalars: their layout in memory, their bytes without a copy, their node."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import Any

from .builder import BY_LIBRARY, Builder
from .dtypes import dtype_node, read_dtype
from .errors import CodecError, NotTyped
from .libraries import loaded, needed
from .memory import BLOCK, Chunk, Section, Span, pieces
from .reader import BY_TAG, Reader

SCALAR_KINDS = "biufcmM"


def span_of(array: Any, owner: bool = False) -> Span | None:
    """The memory between an array's lowest and highest byte; None where it has none."""
    if array.size == 0 or array.itemsize == 0:
        return None
    low = high = array.__array_interface__["data"][0]
    for length, stride in zip(array.shape, array.strides):
        if stride < 0:
            low += (length - 1) * stride
        else:
            high += (length - 1) * stride
    return Span("cpu", low, high + array.itemsize, array, owner)


def dense_axes(array: Any) -> list[int] | None:
    """The order of axes in which the array goes through memory; None where that is C's order.

    Raises NotTyped where elements overlap (a broadcast or a sliding window): only a view of the
    memory itself is the same again.
    """
    if array.flags.c_contiguous:
        return None
    span = span_of(array)
    if span is not None and array.nbytes > span.end - span.start:
        raise NotTyped("an array whose elements overlap")
    axes = sorted(range(array.ndim), key=lambda axis: -abs(array.strides[axis]))
    return None if axes == list(range(array.ndim)) else axes


def bytes_section(array: Any) -> Section:
    """An array's bytes in C order: views where it lies so, else copies of at most a block."""
    return Section(array.nbytes, lambda: _walk(array))


def _walk(array: Any) -> Iterator[Chunk]:
    if array.nbytes == 0:
        return
    if array.flags.c_contiguous:
        yield from pieces(memoryview(array.reshape(-1).view("u1")))
        return
    per_row = array.nbytes // len(array)
    rows = max(1, BLOCK // per_row)
    for start in range(0, len(array), rows):
        part = array[start : start + rows]
        if per_row > BLOCK and part.ndim > 1:
            yield from _walk(part[0])
        else:
            yield memoryview(part.copy(order="C").reshape(-1).view("u1"))


def filled(array: Any) -> memoryview:
    """The bytes of a C-ordered array that owns its memory, to be written."""
    if array.nbytes == 0:
        return memoryview(bytearray())
    return memoryview(array.reshape(-1).view("u1"))


def array_node(builder: Builder, array: Any, owner: bool = False) -> dict[str, Any]:
    """The node of an exact ndarray. `owner`: see `Span`."""
    numpy = loaded("numpy")
    if type(array) is not numpy.ndarray:
        raise NotTyped("a subclass of ndarray")
    dtype = dtype_node(numpy, array.dtype)
    axes = dense_axes(array)
    builder.mark(array)
    builder.libraries.add("numpy")
    span = span_of(array, owner)
    if span is not None:
        builder.spans.append(span)
    dense = array if axes is None else array.transpose(axes)
    return {
        "$": "array",
        "d": dtype,
        "s": list(array.shape),
        "a": axes,
        "w": bool(array.flags.writeable),
        "b": builder.section(bytes_section(dense)),
    }


def read_array(reader: Reader, node: Any) -> Any:
    """The array of a node; memory is taken only for bytes that are there."""
    numpy = needed("numpy")
    dtype = read_dtype(numpy, node["d"])
    shape = checked_shape(node["s"])
    if math.prod(shape) * dtype.itemsize != reader.box.size(node["b"]):
        raise CodecError("an array's shape and bytes do not match")
    array = empty(numpy, shape, dtype, node["a"])
    axes = node["a"]
    reader.box.into(node["b"], filled(array if axes is None else array.transpose(axes)))
    if not node["w"]:
        array.flags.writeable = False
    return array


def checked_shape(shape: Any) -> tuple[int, ...]:
    """A shape from outside. Raises CodecError for anything but a list of counts."""
    if not isinstance(shape, list) or any(type(n) is not int or n < 0 for n in shape):
        raise CodecError("a shape is a list of whole numbers")
    return tuple(shape)


def empty(numpy: Any, shape: tuple[int, ...], dtype: Any, axes: Any) -> Any:
    """New memory for an array that goes through it in the order of `axes` (None: C's)."""
    if axes is None:
        return numpy.empty(shape, dtype)
    if not isinstance(axes, list) or sorted(axes) != list(range(len(shape))):
        raise CodecError("an array's axes are not an order")
    # A transpose of this owns no memory; `like` an array with these strides does.
    pattern = numpy.empty([shape[axis] for axis in axes], "u1").transpose(numpy.argsort(axes))
    return numpy.empty_like(pattern, dtype=dtype, order="K")


def _node(builder: Builder, value: Any) -> Any:
    numpy = loaded("numpy")
    if isinstance(value, numpy.generic):
        return _scalar_node(builder, numpy, value)
    if type(value) is numpy.ndarray:
        return array_node(builder, value)
    if isinstance(value, numpy.dtype):
        return {"$": "dtype", "d": dtype_node(numpy, value)}
    raise NotTyped(f"{type(value).__qualname__} has no typed format")


def _scalar_node(builder: Builder, numpy: Any, value: Any) -> Any:
    if type(value) in (numpy.str_, numpy.bytes_):
        # As the str or bytes that they also are: numpy itself drops zeros at the end.
        kind = str if isinstance(value, str) else bytes
        return {"$": "text", "v": builder.node(kind.__getitem__(value, slice(None)))}
    dtype = value.dtype
    # The bytes of a long double have holes, which hold anything.
    if dtype.kind not in SCALAR_KINDS or dtype.char in "gG" or type(value) is not dtype.type:
        raise NotTyped(f"a scalar of dtype {dtype}")
    return {"$": "scalar", "d": dtype_node(numpy, dtype), "v": value.tobytes().hex()}


def _read_scalar(reader: Reader, node: Any) -> Any:
    numpy = needed("numpy")
    dtype = read_dtype(numpy, node["d"])
    if dtype.kind not in SCALAR_KINDS:
        raise CodecError(f"no scalar has dtype {dtype}")
    return numpy.frombuffer(bytes.fromhex(node["v"]), dtype, 1)[0]


def _read_text(reader: Reader, node: Any) -> Any:
    numpy = needed("numpy")
    text = reader.value(node["v"])
    return numpy.str_(text) if isinstance(text, str) else numpy.bytes_(text)


BY_LIBRARY["numpy"] = _node
BY_TAG.update(
    {
        "array": read_array,
        "scalar": _read_scalar,
        "text": _read_text,
        "dtype": lambda reader, node: read_dtype(needed("numpy"), node["d"]),
    }
)
