"""A job's outputs inside its card: text, pictures as data, tables sanitised."""

from __future__ import annotations

import base64
from collections.abc import Iterable, Mapping, Sequence
from html import escape
from typing import Any

from .sanitize import sanitized
from .settled import settled
from .texts import clipped, plain, storable, stored_bytes

Event = Mapping[str, Any]

MAX_BYTES = 4 * 1024 * 1024
"""How much of a job's outputs a notebook holds, of 5 MB for all of a card; the rest is in
``job.outputs``."""
_PICTURES = ("image/png", "image/jpeg", "image/gif", "image/webp")


def rich_html(events: Iterable[Event]) -> str:
    """The verified outputs of a job as HTML without scripts, up to MAX_BYTES; what was cleared or
    replaced is left out."""
    pieces: list[str] = []
    left = MAX_BYTES
    for index, event in settled(events):
        piece = _event(event, left)
        size = stored_bytes(piece)
        if size > left:
            pieces.append(f"<p>… the rest is in <code>job.outputs[{index}:]</code></p>")
            break
        left -= size
        pieces.append(piece)
    return "".join(pieces)


def events_of(events: Iterable[Event], part: int | None) -> list[Event]:
    """Those of one part, all where none is named; what came before the first belongs to it."""
    return [one for one in events if part is None or (one.get("part") or 0) == part]


def plain_bundle(events: Sequence[Event]) -> dict[str, Any]:
    """Verified outputs as one bundle, since another cell's output can be written only as one."""
    events = [one for _, one in settled(events)]
    shown = [one for one in events if one.get("type") in ("display_data", "execute_result")]
    texts = [str(one.get("text", "")) for one in events if one.get("type") == "stream"]
    texts += [_trace(one) for one in events if one.get("type") in ("display_error", "error")]
    if len(shown) == 1 and not texts:
        return dict(shown[0].get("data") or {})
    if not shown:
        text = plain("".join(texts)).rstrip("\n")
        return {"text/plain": text} if text else {}
    texts += [str((one.get("data") or {}).get("text/plain", "")) for one in shown]
    return {"text/plain": plain("\n".join(texts)), "text/html": rich_html(events)}


def _event(event: Mapping[str, Any], room: int) -> str:
    """One output; a text or a table that is longer than the room is cut first: to clean all of
    fifty megabytes takes a while, and then none of it would be shown."""
    kind = event.get("type")
    if kind == "stream":
        return _pre(str(event.get("text", "")), room, ' class="jp-Offload-stream"')
    if kind == "display_error":
        return _pre(_trace(event), room)
    if kind == "truncated":
        return "<p>… what came after was not recorded: the log has its text</p>"
    if kind in ("display_data", "execute_result"):
        data = event.get("data")
        return _bundle(data, room) if isinstance(data, Mapping) else ""
    return ""


def _trace(event: Mapping[str, Any]) -> str:
    lines = event.get("traceback")
    return "\n".join(map(str, lines)) if isinstance(lines, list) else ""


def _bundle(data: Mapping[str, Any], room: int) -> str:
    for kind in _PICTURES:
        if isinstance(data.get(kind), str):
            return _picture(kind, data[kind])
    html = data.get("text/html")
    if isinstance(html, str) and len(html) <= room:
        return f"<div>{storable(sanitized(html))}</div>"
    return _pre(str(data.get("text/plain", "")), room)


def _picture(kind: str, encoded: str) -> str:
    try:
        clean = base64.b64encode(base64.b64decode(encoded)).decode("ascii")
    except ValueError:
        return ""
    return f'<p><img alt="" src="data:{kind};base64,{clean}"></p>'


def _pre(text: str, room: int, attributes: str = "") -> str:
    # A character may take several bytes: a sixteenth of the room always fits.
    fits = clipped(plain(text[: 4 * MAX_BYTES]), max(room // 16, 1000))
    return f"<pre{attributes}>{escape(fits)}</pre>" if fits.strip() else ""
