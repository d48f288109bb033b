"""A job's outputs inside its card: text, pictures as data, tables sanitised."""

from __future__ import annotations

import base64
import re
from collections.abc import Iterable, Mapping, Sequence
from html import escape
from typing import Any

from .sanitize import sanitized

Event = Mapping[str, Any]

MAX_BYTES = 5 * 1024 * 1024
"""How much of a job's outputs a notebook holds; the rest is in ``job.outputs``."""
_PICTURES = ("image/png", "image/jpeg", "image/gif", "image/webp")
_COLOURS = re.compile(r"\x1b\[[0-9;]*[A-Za-z]")


def rich_html(events: Iterable[Event]) -> str:
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


def events_of(events: Iterable[Event], part: int | None) -> list[Event]:
    """Those of one part, all where none is named; what came before the first belongs to it."""
    return [one for one in events if part is None or (one.get("part") or 0) == part]


def plain_bundle(events: Sequence[Event]) -> dict[str, Any]:
    """Verified outputs as one bundle, since another cell's output can be written only as one."""
    shown = [one for one in events if one.get("type") in ("display_data", "execute_result")]
    texts = [str(one.get("text", "")) for one in events if one.get("type") == "stream"]
    traces = [one.get("traceback") for one in events if one.get("type") == "error"]
    texts += ["\n".join(str(line) for line in one) for one in traces if isinstance(one, list)]
    if len(shown) == 1 and not texts:
        return dict(shown[0].get("data") or {})
    if not shown:
        text = plain("".join(texts)).rstrip("\n")
        return {"text/plain": text} if text else {}
    texts += [str((one.get("data") or {}).get("text/plain", "")) for one in shown]
    return {"text/plain": plain("\n".join(texts)), "text/html": rich_html(events)}


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
