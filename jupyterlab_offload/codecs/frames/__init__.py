"""pandas' frames, series and indexes, column by column, with all that makes them what they are."""

from __future__ import annotations

from typing import Any

from ..builder import BY_LIBRARY, Builder
from ..errors import NotTyped
from ..libraries import loaded, needed
from ..reader import BY_TAG
from .columns import read_column
from .indexes import index_node, read_index
from .tables import frame_node, read_frame, read_series, series_node
from .times import read_stamp, stamp_node

__all__: list[str] = []


def _node(builder: Builder, value: Any) -> Any:
    pandas = loaded("pandas")
    kind = type(value)
    if kind is pandas.DataFrame:
        return frame_node(builder, value)
    if kind is pandas.Series:
        return series_node(builder, value)
    if isinstance(value, pandas.Index):
        return index_node(builder, value)
    if value is pandas.NA or value is pandas.NaT:
        return {"$": "pandas", "v": "NA" if value is pandas.NA else "NaT"}
    if kind in (pandas.Timestamp, pandas.Timedelta):
        return stamp_node(builder, value)
    raise NotTyped(f"{kind.__qualname__} has no typed format")


def _constant(reader: Any, node: Any) -> Any:
    pandas = needed("pandas")
    return {"NA": pandas.NA, "NaT": pandas.NaT}[node["v"]]


BY_LIBRARY["pandas"] = _node
BY_TAG.update(
    {
        "frame": read_frame,
        "series": read_series,
        "index": read_index,
        "column": read_column,
        "stamp": read_stamp,
        "pandas": _constant,
    }
)
