"""A job's outputs inside its card: text, pictures as data, tables sanitised."""

from __future__ import annotations

import base64
import re
from collections.abc import Iterable, Mapping
from html import escape
from typing import Any

from .sanitize import sanitized

MAX_BYTES = 5 * 1024 * 1024
"""How much of a job's outputs a notebook holds; the rest is in ``job.outputs``."""
_PICTURES = ("image/png", "image/jpeg", "image/gif", "image/webp")
_COLOURS = re.compile(r"\x1b\[[0-9;]*[A-Za-z]")


def rich_html(events: Iterable[Mapping[str, Any]]) -> str:
    """The verified outputs of a job as HTML without scripts, up to MAX_BYTES."""
    pieces: list[str] = []
    size = 0
    for index, event in enumerate(events):
        piece = _event(event)
        size += len(piece)
        if size > MAX_BYTES:
            pieces.append(f"<p>… the rest is in <code>job.outputs[{index}:]</code></p>")
            break
        pieces.append(piece)
    return "".join(pieces)


def _event(event: Mapping[str, Any]) -> str:
    kind = event.get("type")
    if kind == "stream":
        return _pre(str(event.get("text", "")))
    if kind in ("display_data", "execute_result"):
        data = event.get("data")
        return _bundle(data) if isinstance(data, Mapping) else ""
    return ""


def _bundle(data: Mapping[str, Any]) -> str:
    for kind in _PICTURES:
        if isinstance(data.get(kind), str):
            return _picture(kind, data[kind])
    if isinstance(data.get("text/html"), str):
        return f"<div>{sanitized(data['text/html'])}</div>"
    return _pre(str(data.get("text/plain", "")))


def _picture(kind: str, encoded: str) -> str:
    try:
        clean = base64.b64encode(base64.b64decode(encoded)).decode("ascii")
    except ValueError:
        return ""
    return f'<p><img alt="" src="data:{kind};base64,{clean}"></p>'


def _pre(text: str) -> str:
    return f"<pre>{escape(plain(text))}</pre>" if text.strip() else ""


def plain(text: str) -> str:
    """Text as it stands at the end: without colours, and a carriage return begins a line anew."""
    lines = _COLOURS.sub("", text).split("\n")
    return "\n".join(line.rstrip("\r").rpartition("\r")[2] for line in lines)
