"""Pickle a value, or the values of a group, into a container."""

from __future__ import annotations

import datetime
import decimal
import enum
import fractions
import pathlib
import pickle
import re
import sys
import types
import uuid
from dataclasses import dataclass
from typing import Any

from ..box import boxed
from ..errors import Refused
from ..libraries import is_standard, loaded, version_of
from ..memory import Section, Span
from ..refuse import unpicklable
from .deep import deeply
from .functions import NeedsCloudpickle, by_value, is_found
from .plan import Plan
from .rebuild import MODULE
from .run import Run


class _Pickler(pickle.Pickler):
    run: Run

    def reducer_override(self, value: Any) -> Any:
        return self.run.reduce(value)


def _cloud_pickler(cloudpickle: Any) -> Any:
    base: Any = cloudpickle.CloudPickler

    class CloudPickler(base):  # type: ignore[misc]  # its base is only known now
        run: Run

        def reducer_override(self, value: Any) -> Any:
            reduced = self.run.reduce(value)
            if reduced is not NotImplemented or id(value) in self.run.found:
                return reduced
            return super().reducer_override(value)

    return CloudPickler


@dataclass
class Pickled:
    """A container, what has to be there to load it, and what the value shares with others."""

    section: Section
    meta: dict[str, Any]
    notes: list[str]
    mutables: dict[int, object]
    spans: list[Span]
    kept: object


def pickled(value: Any) -> Pickled:
    """Pickle a value; what shares memory in it is sent once. Raises Refused."""
    run, memo = _run(value, None)
    plan = Plan(run.spans, run.plains)
    if plan:
        # The second time is for sharing that only the whole shows.
        run, memo = _run(value, plan)
    doc = {"stream": 0, "buffers": run.buffers}
    section = boxed(doc, run.sections)
    fixed = _fixed()
    mutables = {
        key: held
        for key, held in memo.items()
        if key not in run.found and key not in run.owned and not isinstance(held, fixed)
    }
    return Pickled(section, _meta(run), run.notes, mutables, run.spans, (run, memo))


def _run(value: Any, plan: Plan | None) -> tuple[Run, dict[int, object]]:
    chains: list[BaseException] = []
    try:
        return _either_way(value, plan, chains)
    except Refused:
        if not chains:
            raise
    # What an exception was raised from may hold what cannot travel: it goes without.
    return _either_way(value, plan, None)


def _either_way(
    value: Any, plan: Plan | None, chains: list[BaseException] | None
) -> tuple[Run, dict[int, object]]:
    try:
        return _with_room(value, plan, chains, None)
    except NeedsCloudpickle as need:
        cloudpickle = by_value()
        if cloudpickle is None:
            words = "define it in a module, install cloudpickle, or make it in the cell itself"
            reason = "its source cannot be sent, and cloudpickle is not installed"
            raise Refused(need.value, "function", reason, words) from need
        return _with_room(value, plan, chains, cloudpickle)


def _with_room(
    value: Any, plan: Plan | None, chains: list[BaseException] | None, cloudpickle: Any
) -> tuple[Run, dict[int, object]]:
    try:
        return _once(value, plan, chains, cloudpickle)
    except RecursionError:
        pass  # without a traceback, which would hold a thousand frames
    try:
        return deeply(lambda: _once(value, plan, chains, cloudpickle))
    except RecursionError as error:
        words = "flatten it, or make it in the cell that is offloaded"
        raise Refused(value, "deep structure", "it is nested too deeply", words) from error


def _once(
    value: Any, plan: Plan | None, chains: list[BaseException] | None, cloudpickle: Any
) -> tuple[Run, dict[int, object]]:
    run = Run(plan, chains)
    run.with_cloudpickle = cloudpickle is not None
    kind = _Pickler if cloudpickle is None else _cloud_pickler(cloudpickle)
    pickler = kind(run, protocol=5, buffer_callback=run.buffer)
    pickler.run = run
    try:
        pickler.dump(value)
    except (Refused, NeedsCloudpickle, RecursionError):
        raise
    except Exception as error:
        raise unpicklable(value if run.last is None else run.last, error) from error
    run.finish()
    return run, {key: held for key, (_, held) in pickler.memo.copy().items()}


_FIXED: tuple[type, ...] = (
    *(str, bytes, int, float, complex, bool, type(None), tuple, frozenset, range, slice),
    *(datetime.date, datetime.time, datetime.timedelta, datetime.tzinfo, decimal.Decimal),
    *(fractions.Fraction, uuid.UUID, pathlib.PurePath, enum.Enum, re.Pattern),
    *(types.BuiltinFunctionType, types.ModuleType),
)

_FIXED_LATER: dict[str, tuple[str, ...]] = {
    "numpy": ("dtype", "generic", "ufunc"),
    "pandas": ("Index", "Timestamp", "Timedelta", "Period", "Interval", "DateOffset"),
    "pandas.api.extensions": ("ExtensionDtype",),
    "torch": ("dtype", "device", "Size", "layout", "memory_format"),
    "logging": ("Logger",),
}
"""Types whose instances do not change, or are the process's own: no sharing to keep."""


def _fixed() -> tuple[type[Any], ...]:
    later = [
        getattr(loaded(module), name, None)
        for module, names in _FIXED_LATER.items()
        for name in names
        if loaded(module) is not None
    ]
    return (*_FIXED, *(kind for kind in later if isinstance(kind, type)))


def _meta(run: Run) -> dict[str, Any]:
    """What loading needs: packages with versions, and the notebook's own names."""
    tops = set(run.libraries)
    main = set(run.names)
    for value in run.found.values():
        module = getattr(value, "__module__", None)
        module = value.__name__ if isinstance(value, types.ModuleType) else module
        if module == "__main__" and is_found(value):
            main.add(value.__qualname__.partition(".")[0])
        elif isinstance(module, str) and module != MODULE:
            tops.add(module.partition(".")[0])
    if run.with_cloudpickle:
        tops.add("cloudpickle")
    others = sorted(top for top in tops if not is_standard(top))
    return {
        "python": "{}.{}".format(*sys.version_info[:2]),
        "same_python_minor": run.with_cloudpickle or run.compiled,
        "modules": others,
        "libraries": {top: version_of(top) for top in others if version_of(top) is not None},
        "main": sorted(main),
    }
