"""Objects that are what their state says: random generators, buffers of text and bytes, contexts.

Whoever holds one goes on with it, so a new state is put into the object that is there.
"""

from __future__ import annotations

import decimal
import io
import random
from typing import Any

from .libraries import library_of, loaded


def is_stateful(kind: type) -> bool:
    """Whether `take` can give an instance the state of another one."""
    if kind in (random.Random, io.StringIO, io.BytesIO):
        return True
    if library_of(kind) == "numpy":
        numpy = loaded("numpy")
        return kind in (numpy.random.Generator, numpy.random.RandomState)
    return library_of(kind) == "torch" and kind is loaded("torch").Generator


def takes(old: Any, new: Any) -> bool:
    """Whether `old` can take the state of `new`, which is of the same type."""
    if isinstance(old, (io.StringIO, io.BytesIO)):
        return not old.closed and not new.closed
    if library_of(type(old)) == "numpy":
        return type(_bits(old)) is type(_bits(new))
    return library_of(type(old)) != "torch" or bool(old.device == new.device)


def take(target: Any, source: Any) -> None:
    """Make `target` go on where `source` stands."""
    if isinstance(target, random.Random):
        target.setstate(source.getstate())
    elif isinstance(target, (io.StringIO, io.BytesIO)):
        target.__setstate__(source.__getstate__())  # type: ignore[union-attr]  # not in typeshed
    elif library_of(type(target)) == "torch":
        target.set_state(source.get_state())
    elif hasattr(target, "set_state"):
        target.set_state(source.get_state(legacy=False))
    else:
        target.bit_generator.state = source.bit_generator.state


def _bits(generator: Any) -> Any:
    """numpy's bit generator: RandomState has it, too, under another name."""
    return getattr(generator, "bit_generator", None) or generator._bit_generator


def decimal_context() -> decimal.Context:
    """A copy of the context in which decimals are computed."""
    return decimal.getcontext().copy()


def set_decimal_context(state: decimal.Context) -> None:
    """Changes the context that is in force: tasks that began before have it, too."""
    context = decimal.getcontext()
    for name in ("prec", "rounding", "Emin", "Emax", "capitals", "clamp", "flags", "traps"):
        setattr(context, name, getattr(state, name))
