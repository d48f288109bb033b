"""New views of a new array or tensor, moved onto the old one that takes its content."""

from __future__ import annotations

from typing import Any, Iterable

from .arrays import span_of
from .libraries import library_of, loaded


def moved(pairs: Iterable[tuple[Any, Any]], rest: Iterable[Any]) -> list[tuple[Any, Any]]:
    """For each of `rest` that lies within the memory of a matched new object: it, and the same
    view of the old one's memory. A tensor is moved itself."""
    hosts = [host for host in map(_host, pairs) if host is not None]
    found = []
    for value in rest if hosts else ():
        span = _span(value)
        for old, start, end, shift in hosts:
            if span is not None and start <= span[0] and span[1] <= end:
                found.append((value, _over(old, value, shift)))
                break
    return found


def _host(pair: tuple[Any, Any]) -> tuple[Any, int, int, int] | None:
    """The old object, where the new one's elements begin and end, and how far the old ones are."""
    old, new = pair
    spans = _span(old), _span(new)
    if old is new or spans[0] is None or spans[1] is None or _strides(old) != _strides(new):
        return None
    return old, *spans[1], spans[0][0] - spans[1][0]


def _span(value: Any) -> tuple[int, int] | None:
    """The addresses of the first byte and after the last, None of what is no plain view."""
    kind = type(value)
    if library_of(kind) == "numpy" and kind is loaded("numpy").ndarray:
        found = None if value.dtype.hasobject else span_of(value)
        return None if found is None else (found.start, found.end)
    torch = loaded("torch")
    if library_of(kind) != "torch" or not isinstance(value, torch.Tensor):
        return None
    plain = value.layout is torch.strided and value.device.type == "cpu" and value.is_leaf
    if not plain or value.is_quantized or not value.numel():
        return None
    last = sum((length - 1) * stride for length, stride in zip(value.shape, value.stride()))
    return value.data_ptr(), value.data_ptr() + (last + 1) * value.element_size()


def _strides(value: Any) -> Any:
    return value.strides if library_of(type(value)) == "numpy" else value.stride()


def _over(old: Any, value: Any, shift: int) -> Any:
    if library_of(type(value)) == "numpy":
        return _array_over(old, value, shift)
    torch = loaded("torch")
    if not isinstance(old, torch.Tensor):
        return value
    offset, rest = divmod(
        value.data_ptr() + shift - old.untyped_storage().data_ptr(), value.element_size()
    )
    if not rest:
        view = torch.empty(0, dtype=value.dtype)
        value.data = view.set_(old.untyped_storage(), offset, value.shape, value.stride())
    return value


class _Held:
    """Memory of an array, for numpy; it keeps the array alive."""

    def __init__(self, owner: Any, start: int, size: int) -> None:
        self.owner = owner
        self.__array_interface__ = {
            "version": 3,
            "typestr": "|u1",
            "shape": (size,),
            "data": (start, not owner.flags.writeable),
        }


def _array_over(old: Any, value: Any, shift: int) -> Any:
    numpy = loaded("numpy")
    if not isinstance(old, numpy.ndarray):
        return value
    start, end = _span(value) or (0, 0)
    held = numpy.asarray(_Held(old, start + shift, end - start))
    offset = value.__array_interface__["data"][0] - start
    view = numpy.ndarray(value.shape, value.dtype, held, offset, value.strides)
    if not value.flags.writeable:
        view.flags.writeable = False
    return view
