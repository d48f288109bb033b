"""Strict equality: same types all the way down, same bits, same order, same flags."""

from __future__ import annotations

import struct
import sys
from collections import OrderedDict, defaultdict, deque
from typing import Any


def same(a: Any, b: Any) -> bool:
    """Whether nobody could tell the two values apart by looking into them."""
    if type(a) is not type(b):
        return False
    if isinstance(a, float) and type(a) is float:
        return struct.pack(">d", a) == struct.pack(">d", b)
    if type(a) is complex:
        return same(a.real, b.real) and same(a.imag, b.imag)
    if type(a) in (list, tuple, deque):
        return len(a) == len(b) and all(map(same, a, b))
    if type(a) in (dict, OrderedDict, defaultdict):
        pairs = zip(a.items(), b.items(), strict=False)
        return len(a) == len(b) and all(same(x, y) for x, y in pairs)
    if type(a) in (set, frozenset):
        return sorted(map(_key, a)) == sorted(map(_key, b))
    module = type(a).__module__.partition(".")[0]
    if module in _LIBRARIES:
        return _LIBRARIES[module](a, b)
    if type(a).__eq__ is object.__eq__ and hasattr(a, "__dict__"):
        return same(vars(a), vars(b))
    if type(a).__eq__ is object.__eq__ and type(a).__reduce__ is not object.__reduce__:
        return same(a.__reduce__()[1:], b.__reduce__()[1:])  # a tree of scikit-learn
    if hasattr(a, "as_tuple"):  # a Decimal: 1.0 is not 1.00, and NaN not NaN
        return bool(a.as_tuple() == b.as_tuple())
    return bool(a == b) and getattr(a, "fold", 0) == getattr(b, "fold", 0)


def _key(value: Any) -> str:
    """A text that two members have only if they are the same."""
    kind = type(value).__qualname__
    if type(value) is frozenset:
        return f"{kind} {sorted(map(_key, value))}"
    if type(value) is tuple:
        return f"{kind} {list(map(_key, value))}"
    if type(value) is float:
        return struct.pack(">d", value).hex()
    return f"{kind} {hex(value) if type(value) is int else repr(value)}"


def _numpy(a: Any, b: Any) -> bool:
    import numpy as np

    if isinstance(a, np.dtype):
        return _same_dtype(a, b)
    if isinstance(a, np.generic):
        return _same_dtype(a.dtype, b.dtype) and a.tobytes() == b.tobytes()
    if isinstance(a, np.random.RandomState):
        return same(a.get_state(), b.get_state())
    if isinstance(a, np.random.Generator):
        return same(a.bit_generator.state, b.bit_generator.state)
    if not isinstance(a, np.ndarray):
        return bool(a == b)
    flags = a.flags.writeable == b.flags.writeable
    if not _same_dtype(a.dtype, b.dtype) or a.shape != b.shape or not flags:
        return False
    if a.dtype.hasobject:
        return same(a.ravel().tolist(), b.ravel().tolist())
    if isinstance(a, np.ma.MaskedArray):
        return _numpy(a.data, b.data) and _numpy(np.ma.getmaskarray(a), np.ma.getmaskarray(b))
    extra = same(getattr(a, "__dict__", {}), getattr(b, "__dict__", {}))
    return extra and _order(a) == _order(b) and a.tobytes() == b.tobytes()


def _same_dtype(a: Any, b: Any) -> bool:
    plain = a == b and a.char == b.char and a.str == b.str and a.metadata == b.metadata
    if not plain or a.isalignedstruct != b.isalignedstruct or a.type is not b.type:
        return False
    return a.names is None or all(_same_dtype(a[name], b[name]) for name in a.names)


def _order(array: Any) -> list[int]:
    """The order of axes in memory, of those that have one."""
    if array.size == 0:
        return []
    axes = [axis for axis in range(array.ndim) if array.shape[axis] > 1]
    return sorted(axes, key=lambda axis: -abs(array.strides[axis]))


def _pandas(a: Any, b: Any) -> bool:
    import pandas as pd

    if isinstance(a, pd.DataFrame):
        about = _frame_about(a, b) and _pandas(a.columns, b.columns)
        return about and all(
            _values(a.iloc[:, i].array, b.iloc[:, i].array) for i in range(a.shape[1])
        )
    if isinstance(a, pd.Series):
        return _frame_about(a, b) and same(a.name, b.name) and _values(a.array, b.array)
    if isinstance(a, pd.MultiIndex):
        levels = len(a.levels) == len(b.levels) and all(map(_pandas, a.levels, b.levels))
        codes = all(map(same, [c.tolist() for c in a.codes], [c.tolist() for c in b.codes]))
        return levels and codes and same(list(a.names), list(b.names))
    if isinstance(a, pd.Index):
        freq = getattr(a, "freq", None) == getattr(b, "freq", None)
        return freq and same(list(a.names), list(b.names)) and _values(a.array, b.array)
    if isinstance(a, (pd.Timestamp, pd.Timedelta)) and a is not pd.NaT:
        zones = str(getattr(a, "tz", None)) == str(getattr(b, "tz", None))
        folds = getattr(a, "fold", 0) == getattr(b, "fold", 0)
        return a == b and zones and folds and getattr(a, "unit", 0) == getattr(b, "unit", 0)
    return a is b or bool(a == b)


def _frame_about(a: Any, b: Any) -> bool:
    flags = a.flags.allows_duplicate_labels == b.flags.allows_duplicate_labels
    return flags and same(a.attrs, b.attrs) and a.shape == b.shape and _pandas(a.index, b.index)


def _values(a: Any, b: Any) -> bool:
    if type(a) is not type(b) or a.dtype != b.dtype or type(a.dtype) is not type(b.dtype):
        return False
    if hasattr(a, "categories"):
        parts = _pandas(a.categories, b.categories) and a.ordered == b.ordered
        return parts and a.codes.dtype == b.codes.dtype and a.codes.tolist() == b.codes.tolist()
    return same(list(a), list(b))


def _scipy(a: Any, b: Any) -> bool:
    if not hasattr(a, "nnz"):  # a distribution and the like
        return bool(a == b) or (hasattr(a, "__dict__") and type(a) is type(b))
    names = ("data", "indices", "indptr", "row", "col", "offsets")
    parts = [(getattr(a, name, None), getattr(b, name, None)) for name in names]
    return a.shape == b.shape and all(same(x, y) for x, y in parts)


def _torch(a: Any, b: Any) -> bool:
    torch = sys.modules["torch"]
    if isinstance(a, torch.Generator):
        return _torch(a.get_state(), b.get_state())
    if isinstance(a, torch.Tensor) and a.is_sparse:
        a, b = a.coalesce(), b.coalesce()
        return same([a.shape, a.indices(), a.values()], [b.shape, b.indices(), b.values()])
    if not isinstance(a, torch.Tensor):
        if type(a).__eq__ is not object.__eq__ or not hasattr(a, "__dict__"):
            return bool(a == b)
        return same(vars(a), vars(b))
    about = ("dtype", "shape", "requires_grad", "device", "layout")
    if any(getattr(a, name) != getattr(b, name) for name in about):
        return False
    if a.numel() and _strides(a) != _strides(b):
        return False
    bits = [t.detach().contiguous().reshape(-1).view(torch.uint8).tolist() for t in (a, b)]
    return bits[0] == bits[1] and (not a.is_leaf or same(a.grad, b.grad))


def _strides(tensor: Any) -> list[int]:
    axes = [axis for axis in range(tensor.dim()) if tensor.shape[axis] > 1]
    return sorted(axes, key=lambda axis: -tensor.stride(axis))


def _polars(a: Any, b: Any) -> bool:
    if hasattr(a, "meta"):  # an expression
        return bool(a.meta.eq(b))
    if hasattr(a, "collect"):  # a lazy frame
        return _polars(a.collect(), b.collect())
    if hasattr(a, "schema"):
        return a.schema == b.schema and a.equals(b) and same(a.to_dict(), b.to_dict())
    if not hasattr(a, "dtype"):
        return bool(a == b)
    return a.dtype == b.dtype and a.name == b.name and same(a.to_list(), b.to_list())


_LIBRARIES = {
    "numpy": _numpy,
    "pandas": _pandas,
    "scipy": _scipy,
    "torch": _torch,
    "polars": _polars,
}
