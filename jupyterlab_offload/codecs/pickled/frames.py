"""How pandas' objects are written into a pickle: as pandas does it, but for memory it shares."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ..frames.columns import copies_on_write
from ..libraries import loaded

if TYPE_CHECKING:
    from .run import Run


def is_frame(pandas: Any, kind: type) -> bool:
    """Whether instances hold arrays that pandas watches over."""
    return issubclass(kind, (pandas.DataFrame, pandas.Series, pandas.Index))


def reduce(run: Run, value: Any) -> Any:
    """Notes whose the arrays in it are, and leaves the writing to pandas.

    An index never changes, and two frames over one memory never see each other's writes under
    copy-on-write. Rebuilt over one memory, without pandas knowing, they would: so the second of
    two such frames is written as a copy.
    """
    pandas = loaded("pandas")
    # A list of the class, which pandas writes into each pickle: no sharing between frames.
    run.owned.add(id(getattr(type(value), "_metadata", None)))
    fixed = isinstance(value, pandas.Index)
    if not fixed and not copies_on_write(pandas):
        return NotImplemented
    parts = _arrays(value)
    inner: set[int] = set()
    for part in parts:
        inner |= _inner(part)
    run.kept.extend(parts)
    again = not fixed and not inner.isdisjoint(run.owned)
    run.owned |= inner
    if not again:
        return NotImplemented
    copy = value.copy(deep=True)
    run.kept.append(copy)
    for part in _arrays(copy):
        run.owned |= _inner(part)
    return copy.__reduce_ex__(5)


def _arrays(value: Any) -> list[Any]:
    manager = getattr(value, "_mgr", None)
    if manager is not None:
        return list(getattr(manager, "arrays", ()))
    codes = getattr(value, "_codes", None)
    if isinstance(codes, list):  # a MultiIndex
        return list(codes)
    held = getattr(value, "_data", None)
    return [] if held is None else [held]


def _inner(array: Any) -> set[int]:
    names = ("_ndarray", "_data", "_mask", "_codes", "_pa_array")
    inner = [array, *(getattr(array, name, None) for name in names)]
    return {id(part) for part in inner if part is not None}
