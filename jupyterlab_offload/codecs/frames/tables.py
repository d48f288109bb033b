"""DataFrame and Series: one array per column, or one block where the frame is one."""

from __future__ import annotations

from typing import Any

from ..builder import Builder
from ..errors import CodecError, NotTyped
from ..libraries import loaded, needed
from ..reader import Reader
from .columns import column_node, values_node
from .indexes import index_node, read_index


def _about(builder: Builder, value: Any) -> dict[str, Any]:
    """What frames and series have besides data. attrs are copied with every frame: no identity."""
    known = {"_mgr", "_data", "_item_cache", "_attrs", "_flags", "_is_copy", "_name", "_cacher"}
    # .str and the like leave themselves behind once used; pandas makes them again.
    own = {k: v for k, v in vars(value).items() if k not in known and k not in _accessors(value)}
    if any(name.startswith("_") for name in own):
        raise NotTyped("a frame with hidden attributes of its own")
    flags = getattr(value, "flags", None)
    duplicates = flags is None or bool(flags.allows_duplicate_labels)
    about = {"i": index_node(builder, value.index), "u": duplicates}
    if value.attrs:
        about["a"] = builder.node(value.attrs)
    if own:
        about["x"] = builder.node(own)
    return about


def _accessors(value: Any) -> set[str]:
    return set(getattr(type(value), "_accessors", ()))


def frame_node(builder: Builder, frame: Any) -> Any:
    """The node of an exact DataFrame."""
    builder.mark(frame)
    node = {"$": "frame", **_about(builder, frame), "c": index_node(builder, frame.columns)}
    block = _block(frame)
    if block is not None:
        return {**node, "b": values_node(builder, block)}
    columns = [frame.iloc[:, i].array for i in range(frame.shape[1])]
    return {**node, "v": [column_node(builder, column) for column in columns]}


def _block(frame: Any) -> Any:
    """The frame's values as they lie in memory, if they are one block of numbers, else None."""
    dtypes = set(frame.dtypes)
    if getattr(getattr(frame, "_mgr", None), "nblocks", 0) != 1 or len(dtypes) != 1:
        return None
    (dtype,) = dtypes
    if not isinstance(dtype, loaded("numpy").dtype) or dtype.hasobject or frame.shape[1] < 2:
        return None
    return frame.to_numpy(copy=False)


def series_node(builder: Builder, series: Any) -> Any:
    """The node of an exact Series."""
    builder.mark(series)
    about = _about(builder, series)
    return {
        "$": "series",
        **about,
        "n": builder.node(series.name),
        "v": column_node(builder, series.array),
    }


def read_frame(reader: Reader, node: Any) -> Any:
    """The DataFrame of a node; it holds the arrays that were read, uncopied."""
    pandas = needed("pandas")
    index, columns = read_index(reader, node["i"]), read_index(reader, node["c"])
    if "b" in node:
        frame = pandas.DataFrame(reader.value(node["b"]), index=index, copy=False)
        if frame.shape != (len(index), len(columns)):
            raise CodecError("a frame's block does not match its columns")
    else:
        arrays = [_series(pandas, reader.value(child), index) for child in node["v"]]
        if len(arrays) != len(columns):
            raise CodecError("a frame's columns do not match their names")
        frame = pandas.DataFrame(dict(enumerate(arrays)), index=index, copy=False)
    frame.columns = columns
    return _finished(reader, node, frame)


def _series(pandas: Any, array: Any, index: Any) -> Any:
    if len(array) != len(index):
        raise CodecError("a column is not as long as its frame")
    return pandas.Series(array, index=index, dtype=array.dtype, copy=False)


def read_series(reader: Reader, node: Any) -> Any:
    """The Series of a node."""
    pandas = needed("pandas")
    index = read_index(reader, node["i"])
    series = _series(pandas, reader.value(node["v"]), index)
    series.name = reader.value(node["n"])
    return _finished(reader, node, series)


def _finished(reader: Reader, node: Any, value: Any) -> Any:
    if "a" in node:
        value.attrs = reader.value(node["a"])
    for name, own in (reader.value(node["x"]) if "x" in node else {}).items():
        if name.startswith("_"):
            raise CodecError(f"a frame has no attribute {name!r} to set")
        object.__setattr__(value, name, own)
    if not node["u"]:
        value.flags.allows_duplicate_labels = False
    return value
