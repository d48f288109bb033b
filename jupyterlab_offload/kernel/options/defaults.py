"""Defaults of options: what stands on a line goes first, then environment, file, built in."""

from __future__ import annotations

import json
import os
import shlex
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from ...spec import SpecError
from ...spec import defaults_file as checked
from ...submit.folders import defaults_file
from ..errors import OptionError
from .parse import Options
from .settings import SETTINGS, Setting

_PREFIX = "OFFLOAD_"
_OTHERS = ("HOME", "CACHE", "CONFIG", "BACKENDS", "BACKEND", "DEFAULTS")
"""Our variables that are no option's default."""
_NEAR = 0.8


@dataclass(frozen=True)
class Default:
    """A value as Options has it, its text for people, and what has set it: a variable or a file.

    The text of `env` has names alone: values may be secrets.
    """

    value: Any
    text: str
    source: str


def defaults() -> dict[str, Default]:
    """The defaults that somebody has set, by the name of the setting.

    Raises OptionError for a file or a variable that cannot be used: a ceiling that is misspelt
    must not be none.
    """
    path = defaults_file()
    written = _file(path)
    _refuse_misspelt()
    found = {}
    for setting in SETTINGS:
        text = os.environ.get(setting.variable, "").strip()
        if text:
            found[setting.name] = _of_variable(setting, text)
        elif setting.name in written:
            found[setting.name] = _of_file(setting, written[setting.name], path)
    return found


def filled(options: Options) -> Options:
    """The options with defaults where the line says nothing. Raises OptionError."""
    found = defaults()
    return replace(options, **dict(_changes(options, found)))


def _changes(options: Options, found: Mapping[str, Default]) -> Iterator[tuple[str, Any]]:
    for setting in SETTINGS:
        if setting.name not in found:
            continue
        value, said = found[setting.name].value, getattr(options, setting.field)
        if setting.many:
            new = [one for one in value if one not in said]
            yield setting.field, (*new, *said)
        elif setting.name == "wait":
            if not (options.wait or options.no_wait):
                yield ("wait" if value else "no_wait"), True
        elif setting.name == "type":
            if not (options.type or options.gpu or options.memory or options.cpu):
                yield setting.field, value
        elif said is None:
            yield setting.field, value


def _file(path: Path) -> dict[str, Any]:
    try:
        return checked(json.loads(path.read_text("utf-8")))
    except FileNotFoundError:
        return {}
    except OSError as error:
        raise OptionError(f"{path} cannot be read: {error.strerror}.") from error
    except SpecError as error:
        raise OptionError(f"{path}: {error}") from error
    except ValueError as error:
        raise OptionError(f"{path} is not JSON: {error}.") from error


def _of_variable(setting: Setting, text: str) -> Default:
    if not setting.many:
        return Default(setting.read(setting.variable, text), text, setting.variable)
    try:
        words = shlex.split(text)
    except ValueError as error:
        raise OptionError(f"{setting.variable}: {str(error).lower()}.") from error
    return _several(setting, words, setting.variable, setting.variable)


def _of_file(setting: Setting, value: Any, path: Path) -> Default:
    place = f"{path}: {setting.name}"
    if isinstance(value, list):
        return _several(setting, value, place, str(path))
    text = json.dumps(value) if isinstance(value, (bool, int, float)) else str(value)
    return Default(setting.read(place, text), text, str(path))


def _several(setting: Setting, words: list[str], place: str, source: str) -> Default:
    shown = [one.partition("=")[0] for one in words] if setting.name == "env" else words
    return Default(tuple(setting.read(place, one) for one in words), shlex.join(shown), source)


def _refuse_misspelt() -> None:
    known = [setting.variable.removeprefix(_PREFIX) for setting in SETTINGS]
    for variable in sorted(os.environ):
        name = variable.removeprefix(_PREFIX)
        if name == variable or name in known or name in _OTHERS:
            continue
        near = get_close_matches(name, known, 1, _NEAR)
        if near:
            raise OptionError(f"There is no variable {variable}; did you mean {_PREFIX}{near[0]}?")
