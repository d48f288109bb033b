"""torch's tensors: what travels of them, their bytes, new ones to read into."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import Any

from .errors import CodecError, NotTyped
from .libraries import loaded, needed
from .memory import BLOCK, Chunk, Section, Span, at_address, pieces


def is_simple(tensor: Any) -> bool:
    """Whether a tensor is a Tensor or Parameter that its memory, shape and strides describe."""
    torch = loaded("torch")
    if type(tensor) not in (torch.Tensor, torch.nn.Parameter):
        return False
    if tensor.layout is not torch.strided or tensor.is_quantized or tensor.is_meta:
        return False
    lazy = tensor.is_conj() or tensor.is_neg()
    return not lazy and not tensor._backward_hooks


def span_of(tensor: Any) -> Span | None:
    """The memory of the whole storage: tensors with one storage have one object in common."""
    storage = tensor.untyped_storage()
    if storage.nbytes() == 0:
        return None
    start = storage.data_ptr()
    return Span(str(tensor.device), start, start + storage.nbytes(), tensor)


def dense_axes(tensor: Any) -> list[int] | None:
    """As `arrays.dense_axes`: None for C's order, NotTyped where elements overlap."""
    if tensor.is_contiguous():
        return None
    shape, strides = tuple(tensor.shape), tensor.stride()
    extent = 1 + sum((length - 1) * stride for length, stride in zip(shape, strides))
    if math.prod(shape) > extent:
        raise NotTyped("a tensor whose elements overlap")
    axes = sorted(range(len(shape)), key=lambda axis: -strides[axis])
    return None if axes == list(range(len(shape))) else axes


def bytes_section(tensor: Any, axes: list[int] | None) -> Section:
    """The tensor's bytes in the order of `axes`, without a copy where they lie so on the CPU."""
    dense = tensor.detach()
    dense = dense if axes is None else dense.permute(axes)
    return Section(dense.numel() * dense.element_size(), lambda: _walk(dense))


def _walk(tensor: Any) -> Iterator[Chunk]:
    size = tensor.numel() * tensor.element_size()
    if size == 0:
        return
    if tensor.is_contiguous() and tensor.device.type == "cpu":
        # The section keeps `tensor`, and with it the memory, alive; a piece alone does not.
        yield from pieces(at_address(tensor.data_ptr(), size))
        return
    if tensor.is_contiguous():
        tensor = tensor.reshape(-1)
    per_row = size // len(tensor)
    rows = max(1, BLOCK // per_row)
    for start in range(0, len(tensor), rows):
        part = tensor[start : start + rows]
        if per_row > BLOCK and part.dim() > 1:
            yield from _walk(part[0])
        else:
            copy = part.contiguous().cpu()
            yield bytes(at_address(copy.data_ptr(), copy.numel() * copy.element_size()))


def empty(torch: Any, shape: tuple[int, ...], dtype: Any, axes: Any) -> tuple[Any, memoryview]:
    """A new CPU tensor that goes through memory in the order of `axes`, and its bytes to write."""
    if axes is not None and (not isinstance(axes, list) or sorted(axes) != list(range(len(shape)))):
        raise CodecError("a tensor's axes are not an order")
    order = list(range(len(shape))) if axes is None else axes
    base = torch.empty([shape[axis] for axis in order], dtype=dtype)
    size = base.numel() * base.element_size()
    view = at_address(base.data_ptr(), size, writable=True) if size else memoryview(bytearray())
    inverse = sorted(range(len(order)), key=order.__getitem__)
    return (base if axes is None else base.permute(inverse)), view


def dtype_named(name: object) -> Any:
    """The dtype of a name such as ``bfloat16``. Raises CodecError for any other attribute."""
    torch = needed("torch")
    dtype = getattr(torch, name, None) if isinstance(name, str) else None
    if not isinstance(dtype, torch.dtype):
        raise CodecError(f"torch has no dtype {name!r} here")
    return dtype


def name_of(dtype: Any) -> str:
    """The name that `dtype_named` understands."""
    return str(dtype).partition(".")[2]


def placed(tensor: Any, device: str) -> Any:
    """The tensor on the device it came from, if this machine has it; else where it is."""
    if device == "cpu":
        return tensor
    try:
        return tensor.to(device)
    except (RuntimeError, AssertionError):  # torch without CUDA raises AssertionError
        return tensor
