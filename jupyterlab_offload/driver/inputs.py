"""Inputs: decoded into the namespace, and known again afterwards."""

from __future__ import annotations

import random
import sys
import types
from importlib import import_module
from typing import Any, Callable, Collection, Iterable

from ..codecs import (
    CodecError,
    Origins,
    decimal_context,
    decode,
    diagram_counts,
    digest,
    set_decimal_context,
    set_diagram_counts,
)
from ..codecs.options import PREFIX, Live, named, put
from .blobs import Blobs
from .manifest import Input
from .refusal import SetupError

RANDOM, NUMPY, TORCH, DECIMAL = "@random", "@numpy.random", "@torch", "@decimal"
DIAGRAMS = "@sklearn.diagrams"
"""Names of states among the values, which are restored, not bound. So are options' names."""

_FIXED = (
    *(int, float, bool, complex, str, bytes, type(None), range, slice),
    *(types.FunctionType, types.BuiltinFunctionType, types.ModuleType, type),
)


def is_fixed(value: object) -> bool:
    """Whether nothing in a value can change, as far as a glance tells."""
    return type(value) in _FIXED or isinstance(value, type)


class Inputs:
    """Decodes inputs once each, whatever order the prelude asks for."""

    def __init__(self, inputs: Iterable[Input], blobs: Blobs, namespace: dict[str, Any]) -> None:
        self._waiting = list(inputs)
        self._blobs = blobs
        self._namespace = namespace
        self._asked: set[str] = set()
        self.names: list[str] = []

    def verify(self) -> None:
        """Compares every input with its digest. Raises SetupError."""
        for one in self._waiting:
            self._blobs.path(one)

    def bind(self, names: Collection[str]) -> None:
        """Decodes the groups of these names, and of those asked for before.

        A group that holds objects of classes that come later in the prelude waits for these.
        """
        self._asked.update(names)
        for one in [one for one in self._waiting if not self._asked.isdisjoint(one.names)]:
            if all(name in self._namespace for name in one.meta.get("main") or ()):
                self._waiting.remove(one)
                self._decode(one)

    def bind_rest(self) -> None:
        """Decodes what has not been asked for."""
        while self._waiting:
            self._decode(self._waiting.pop(0))

    def _decode(self, one: Input) -> None:
        names = ", ".join(one.names)
        try:
            with open(self._blobs.path(one), "rb") as file:
                values = decode(one.format, one.meta, file, allow_pickle=True)
        except CodecError as error:
            raise SetupError(f"{names} cannot be read here: {error}") from error
        for name, value in values.items():
            if name.startswith("@"):
                restore(name, value)
            else:
                self._namespace[name] = value
                self.names.append(name)


def digests(namespace: dict[str, Any], names: Iterable[str]) -> dict[str, str | None]:
    """Digests of the values that may change in place; None where there is none to be had."""
    found: dict[str, str | None] = {}
    for name in names:
        value = namespace.get(name)
        if not is_fixed(value):
            found[name] = digest_or_none(value)
    return found


def origins(namespace: dict[str, Any], names: Iterable[str], watched: Iterable[str]) -> Origins:
    """Where the objects of inputs are; of those that may change, where all are too many."""
    for some in (names, watched):
        try:
            found = Origins({name: namespace[name] for name in some})
        except Exception:  # whatever a class of the user's raises when it is looked into
            found = Origins.unknown()
        if found.complete:
            break
    return found


def digest_or_none(value: object) -> str | None:
    """The digest of a value, None for one that has become what cannot travel."""
    try:
        return digest(value)
    except CodecError:
        return None
    except Exception:  # whatever a class of the user's raises while it is pickled
        return None


def restore(name: str, state: Any) -> None:
    """Puts a generator into a state. Raises SetupError where its library is missing."""
    try:
        if name.startswith(PREFIX):
            put(*named(name), Live(state))
        else:
            _SET[name](state)
    except (KeyError, ImportError, ValueError, TypeError, AttributeError) as error:
        raise SetupError(f"the state of {name[1:]} cannot be restored here: {error}") from error


def states(names: Iterable[str]) -> dict[str, Any]:
    """The states of generators, of those whose library is loaded."""
    return {name: _GET[name]() for name in names if _is_loaded(name)}


def _is_loaded(name: str) -> bool:
    return name in _GET and name[1:].partition(".")[0] in sys.modules


_SET: dict[str, Callable[[Any], None]] = {
    RANDOM: lambda state: random.setstate(state),
    NUMPY: lambda state: import_module("numpy").random.set_state(state),
    TORCH: lambda state: import_module("torch").set_rng_state(state),
    DECIMAL: set_decimal_context,
    DIAGRAMS: set_diagram_counts,
}
_GET: dict[str, Callable[[], Any]] = {
    RANDOM: lambda: random.getstate(),
    NUMPY: lambda: import_module("numpy").random.get_state(),
    TORCH: lambda: import_module("torch").get_rng_state(),
    DECIMAL: decimal_context,
    DIAGRAMS: diagram_counts,
}
