"""One array as a file that numpy.load reads.

The file's own header is for other readers. Here `meta` counts: ``d`` (the dtype, exactly),
``s`` (shape), ``a`` (the order of axes in memory), ``w`` (writable). Where axes lie in an order
that the file format has no word for, other readers see the array with its axes in that order.
"""

from __future__ import annotations

import math
import struct
from collections.abc import Iterator
from typing import Any, BinaryIO

from .arrays import array_node, checked_shape, empty, filled
from .builder import Builder
from .dtypes import read_dtype
from .errors import CodecError
from .libraries import loaded, needed
from .memory import Chunk, Section, read_exactly, read_into, size_of

_PREFIX = struct.Struct("<6sBBI")
_MAGIC = b"\x93NUMPY"


def npy_file(builder: Builder, array: Any) -> tuple[Section, dict[str, Any]]:
    """The file of an exact ndarray, and its `meta`. Raises NotTyped."""
    node = array_node(builder, array)
    body = builder.sections[node["b"]]
    axes = node["a"]
    fortran = axes is not None and axes == list(reversed(range(array.ndim)))
    head = _head(array, fortran, axes)

    def blocks() -> Iterator[Chunk]:
        yield head
        yield from body.blocks()

    return Section(len(head) + body.nbytes, blocks), {key: node[key] for key in "dsaw"}


def _head(array: Any, fortran: bool, axes: list[int] | None) -> bytes:
    shape = array.shape if fortran or axes is None else tuple(array.shape[axis] for axis in axes)
    descr = loaded("numpy").lib.format.dtype_to_descr(array.dtype)
    text = repr({"descr": descr, "fortran_order": fortran, "shape": shape}).encode()
    padding = -(_PREFIX.size + len(text) + 1) % 64
    return _PREFIX.pack(_MAGIC, 3, 0, len(text) + padding + 1) + text + b" " * padding + b"\n"


def read_npy(meta: Any, file: BinaryIO) -> Any:
    """The array of a file; CodecError unless header length, shape and size agree."""
    numpy = needed("numpy")
    size = size_of(file)
    if size < _PREFIX.size:
        raise CodecError("too short for an array")
    file.seek(0)
    magic, major, _, length = _PREFIX.unpack(read_exactly(file, _PREFIX.size))
    if magic != _MAGIC or major != 3:
        raise CodecError("not an array file as it is written here")
    dtype = read_dtype(numpy, meta["d"])
    shape = checked_shape(meta["s"])
    if _PREFIX.size + length + math.prod(shape) * dtype.itemsize != size:
        raise CodecError("an array's shape and bytes do not match")
    axes = meta["a"]
    array = empty(numpy, shape, dtype, axes)
    file.seek(_PREFIX.size + length)
    read_into(file, filled(array if axes is None else array.transpose(axes)))
    if not meta["w"]:
        array.flags.writeable = False
    return array
