"""pandas' indexes: every kind, with names, frequencies and levels."""

from __future__ import annotations

from typing import Any

from ..builder import Builder
from ..errors import CodecError, NotTyped
from ..libraries import loaded, needed
from ..plain import row
from ..reader import Reader
from .columns import column_node
from .times import freq_node

PLAIN = ("Index", "CategoricalIndex", "IntervalIndex", "PeriodIndex")
OLD = ("Int64Index", "UInt64Index", "Float64Index", "NumericIndex")
"""Index classes of pandas before 2, which Index() makes from the dtype."""
TIMED = ("DatetimeIndex", "TimedeltaIndex")


def index_node(builder: Builder, index: Any) -> Any:
    """The node of an exact pandas index. An index cannot change: it may appear many times."""
    pandas = loaded("pandas")
    kind = type(index).__name__
    if type(index).__module__.partition(".")[0] != "pandas":
        raise NotTyped("a subclass of Index")
    node = {"$": "index", "t": kind, "n": row(builder, list(index.names))}
    if kind == "RangeIndex":
        return {**node, "v": [index.start, index.stop, index.step]}
    if kind == "MultiIndex":
        levels = [index_node(builder, level) for level in index.levels]
        codes = [_unmarked(builder, column_node, _plain(code)) for code in index.codes]
        return {**node, "v": levels, "c": codes, "o": index.sortorder}
    if kind in TIMED:
        # On its own, an index of times keeps its frequency; what is made of its parts would not.
        node["f"] = freq_node(index.freq)
    elif kind not in PLAIN and kind not in OLD:
        raise NotTyped(f"{kind} has no typed format")
    if kind in PLAIN and getattr(pandas, kind) is not type(index):
        raise NotTyped(f"{kind} has no typed format")
    return {**node, "v": _unmarked(builder, column_node, index.array)}


def _plain(code: Any) -> Any:
    return loaded("pandas").Series(code, copy=False).array


def _unmarked(builder: Builder, write: Any, array: Any) -> Any:
    """Write an array that nobody can change: seen twice it is no sharing.

    The memory counts all the same: an ndarray that shows the index's own memory can be written.
    """
    before = dict(builder.mutables)
    node = write(builder, array)
    builder.mutables.clear()
    builder.mutables.update(before)
    return node


def read_index(reader: Reader, node: Any) -> Any:
    """The index of a node."""
    pandas = needed("pandas")
    kind = node["t"]
    names = reader.value(node["n"])
    if kind == "RangeIndex":
        return pandas.RangeIndex(*node["v"], name=names[0])
    if kind == "MultiIndex":
        levels = [read_index(reader, level) for level in node["v"]]
        codes = [reader.value(code) for code in node["c"]]
        return pandas.MultiIndex(levels, codes, sortorder=node["o"], names=names)
    array = reader.value(node["v"])
    if kind in TIMED:
        return getattr(pandas, kind)(array, freq=node["f"], name=names[0], copy=False)
    if kind in OLD:
        return pandas.Index(array, name=names[0], copy=False)
    if kind not in PLAIN:
        raise CodecError(f"there is no index {kind!r}")
    if kind == "Index":
        # dtype says it: pandas would look at the objects and make something else of them.
        return pandas.Index(
            array, dtype=array.dtype, name=names[0], copy=False, tupleize_cols=False
        )
    return getattr(pandas, kind)(array, name=names[0], copy=False)
