"""``{expression}`` and ``$name`` in commands, as IPython puts values into them."""

from __future__ import annotations

import re
import string
from typing import Any, Mapping, Sequence

_DOLLAR = re.compile(r"(?P<text>.*?)\$(?P<name>\$[^\w.]?|\$|[A-Za-z_][\w.]*)", re.DOTALL)


class _Formatter(string.Formatter):
    """Evaluates whole expressions."""

    def __init__(self, namespace: dict[str, Any]) -> None:
        self._namespace = namespace

    def get_field(self, field: str, args: Sequence[Any], kwargs: Mapping[str, Any]) -> Any:
        return eval(field, self._namespace), field


def expanded(command: str, namespace: dict[str, Any]) -> str:
    """The command with its values. One that does not make sense stays as it is."""
    if "{" not in command and "$" not in command:
        return command
    try:
        text = _Formatter(namespace).vformat(command, (), namespace)
    except Exception:
        # Braces of the shell's or of awk's: then nothing in the command is IPython's.
        return command
    pieces = []
    end = 0
    for match in _DOLLAR.finditer(text):
        pieces.append(match["text"])
        end = match.end()
        pieces.append(_value(match["name"], namespace))
    return "".join(pieces) + text[end:]


def _value(name: str, namespace: dict[str, Any]) -> str:
    if name.startswith("$"):
        return name
    try:
        return str(eval(name, namespace))
    except Exception:  # the shell's own variable
        return "$" + name
