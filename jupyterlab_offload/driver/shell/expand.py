"""``{expression}`` and ``$name`` in commands, as IPython puts values into them."""

from __future__ import annotations

import re
import string
from typing import Any, Iterator

_DOLLAR = re.compile(r"(.*?)\$(\$?[\w\.]+)(?=([^']*'[^']*')*[^']*$)")
"""Not between single quotes, where a dollar is the shell's or awk's."""
_FORMATTER = string.Formatter()


def expanded(command: str, namespace: dict[str, Any]) -> str:
    """The command with its values; as it was, if one of them does not make sense."""
    if "{" not in command and "$" not in command:
        return command
    try:
        return "".join(_pieces(command, namespace))
    except Exception:
        # Braces or variables of the shell's: then nothing in the command is Python's.
        return command


def _pieces(command: str, namespace: dict[str, Any]) -> Iterator[str]:
    for literal, field, spec, conversion in string.Formatter().parse(command):
        yield from _with_names(literal, namespace)
        if field is not None:
            # A colon belongs to a slice, not to a format.
            value = eval(":".join([field, spec]) if spec else field, dict(namespace))
            yield format(_FORMATTER.convert_field(value, conversion), "")


def _with_names(text: str, namespace: dict[str, Any]) -> Iterator[str]:
    end = 0
    for match in _DOLLAR.finditer(text):
        before, name = match.group(1, 2)
        end = match.end()
        yield before
        # $$name is $name for the shell.
        yield name if name.startswith("$") else format(eval(name, dict(namespace)), "")
    yield text[end:]
