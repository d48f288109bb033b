"""Logging and filters of warnings as the notebook has set them: see `kernel/capture` there."""

from __future__ import annotations

import logging
import re
import sys
import warnings
from importlib import import_module
from typing import Any


def set_up(found: dict[str, Any]) -> None:
    """`found`: by a logger's name (the root's is empty) its level, whether it propagates, and its
    handlers: ``{stream, level}``, with ``{format, dates, style}`` where there is a formatter."""
    for name, about in found.items():
        logger = logging.getLogger(name or None)
        logger.setLevel(int(about["level"]))
        logger.propagate, logger.disabled = bool(about["propagate"]), bool(about["disabled"])
        for one in about["handlers"]:
            logger.addHandler(_handler(one))


def _handler(about: dict[str, Any]) -> logging.Handler:
    stream = sys.stdout if about["stream"] == "stdout" else sys.stderr
    handler = logging.StreamHandler(stream)
    handler.setLevel(int(about["level"]))
    if "format" in about:
        style = str(about["style"])
        handler.setFormatter(logging.Formatter(about["format"], about["dates"], style))  # type: ignore[arg-type]  # one of three letters
    return handler


def set_filters(found: dict[str, Any]) -> None:
    """`found["filters"]`: ``{action, message, category, module, line}``, the first match first."""
    for one in reversed(found["filters"]):
        module, name = one["category"]
        warnings.simplefilter(one["action"], getattr(import_module(module), name), one["line"])
        action, _, category, _, line = warnings.filters[0]
        message = None if one["message"] is None else re.compile(one["message"], re.IGNORECASE)
        where = None if one["module"] is None else re.compile(one["module"])
        warnings.filters[0] = (action, message, category, where, line)  # type: ignore[index]  # it is a list
    getattr(warnings, "_filters_mutated", int)()
