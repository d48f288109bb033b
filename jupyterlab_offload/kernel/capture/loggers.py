"""How the notebook has set up logging: levels, and handlers that write to the cell's output."""

from __future__ import annotations

import logging
from typing import Any

_OTHERS = frozenset(
    """IPKernelApp asyncio boto3 botocore c10d-NullHandler-default jupyterlab_offload matplotlib
    parso s3transfer tornado
    torch traitlets urllib3
    """.split()  # noqa: SIM905  # a table of names reads better as words
)
"""Loggers that the kernel and its libraries set up themselves."""
_STYLES: dict[type, str] = {
    logging.PercentStyle: "%",
    logging.StrFormatStyle: "{",
    logging.StringTemplateStyle: "$",
}


def loggers() -> dict[str, object]:
    """For each logger that was set up (the root's name is empty): what `driver.loggers` sets."""
    found: dict[str, object] = {}
    for name, logger in (("", logging.root), *logging.root.manager.loggerDict.items()):
        if not isinstance(logger, logging.Logger) or name.partition(".")[0] in _OTHERS:
            continue
        about = _about(logger)
        if about != _about(logging.Logger(name, logging.WARNING if not name else 0)):
            found[name] = about
    return found


def _about(logger: logging.Logger) -> dict[str, object]:
    handlers = [about for one in logger.handlers if (about := _handler(one)) is not None]
    return {
        "level": logger.level,
        "propagate": logger.propagate,
        "disabled": logger.disabled,
        "handlers": handlers,
    }


def _handler(handler: logging.Handler) -> dict[str, object] | None:
    """A handler that writes to the cell's own streams; any other is of this process."""
    if type(handler) is not logging.StreamHandler or handler.filters:
        return None
    stream = str(getattr(handler.stream, "name", "")).strip("<>")
    formatter: Any = handler.formatter
    if stream not in ("stdout", "stderr") or type(formatter) not in (type(None), logging.Formatter):
        return None
    about: dict[str, object] = {"stream": stream, "level": handler.level}
    if formatter is not None:
        style = _STYLES.get(type(formatter._style), "%")
        about.update(format=formatter._fmt, dates=formatter.datefmt, style=style)
    return about
