"""How numpy's arrays are written into a pickle."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from .. import arrays
from ..dtypes import dtype_node
from ..errors import NotTyped
from ..libraries import loaded
from . import rebuild

if TYPE_CHECKING:
    from .run import Run


def reduce(run: Run, array: Any) -> Any:
    """A plain array as a section or as a view of shared memory; a subclass over a plain one."""
    numpy = loaded("numpy")
    run.libraries.add("numpy")
    if type(array) is not numpy.ndarray:
        return _subclass(run, numpy, array)
    span = arrays.span_of(array, id(array) in run.owned)
    if span is not None:
        run.spans.append(span)
    if array.dtype.hasobject or array.dtype.kind not in "biufcmMSUV":
        return _objects(run, array)
    memory = run.plan.memories.get(id(array)) if run.plan else None
    dtype = _dtype(numpy, array.dtype)
    writeable = bool(array.flags.writeable)
    if memory is not None:
        offset = array.__array_interface__["data"][0] - memory.start
        about = (offset, dtype, array.shape, array.strides, writeable)
        return rebuild.array_over, (memory, *about)
    try:
        axes = arrays.dense_axes(array)
    except NotTyped:
        return _overlapping(run, array, span, dtype)
    dense = array if axes is None else array.transpose(axes)
    number = run.section(arrays.bytes_section(dense))
    return rebuild.array, (number, dtype, array.shape, axes, writeable)


def is_archive(numpy: Any, kind: type) -> bool:
    """Whether it is what `numpy.load` makes of a file of several arrays."""
    return kind is getattr(getattr(numpy.lib, "npyio", None), "NpzFile", None)


def reduce_archive(run: Run, archive: Any) -> Any:
    """An open file of arrays, as what is in it: arrays are read when they are asked for."""
    if archive.zip is None:
        return NotImplemented  # closed
    run.libraries.add("numpy")
    file = archive.zip.fp
    place = file.tell()
    file.seek(0)
    content = file.read()
    file.seek(place)
    name = getattr(archive.fid, "name", None)
    allowed = {"allow_pickle": bool(archive.allow_pickle)}
    return rebuild.archive, (content, name if isinstance(name, str) else None, allowed)


def _dtype(numpy: Any, dtype: Any) -> Any:
    """The dtype as a node where pickle would lose a part of it, else itself."""
    if dtype.metadata is None and dtype.names is None:
        try:
            node = dtype_node(numpy, dtype)
        except NotTyped:
            return dtype
        return node if isinstance(node, dict) else dtype
    return dtype


def _overlapping(run: Run, array: Any, span: Any, dtype: Any) -> Any:
    """A broadcast, or a window that slides: the memory once, and the view of it."""
    from .plan import Memory

    memory = Memory([span])
    run.kept.append(memory)
    offset = array.__array_interface__["data"][0] - memory.start
    about = (offset, dtype, array.shape, array.strides, bool(array.flags.writeable))
    return rebuild.array_over, (memory, *about)


def _objects(run: Run, array: Any) -> Any:
    base = run.plan.bases.get(id(array)) if run.plan else None
    if base is None:
        return NotImplemented
    if array.dtype.kind not in "OV" and (array.ndim != 1 or array.strides[0] <= 0):
        # numpy makes no such view of texts of any length from its strides.
        run.notes.append("a view of an array of texts arrives as an array of its own")
        return NotImplemented
    here = array.__array_interface__["data"][0] - base.__array_interface__["data"][0]
    about = (here // array.itemsize, array.shape, array.strides)
    return rebuild.objects_over, (base, *about)


def _subclass(run: Run, numpy: Any, array: Any) -> Any:
    kind = type(array)
    if kind is numpy.ma.MaskedArray and not array.dtype.hasobject:
        return _masked(run, numpy, array)
    if kind.__reduce__ is not numpy.ndarray.__reduce__ or _reduces(numpy, kind):
        return NotImplemented
    if array.dtype.hasobject:
        return NotImplemented
    made = rebuild.subclassed, (kind, _plain(run, numpy, array))
    state = dict(getattr(array, "__dict__", {}))
    if kind is numpy.memmap:
        run.notes.append("a memory map arrives in memory: writing to it changes no file")
        state["_mmap"] = None
    # ndarray has a __setstate__ of its own, which wants something else.
    return (*made, state, None, None, rebuild.attributes) if state else made


def _plain(run: Run, numpy: Any, array: Any) -> Any:
    """The plain array over the same memory: one for all runs, as the plan knows it by its id."""
    plain = run.plains.get(id(array))
    if plain is None:
        plain = run.plains[id(array)] = array.view(numpy.ndarray)
    return plain


def _masked(run: Run, numpy: Any, array: Any) -> Any:
    """Data and mask apart: they may be views of arrays that others know."""
    known = set(vars(numpy.ma.array([1.0], mask=[True])))
    if array.baseclass is not numpy.ndarray or set(vars(array)) - known:
        return NotImplemented
    mask = None if array.mask is numpy.ma.nomask else array._mask
    about = (_plain(run, numpy, array), mask, array._fill_value, bool(array.hardmask))
    return rebuild.masked, about


def _reduces(numpy: Any, kind: Any) -> bool:
    own = numpy.ndarray
    return bool(
        kind.__reduce_ex__ is not own.__reduce_ex__ or kind.__setstate__ is not own.__setstate__
    )
