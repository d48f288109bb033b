"""Options of Python's own modules: logging, locale, limits of the interpreter."""

from __future__ import annotations

import importlib.util
import logging
import sys
from typing import Any

from .family import Family, Values
from .late import when_imported

_LIMITS: Values = {"recursionlimit": 1000, "int_max_str_digits": 4300}
_STYLES = {
    logging.PercentStyle: "%",
    logging.StrFormatStyle: "{",
    logging.StringTemplateStyle: "$",
}


class Loggers(Family):
    """How loggers are set up, by their names; the root's is empty.

    A value is ``{level, propagate, disabled, handlers}``, for the root with ``disable`` as well,
    the level that `logging.disable` shuts off. Of the handlers only those count that write to
    the cell's own streams, the others are of their process:
    ``{stream, level}``, with ``{format, dates, style}`` where there is a formatter.
    """

    name = module = "logging"

    _OTHERS = frozenset(
        """IPKernelApp asyncio boto3 botocore c10d-NullHandler-default jupyterlab_offload matplotlib
        parso s3transfer strobelight_compile_time_profiler strobelight_function_profiler
        torch tornado traitlets urllib3
        """.split()  # noqa: SIM905  # a table of names reads better as words
    )
    """Loggers that the kernel and its libraries set up themselves."""

    def now(self, library: Any) -> Values:
        """Those only that differ from new ones."""
        root = library.root
        found = {"": _about(root)}
        for name, logger in list(root.manager.loggerDict.items()):
            if isinstance(logger, logging.Logger) and name.partition(".")[0] not in self._OTHERS:
                found[name] = _about(logger)
        return {name: about for name, about in found.items() if about != _first(name)}

    def at_first(self, library: Any) -> Values:
        return {}

    def changes(self, old: Values, new: Values) -> Values:
        first = {name: _first(name) for name in {**old, **new}}
        return super().changes({**first, **old}, {**first, **new})

    def put(self, library: Any, name: str, value: Any) -> None:
        """A library that is imported later sets its logger up itself, and would undo this."""
        home = name.partition(".")[0]
        if home and home not in sys.modules and _is_there(home):
            when_imported(home, lambda: _set_up(name, value))
        else:
            _set_up(name, value)


def _is_there(name: str) -> bool:
    try:
        return importlib.util.find_spec(name) is not None
    except (ImportError, ValueError, AttributeError):
        return False


def _first(name: str) -> Values:
    return _about(logging.Logger(name, logging.NOTSET) if name else logging.RootLogger(30))


def _about(logger: logging.Logger) -> Values:
    found: Values = {
        "level": logger.level,
        "propagate": logger.propagate,
        "disabled": logger.disabled,
        "handlers": [about for about in map(_handler, logger.handlers) if about is not None],
    }
    if isinstance(logger, logging.RootLogger):
        found["disable"] = logging.root.manager.disable if logger is logging.root else 0
    return found


def _handler(handler: logging.Handler) -> Values | None:
    if type(handler) is not logging.StreamHandler or handler.filters:
        return None
    stream = str(getattr(handler.stream, "name", "")).strip("<>")
    formatter: Any = handler.formatter
    if stream not in ("stdout", "stderr") or type(formatter) not in (type(None), logging.Formatter):
        return None
    about: Values = {"stream": stream, "level": handler.level}
    if formatter is not None:
        style = _STYLES.get(type(formatter._style), "%")
        about.update(format=formatter._fmt, dates=formatter.datefmt, style=style)
    return about


def _set_up(name: str, about: Values) -> None:
    level, disabled = int(about["level"]), bool(about["disabled"])
    propagate, wanted = bool(about["propagate"]), [(one, _made(one)) for one in about["handlers"]]
    logger = logging.getLogger(name or None)
    logger.setLevel(level)
    logger.propagate, logger.disabled = propagate, disabled
    for handler in list(logger.handlers):
        known = _handler(handler)
        same = next((one for one in wanted if one[0] == known), None)
        if same is not None:
            wanted.remove(same)
        elif known is not None:
            logger.removeHandler(handler)
    for _, made in wanted:
        logger.addHandler(made)
    if not name and "disable" in about:
        logging.disable(int(about["disable"]))


def _made(about: Values) -> logging.Handler:
    stream = sys.stdout if about["stream"] == "stdout" else sys.stderr
    handler = logging.StreamHandler(stream)
    handler.setLevel(int(about["level"]))
    if "format" in about:
        style: Any = str(about["style"])
        handler.setFormatter(logging.Formatter(about["format"], about["dates"], style))
    return handler


class Locale(Family):
    """How numbers, money, times and texts are written and sorted: what `setlocale` was told."""

    name = module = "locale"

    _NAMES = ("LC_COLLATE", "LC_MONETARY", "LC_NUMERIC", "LC_TIME")

    def now(self, library: Any) -> Values:
        return {name: library.setlocale(getattr(library, name)) for name in self._NAMES}

    def at_first(self, library: Any) -> Values:
        return dict.fromkeys(self._NAMES, "C")

    def put(self, library: Any, name: str, value: Any) -> None:
        if name not in self._NAMES:
            raise KeyError(name)
        library.setlocale(getattr(library, name), str(value))


class Interpreter(Family):
    """Limits of Python itself."""

    name = module = "sys"

    def now(self, library: Any) -> Values:
        there = [name for name in _LIMITS if hasattr(library, _function("set", name))]
        return {name: getattr(library, _function("get", name))() for name in there}

    def at_first(self, library: Any) -> Values:
        return _LIMITS

    def put(self, library: Any, name: str, value: Any) -> None:
        if name not in self.now(library):
            raise KeyError(name)
        getattr(library, _function("set", name))(int(value))


def _function(verb: str, name: str) -> str:
    """Python has a `setrecursionlimit`, but a `set_int_max_str_digits`."""
    return f"{verb}_{name}" if "_" in name else f"{verb}{name}"


STANDARD = (Loggers(), Locale(), Interpreter())
