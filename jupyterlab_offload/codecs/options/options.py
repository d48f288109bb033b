"""All families: read at one moment, compared with another, set."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from typing import Any, Dict, Mapping

from .charts import CHARTS
from .family import Family, Live, Values, value_of, written
from .filters import Warnings
from .late import when_imported
from .libraries import LIBRARIES
from .standard import STANDARD

State = Dict[str, Values]
"""Options by their family's name."""

PREFIX = "@option."
"""Begins the names under which options that JSON cannot hold travel among the values."""

FAMILIES: dict[str, Family] = {
    one.name: one for one in (*LIBRARIES, *CHARTS, *STANDARD, Warnings())
}

_waiting: State = {}


@dataclass(frozen=True)
class Options:
    """The options at one moment: of libraries that were loaded, and what waited for others."""

    loaded: State
    waiting: State

    def of(self, name: str) -> Values:
        """A family's options; of a library that was not loaded, as it would have begun."""
        if name in self.loaded:
            return self.loaded[name]
        return {**_at_first(FAMILIES[name]), **self.waiting.get(name, {})}

    def since(self, before: Options) -> State:
        """What to `put` where the options are as `before`."""
        found = {
            name: FAMILIES[name].changes(before.of(name), new) for name, new in self.loaded.items()
        }
        for name, new in self.waiting.items():
            known = before.waiting.get(name, {})
            found[name] = {
                key: new[key] for key in new if key not in known or known[key] != new[key]
            }
        return {name: values for name, values in found.items() if values}


AT_FIRST = Options({}, {})
"""What libraries begin with."""


def options(beside: bool = False) -> Options:
    """The options now. `beside` the thread and the context that have set them, those families are
    left out of which each thread has its own."""
    loaded: State = {}
    for name, family in FAMILIES.items():
        library = _library(family)
        if library is None or (beside and family.threaded):
            continue
        try:
            loaded[name] = written(family.now(library))
        except Exception:  # a version that has them elsewhere: they stay as they are
            continue
    waiting = {name: dict(values) for name, values in _waiting.items()}
    return Options(loaded, waiting)


def put(name: str, option: str, found: Any) -> None:
    """Sets one option, `found` as in a State; of a library that is not loaded, when it is.

    Raises what the library raises for a value that it does not take, KeyError for an option that
    it, in its version here, does not know.
    """
    family = FAMILIES[name]
    value = value_of(found)
    library = _library(family)
    if library is not None:
        return family.put(library, option, value)
    if name not in _waiting:
        _waiting[name] = {}
        when_imported(family.module, lambda: _put_waiting(family))
    _waiting[name][option] = found


def why_not(error: Exception) -> str:
    """In words, why `put` has failed."""
    if isinstance(error, KeyError):
        return "this version does not know it"
    return f"{type(error).__name__}: {error}"


def plain(state: Mapping[str, Values]) -> State:
    """What of it is JSON."""
    found = {
        name: {key: value for key, value in values.items() if not isinstance(value, Live)}
        for name, values in state.items()
    }
    return {name: values for name, values in found.items() if values}


def live(state: Mapping[str, Values]) -> dict[str, Any]:
    """The rest, which travels as values do, by the names of such."""
    return {
        f"{PREFIX}{name}.{key}": value.value
        for name, values in state.items()
        for key, value in values.items()
        if isinstance(value, Live)
    }


def named(name: str) -> tuple[str, str]:
    """Family and option of a name that `live` gives. Raises KeyError for another."""
    family, _, option = name[len(PREFIX) :].partition(".")
    if not name.startswith(PREFIX) or family not in FAMILIES:
        raise KeyError(name)
    return family, option


def _library(family: Family) -> Any:
    """The module, if it is loaded to its end."""
    module = sys.modules.get(family.module)
    is_loading = getattr(getattr(module, "__spec__", None), "_initializing", False)
    return None if is_loading else module


def _at_first(family: Family) -> Values:
    library = _library(family)
    return {} if library is None else written(family.at_first(library))


def _put_waiting(family: Family) -> None:
    """The module is there now, though its import still runs."""
    for option, found in _waiting.pop(family.name, {}).items():
        try:
            family.put(sys.modules[family.module], option, value_of(found))
        except Exception:  # an import does not fail because of an option of another version
            continue
