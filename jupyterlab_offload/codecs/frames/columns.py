"""The arrays behind columns and indexes: numpy's, and pandas' own kinds."""

from __future__ import annotations

from typing import Any

from ..arrays import array_node
from ..arrow import ipc_section, is_safe, read_ipc
from ..builder import Builder
from ..errors import CodecError, NotTyped
from ..libraries import loaded, needed
from ..plain import row
from ..reader import Reader
from .times import read_zone, zone_node

MASKED = {
    **{f"{sign}Int{bits}Dtype": "IntegerArray" for sign in ("", "U") for bits in (8, 16, 32, 64)},
    "Float32Dtype": "FloatingArray",
    "Float64Dtype": "FloatingArray",
    "BooleanDtype": "BooleanArray",
}
"""pandas' nullable dtypes, each with the array that holds values and a mask."""


def copies_on_write(pandas: Any) -> bool:
    """Whether two frames over one memory never see each other's writes."""
    if int(pandas.__version__.partition(".")[0]) >= 3:
        return True
    try:
        return bool(pandas.get_option("mode.copy_on_write") is True)
    except KeyError:
        return False


def values_node(builder: Builder, array: Any) -> Any:
    """The node of a numpy array that belongs to a frame."""
    if array.dtype.hasobject:
        if array.ndim != 1:
            raise NotTyped("objects in a block")
        return {"$": "column", "t": "object", "v": row(builder, array.tolist())}
    # Seen from outside, an array under copy-on-write is read-only; in its frame it is not.
    return {**array_node(builder, array, copies_on_write(loaded("pandas"))), "w": True}


def column_node(builder: Builder, array: Any) -> Any:
    """The node of what `Series.array` or `Index.array` gives."""
    pandas, numpy = loaded("pandas"), loaded("numpy")
    dtype = array.dtype
    if isinstance(dtype, numpy.dtype) or type(dtype).__name__ in ("NumpyEADtype", "PandasDtype"):
        return values_node(builder, numpy.asarray(array))
    kind = type(dtype).__name__
    if getattr(pandas, kind, None) is not type(dtype):
        raise NotTyped(f"dtype {dtype} has no typed format")
    node = {"$": "column", "t": kind}
    if kind in MASKED:
        # Private, but there since the first nullable arrays; the public ones make copies.
        parts = {"v": values_node(builder, array._data), "m": values_node(builder, array._mask)}
        return {**node, **parts}
    if kind not in _WRITERS:
        raise NotTyped(f"dtype {dtype} has no typed format")
    return {**node, **_WRITERS[kind](builder, array)}


def _categorical(builder: Builder, array: Any) -> Any:
    from .indexes import index_node

    categories = index_node(builder, array.categories)
    codes = loaded("numpy").asarray(array.codes)
    return {"c": categories, "o": bool(array.ordered), "v": values_node(builder, codes)}


def _zoned(builder: Builder, array: Any) -> Any:
    naive = array.tz_convert("UTC").tz_localize(None)
    stamps = loaded("numpy").asarray(naive)
    return {"z": zone_node(array.dtype.tz), "v": values_node(builder, stamps)}


def _period(builder: Builder, array: Any) -> Any:
    # The offset's own string is another one since pandas 2.2 (ME); the dtype's is understood.
    freq = array.dtype.name[len("period[") : -1]
    if loaded("pandas").PeriodDtype(freq) != array.dtype:
        raise NotTyped(f"dtype {array.dtype}")
    return {"f": freq, "v": values_node(builder, array.asi8)}


def _interval(builder: Builder, array: Any) -> Any:
    from .indexes import index_node

    sides = [index_node(builder, side) for side in (array.left, array.right)]
    return {"v": sides, "closed": array.closed}


def _string(builder: Builder, array: Any) -> Any:
    pandas = loaded("pandas")
    dtype = array.dtype
    missing = "NA" if getattr(dtype, "na_value", pandas.NA) is pandas.NA else "nan"
    node = {"s": dtype.storage, "n": missing}
    if dtype.storage == "python":
        return {**node, "v": row(builder, _texts(pandas, array))}
    return {**node, "b": _arrow_section(builder, array)}


def _texts(pandas: Any, array: Any) -> list[Any]:
    values: list[Any] = loaded("numpy").asarray(array, dtype=object).tolist()
    if set(map(type, values)) <= {str}:
        return values
    # One missing value per dtype: which object stands for it is no part of the content.
    texts = [value if type(value) is str else None for value in values]
    missing = array.isna().tolist()
    if [text is None for text in texts] != missing:
        raise NotTyped("a string column with something else in it")
    return texts


def _arrow(builder: Builder, array: Any) -> Any:
    return {"b": _arrow_section(builder, array)}


def _arrow_section(builder: Builder, array: Any) -> int:
    arrow = loaded("pyarrow")
    if arrow is None or not is_safe(arrow):
        raise NotTyped("Arrow's storage without a pyarrow that is safe")
    builder.mark(array)
    builder.libraries.add("pyarrow")
    held = array.__arrow_array__()
    held = held if isinstance(held, arrow.ChunkedArray) else arrow.chunked_array([held])
    table = arrow.Table.from_arrays([held], names=["v"])
    return builder.section(ipc_section(arrow, table))


_WRITERS = {
    "CategoricalDtype": _categorical,
    "DatetimeTZDtype": _zoned,
    "PeriodDtype": _period,
    "IntervalDtype": _interval,
    "StringDtype": _string,
    "ArrowDtype": _arrow,
}


def read_column(reader: Reader, node: Any) -> Any:
    """The array of a column's node: numpy's or pandas' own."""
    pandas, numpy = needed("pandas"), needed("numpy")
    kind = node["t"]
    if kind == "object":
        values = reader.value(node["v"])
        array = numpy.empty(len(values), object)
        array[:] = values
        return array
    if kind in MASKED:
        maker = getattr(pandas.arrays, MASKED[kind])
        return maker(reader.value(node["v"]), reader.value(node["m"]))
    if kind not in _READERS:
        raise CodecError(f"there is no column of {kind!r}")
    return _READERS[kind](pandas, reader, node)


def _read_categorical(pandas: Any, reader: Reader, node: Any) -> Any:
    dtype = pandas.CategoricalDtype(reader.value(node["c"]), ordered=bool(node["o"]))
    return pandas.Categorical.from_codes(reader.value(node["v"]), dtype=dtype)


def _read_zoned(pandas: Any, reader: Reader, node: Any) -> Any:
    stamps = pandas.DatetimeIndex(reader.value(node["v"]), copy=False)
    return stamps.tz_localize("UTC").tz_convert(read_zone(node["z"])).array


def _read_period(pandas: Any, reader: Reader, node: Any) -> Any:
    dtype = pandas.PeriodDtype(str(node["f"]))
    return pandas.arrays.PeriodArray(reader.value(node["v"]), dtype=dtype)


def _read_interval(pandas: Any, reader: Reader, node: Any) -> Any:
    left, right = map(reader.value, node["v"])
    return pandas.arrays.IntervalArray.from_arrays(left, right, closed=node["closed"])


def string_dtype(pandas: Any, node: Any) -> Any:
    """The string dtype of a node, where this pandas has it."""
    storage = node["s"]
    if storage not in ("python", "pyarrow") or node["n"] not in ("NA", "nan"):
        raise CodecError("a string dtype is not understood")
    if node["n"] == "NA":
        return pandas.StringDtype(storage)
    try:
        return pandas.StringDtype(storage, na_value=float("nan"))
    except TypeError as error:
        raise CodecError("this pandas has no string dtype whose missing value is nan") from error


def _read_string(pandas: Any, reader: Reader, node: Any) -> Any:
    dtype = string_dtype(pandas, node)
    if node["s"] == "pyarrow":
        return dtype.__from_arrow__(read_ipc(reader, node["b"]).column(0))
    values = [dtype.na_value if text is None else text for text in reader.value(node["v"])]
    return pandas.array(values, dtype=dtype)


def _read_arrow(pandas: Any, reader: Reader, node: Any) -> Any:
    held = read_ipc(reader, node["b"]).column(0)
    return pandas.ArrowDtype(held.type).__from_arrow__(held)


_READERS = {
    "CategoricalDtype": _read_categorical,
    "DatetimeTZDtype": _read_zoned,
    "PeriodDtype": _read_period,
    "IntervalDtype": _read_interval,
    "StringDtype": _read_string,
    "ArrowDtype": _read_arrow,
}
