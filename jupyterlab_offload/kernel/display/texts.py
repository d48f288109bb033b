"""Texts of a job's, as a notebook can hold them."""

from __future__ import annotations

import json
import re
from typing import Any

NO_MATH = "mathjax_ignore tex2jax_ignore"
"""Classes of HTML in which front ends (MathJax 3, MathJax 2) look for no formulas: two prices are
none."""
_STEERING = re.compile(
    r"\x1b\][^\x07\x1b]*(?:\x07|\x1b\\\\)?|\x1b\[[0-?]*[ -/]*[@-~]|\x1b[@-_]"
    r"|[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]"
)
"""What steers a terminal, and other control characters but tab, line break and carriage return."""
_LINE_BYTES = 16
"""What a line of its own costs in a notebook's file: quotes, comma, indentation."""


def storable(value: Any) -> Any:
    """JSON data without lone surrogates, which no message to a front end can hold: escaped."""
    if isinstance(value, str):
        return value if value.isascii() else value.encode("utf-8", "backslashreplace").decode()
    if isinstance(value, dict):
        return {storable(key): storable(one) for key, one in value.items()}
    if isinstance(value, list):
        return [storable(one) for one in value]
    return value


def plain(text: str) -> str:
    """Text as it stands at the end: without colours, and a carriage return begins a line anew."""
    lines = storable(_STEERING.sub("", text)).split("\n")
    return "\n".join(line.rstrip("\r").rpartition("\r")[2] for line in lines)


def clipped(text: str, most: int) -> str:
    """The text's beginning, if it is longer than so many characters."""
    return text if len(text) <= most else f"{text[:most]} … ({len(text) - most} characters more)"


def stored_bytes(text: str) -> int:
    """About how many bytes a text takes in a notebook's file."""
    return len(json.dumps(text, ensure_ascii=False).encode()) + _LINE_BYTES * text.count("\n")
