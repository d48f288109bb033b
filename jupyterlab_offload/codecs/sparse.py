"""scipy's sparse matrices and arrays: their parts, attribute by attribute."""

from __future__ import annotations

from typing import Any

from .arrays import array_node, checked_shape, read_array
from .builder import BY_LIBRARY, Builder
from .errors import CodecError, NotTyped
from .libraries import loaded, needed
from .reader import BY_TAG, Reader

_COMPRESSED = ("data", "indices", "indptr")
PARTS = {"csr": _COMPRESSED, "csc": _COMPRESSED, "bsr": _COMPRESSED, "dia": ("data", "offsets")}
"""Formats with their arrays; coo's depend on scipy's version, lil and dok hold objects."""

_KNOWN = {"_shape", "maxprint", "_has_sorted_indices", "_has_canonical_format"}
_KNOWN |= {"has_canonical_format", "_maxprint"}


def _node(builder: Builder, value: Any) -> Any:
    sparse = loaded("scipy.sparse")
    kind = type(value)
    if sparse is None or getattr(sparse, kind.__name__, None) is not kind:
        raise NotTyped(f"{kind.__qualname__} has no typed format")
    builder.mark(value)
    parts = _parts(value)
    unknown = set(vars(value)) - _KNOWN - set(parts) - {"coords", "row", "col"}
    if unknown:
        raise NotTyped("a sparse matrix with attributes of its own")
    return {
        "$": "sparse",
        "t": kind.__name__,
        "s": list(map(int, value.shape)),
        "v": {name: array_node(builder, part) for name, part in parts.items()},
    }


def _parts(value: Any) -> dict[str, Any]:
    if value.format == "coo":
        coords = getattr(value, "coords", None)
        coords = (value.row, value.col) if coords is None else coords
        return {"data": value.data, **{f"coords{i}": axis for i, axis in enumerate(coords)}}
    if value.format not in PARTS:
        raise NotTyped(f"sparse format {value.format} has no typed format")
    return {name: getattr(value, name) for name in PARTS[value.format]}


def _read(reader: Reader, node: Any) -> Any:
    sparse = needed("scipy.sparse")
    name = node["t"]
    shape = checked_shape(node["s"])
    parts = {key: read_array(reader, part) for key, part in node["v"].items()}
    if name not in _names() or not hasattr(sparse, name):
        raise CodecError(f"there is no sparse {name!r} here")
    dtype = parts["data"].dtype
    if name.startswith("coo"):
        return _read_coo(getattr(sparse, name), shape, parts)
    if set(parts) != set(PARTS[name[:3]]):
        raise CodecError("a sparse matrix lacks a part")
    if name.startswith("bsr"):
        if parts["data"].ndim != 3:
            raise CodecError("a matrix of blocks lacks a dimension")
        _expect_rows(parts, shape[0] // max(1, parts["data"].shape[1]))
        value = getattr(sparse, name)(shape, blocksize=parts["data"].shape[1:], dtype=dtype)
    elif name.startswith("dia"):
        value = getattr(sparse, name)((parts["data"], parts["offsets"]), shape=shape)
    else:
        _expect_rows(parts, shape[name.startswith("csc")] if len(shape) == 2 else 1)
        value = getattr(sparse, name)(shape, dtype=dtype)
    # The constructors would narrow index arrays; what was there is put back as it was.
    for key, part in parts.items():
        setattr(value, key, part)
    if not name.startswith("dia"):
        # scipy's C code trusts indices: forged ones would reach beyond the memory.
        _check_indices(value)
    return value


def _expect_rows(parts: dict[str, Any], rows: int) -> None:
    """An empty matrix takes memory for its rows: no more than came."""
    if parts["indptr"].shape != (rows + 1,):
        raise CodecError("a sparse matrix's rows do not match its shape")


def _check_indices(value: Any) -> None:
    for part in (value.indices, value.indptr):
        if part.dtype.kind != "i" or part.ndim != 1:
            raise CodecError("sparse indices are whole numbers in a row")
    before = (value.data, value.indices, value.indptr)
    value.check_format(full_check=True)
    value.data, value.indices, value.indptr = before


def _read_coo(kind: Any, shape: tuple[int, ...], parts: dict[str, Any]) -> Any:
    coords = tuple(parts[f"coords{i}"] for i in range(len(parts) - 1))
    data = parts["data"]
    if len(coords) != len(shape) or data.ndim != 1:
        raise CodecError("a sparse matrix's coordinates do not match its shape")
    for axis, length in zip(coords, shape):
        if axis.dtype.kind != "i" or axis.shape != data.shape:
            raise CodecError("sparse coordinates are whole numbers in a row")
        if len(axis) and not (axis.min() >= 0 and axis.max() < length):
            raise CodecError("a sparse coordinate lies outside")
    value = kind(shape, dtype=data.dtype)
    value.data = data
    if hasattr(value, "coords"):
        value.coords = coords
    else:
        value.row, value.col = coords
    return value


def _names() -> set[str]:
    return {f"{f}_{kind}" for f in ("coo", *PARTS) for kind in ("matrix", "array")}


BY_LIBRARY["scipy"] = _node
BY_TAG["sparse"] = _read
