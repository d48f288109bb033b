"""The functions that our pickles name, and the sections they read while one is loaded.

Pickles name them under a module of no package, so that one value gives the same bytes wherever
this code is installed or packed; `load` finds them without importing that module.
"""

from __future__ import annotations

import functools
import importlib
import io
import marshal
import sys
import threading
import types
import weakref
from typing import Any

from .. import arrays, tensors
from ..box import Box
from ..dtypes import read_dtype
from ..errors import CodecError
from ..libraries import needed

MODULE = "_offload_rebuild"


class _Loading(threading.local):
    box: Box | None = None


loading = _Loading()
"""The container that this thread is loading a pickle from."""


def _box() -> Box:
    if loading.box is None:
        raise CodecError("this pickle is part of a container, and was loaded without it")
    return loading.box


def array(section: int, dtype: Any, shape: tuple[int, ...], axes: Any, writeable: bool) -> Any:
    """An ndarray that shares its memory with nothing."""
    numpy = needed("numpy")
    value = arrays.empty(numpy, shape, _dtype(numpy, dtype), axes)
    _box().into(section, arrays.filled(value if axes is None else value.transpose(axes)))
    if not writeable:
        value.flags.writeable = False
    return value


def _dtype(numpy: Any, dtype: Any) -> Any:
    return read_dtype(numpy, dtype) if isinstance(dtype, (str, dict)) else dtype


def subclassed(kind: type, plain: Any) -> Any:
    """An ndarray of a subclass over the memory of a plain one."""
    return plain.view(kind)


class _File(io.BytesIO):
    """A file's content, under the name by which the file was opened."""

    name: str


def archive(content: bytes, name: str | None, allowed: dict[str, bool]) -> Any:
    """What `numpy.load` makes of the content of a file of several arrays."""
    file = _File(content)
    found = needed("numpy").load(file, **allowed)
    if name is not None:
        file.name = name
        found.fid = file
    return found


def masked(plain: Any, mask: Any, fill_value: Any, hard: bool) -> Any:
    """A masked array over the memory of two plain ones."""
    numpy = needed("numpy")
    hidden = numpy.ma.nomask if mask is None else mask
    value = numpy.ma.MaskedArray(plain, mask=hidden, copy=False, hard_mask=hard)
    value._fill_value = fill_value
    return value


def attributes(value: Any, state: Any) -> None:
    """Put back an instance's own attributes."""
    vars(value).update(state)


def method(function: Any, owner: Any) -> Any:
    """A function bound to an object under another name than its own."""
    return types.MethodType(function, owner)


def instance(kind: type) -> Any:
    """An object whose attributes come later, by `set_attributes`."""
    return object.__new__(kind)


def set_attributes(value: Any, state: Any) -> None:
    """Put attributes and slots back, whatever the class does when they are set."""
    for name, child in state.items():
        object.__setattr__(value, name, child)


def set_chain(value: Any, state: Any) -> None:
    """Put back what an exception has, and what it was raised from."""
    own, (cause, context, suppressed) = state
    if own is not None:
        value.__setstate__(own)
    value.__context__, value.__cause__ = context, cause
    value.__suppress_context__ = suppressed


def memory(section: int, skew: int, kind: str, device: str) -> Any:
    """Bytes that several arrays or tensors share, as aligned as they were (`skew`, modulo 64)."""
    box = _box()
    size = box.size(section)
    if kind == "tensor":
        torch = needed("torch")
        base, view = tensors.empty(torch, (size,), torch.uint8, None)
        box.into(section, view)
        return tensors.placed(base, device)
    numpy = needed("numpy")
    room = numpy.empty(size + 64, "u1")
    start = (skew - room.__array_interface__["data"][0]) % 64
    held = room[start : start + size]
    box.into(section, memoryview(held))
    return held


def array_over(
    held: Any, offset: int, dtype: Any, shape: Any, strides: Any, writeable: bool
) -> Any:
    """An ndarray over a part of shared bytes."""
    numpy = needed("numpy")
    value = numpy.ndarray(shape, _dtype(numpy, dtype), held, offset, strides)
    if not writeable:
        value.flags.writeable = False
    return value


def objects_over(base: Any, start: int, shape: Any, strides: Any) -> Any:
    """An ndarray of objects that is a view of another one; `start` counts its elements."""
    numpy = needed("numpy")
    flat = base.reshape(-1, order="A")[start:]
    if len(shape) == 1 and strides[0] > 0:
        return flat[:: strides[0] // base.itemsize][: shape[0]]
    return numpy.lib.stride_tricks.as_strided(flat, shape, strides)


def tensor(
    section: int, dtype: Any, shape: Any, axes: Any, grad: bool, parameter: bool, device: str
) -> Any:
    """A tensor that shares its memory with nothing."""
    torch = needed("torch")
    value, view = tensors.empty(torch, tuple(shape), dtype, axes)
    _box().into(section, view)
    return _tensor(torch, tensors.placed(value, device), grad, parameter)


def storage(held: Any) -> Any:
    """The torch storage over shared bytes; one object for all tensors that have it in common."""
    torch = needed("torch")
    plain = held if isinstance(held, torch.Tensor) else torch.from_numpy(held)
    return plain.untyped_storage()


def tensor_over(
    memory: Any, offset: int, dtype: Any, shape: Any, strides: Any, grad: bool, parameter: bool
) -> Any:
    """A tensor over a part of a storage; `offset` counts its elements."""
    torch = needed("torch")
    value = torch.empty(0, dtype=dtype, device=memory.device)
    value.set_(memory, offset, tuple(shape), tuple(strides))
    return _tensor(torch, value, grad, parameter)


def _tensor(torch: Any, value: Any, grad: bool, parameter: bool) -> Any:
    if parameter:
        return torch.nn.Parameter(value, requires_grad=grad)
    return value.requires_grad_(grad) if grad else value


def tensor_state(value: Any, state: Any) -> None:
    """Put back what a tensor carries: its gradient and attributes of its own."""
    gradient, attributes = state
    if gradient is not None:
        value.grad = gradient
    vars(value).update(attributes)


def watched_optimizer(optimizer: Any, state: Any) -> None:
    """Put back an optimizer's state, and what its schedule has put around its `step`."""
    plain, called = state
    optimizer.__setstate__(plain)
    optimizer._opt_called = called
    step, itself = type(optimizer).step, weakref.ref(optimizer)

    @functools.wraps(step)
    def watched(*args: Any, **kwargs: Any) -> Any:
        found: Any = itself()
        found._opt_called = True
        return step(found, *args, **kwargs)

    watched._wrapped_by_lr_sched = True  # type: ignore[attr-defined]  # the mark that torch looks for
    optimizer.step = watched


def module(name: str) -> Any:
    """A module that some object refers to."""
    return importlib.import_module(name)


def function(home: str, made_by: tuple[int, ...], code: bytes, name: str, cells: Any) -> Any:
    """A function from its code, which reads its globals from a module's own namespace.

    Another minor version of Python would take the code for its own, and crash.
    """
    if made_by != sys.version_info[:2]:
        version = ".".join(map(str, made_by))
        raise CodecError(f"it holds the function {name}, compiled by Python {version}")
    scope = vars(importlib.import_module(home))
    return types.FunctionType(marshal.loads(code), scope, name, None, cells)


def set_function(value: Any, state: Any) -> None:
    """Put back what a function has beside its code: members, attributes, what it closes over."""
    members, attributes, contents = state
    for name, member in members.items():
        setattr(value, name, member)
    vars(value).update(attributes)
    for held, content in zip(value.__closure__ or (), contents):
        if content:
            held.cell_contents = content[0]


def cell() -> Any:
    """An empty cell of a closure."""
    return types.CellType()


def code_bytes(code: types.CodeType) -> bytes:
    """Code as bytes, which are the same however often its parts are referred to."""
    try:
        return marshal.dumps(code, 2)
    except ValueError:  # a constant that only newer formats have
        return marshal.dumps(code)


def signature(value: Any) -> tuple[Any, ...]:
    """What tells a function from another one under the same name, under any version of Python."""
    code = value.__code__
    return code.co_name, code.co_argcount, code.co_varnames, code.co_freevars


def named(name: str, known: tuple[Any, ...]) -> Any:
    """A function of the notebook by the name that it is bound to."""
    value = getattr(sys.modules["__main__"], name, None)
    if not isinstance(value, types.FunctionType) or signature(value) != known:
        raise CodecError(f"it holds the function {name}, which is another one here")
    return value


REBUILDERS = {
    function.__name__: function
    for function in (
        array,
        archive,
        subclassed,
        attributes,
        method,
        instance,
        set_attributes,
        set_chain,
        masked,
        memory,
        array_over,
        objects_over,
        tensor,
        storage,
        tensor_over,
        tensor_state,
        watched_optimizer,
        module,
        function,
        set_function,
        cell,
        named,
    )
}
# pickle looks a function up where it says it lives, to see that it is the same.
sys.modules.setdefault(MODULE, sys.modules[__name__])
for _function in REBUILDERS.values():
    _function.__module__ = MODULE
