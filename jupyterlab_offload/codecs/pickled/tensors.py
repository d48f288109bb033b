"""How torch's tensors are written into a pickle."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from .. import tensors
from ..errors import NotTyped
from ..libraries import loaded
from . import rebuild

if TYPE_CHECKING:
    from .run import Run

NOTE = "a tensor's autograd graph does not travel: it arrives as a leaf"


def reduce(run: Run, tensor: Any) -> Any:
    """A tensor as a section, or over a storage that it shares; special kinds as torch does."""
    torch = loaded("torch")
    run.libraries.add("torch")
    if not tensors.is_simple(tensor):
        return NotImplemented
    if not tensor.is_leaf and NOTE not in run.notes:
        run.notes.append(NOTE)
    span = tensors.span_of(tensor)
    if span is not None:
        run.spans.append(span)
    grad, parameter = bool(tensor.requires_grad), type(tensor) is torch.nn.Parameter
    storage = run.plan.storages.get(id(tensor)) if run.plan else None
    if storage is None:
        made = _alone(run, tensor, grad, parameter)
    else:
        made = _over(storage, tensor, grad, parameter)
    gradient = tensor.grad if tensor.is_leaf else None
    if gradient is None and not vars(tensor):
        return made
    # The state follows the tensor, which may be reached again through it.
    return (*made, (gradient, dict(vars(tensor))), None, None, rebuild.tensor_state)


def reduce_optimizer(_: Run, optimizer: Any) -> Any:
    """An optimizer as torch does; one that a schedule watches goes on being watched."""
    if "step" not in vars(optimizer):
        return NotImplemented
    make, arguments, state = optimizer.__reduce_ex__(5)[:3]
    state = (state, bool(getattr(optimizer, "_opt_called", False)))
    return make, arguments, state, None, None, rebuild.watched_optimizer


def _alone(run: Run, tensor: Any, grad: bool, parameter: bool) -> Any:
    try:
        axes = tensors.dense_axes(tensor)
    except NotTyped:
        from .plan import Memory, Storage

        memory = Memory([tensors.span_of(tensor)])  # type: ignore[list-item]  # it has elements
        storage = Storage(memory, memory.start)
        run.kept.append(storage)
        return _over(storage, tensor, grad, parameter)
    number = run.section(tensors.bytes_section(tensor, axes))
    shape, device = tuple(tensor.shape), str(tensor.device)
    return rebuild.tensor, (number, tensor.dtype, shape, axes, grad, parameter, device)


def _over(storage: Any, tensor: Any, grad: bool, parameter: bool) -> Any:
    # In bytes from the memory's start: the tensor's storage may begin in the middle of it.
    offset, rest = divmod(tensor.data_ptr() - storage.memory.start, tensor.element_size())
    if rest:
        raise NotTyped("tensors over one memory that are not aligned to each other")
    about = (offset, tensor.dtype, tuple(tensor.shape), tensor.stride(), grad, parameter)
    return rebuild.tensor_over, (storage, *about)
