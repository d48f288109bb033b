"""What of a job's outputs stands under the cell in the end."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

Event = Mapping[str, Any]
_SHOWS = frozenset(
    ("stream", "display_data", "execute_result", "display_error", "error", "truncated")
)


def settled(events: Iterable[Event]) -> list[tuple[int, Event]]:
    """The events, each with its number, without those that later ones have cleared or replaced.

    A bar that was drawn a million times is one output. If something was cleared, the clearing
    itself comes first, for what was shown before these events.
    """
    shown: list[tuple[int, Event]] = []
    places: dict[str, int] = {}
    cleared: tuple[int, Event] | None = None
    pending: tuple[int, Event] | None = None
    for index, event in enumerate(events):
        kind = event.get("type")
        if kind == "clear_output":
            pending = index, event
            if not event.get("wait"):
                cleared, pending = pending, None
                shown.clear()
                places.clear()
            continue
        if kind not in _SHOWS and kind != "update_display_data":
            continue
        if pending is not None and kind in _SHOWS:
            cleared, pending = pending, None
            shown.clear()
            places.clear()
        display_id = _display_id(event)
        if kind == "update_display_data" and display_id in places:
            number, before = shown[places[display_id]]
            new = {key: event.get(key) for key in ("data", "metadata")}
            shown[places[display_id]] = number, {**before, **new}
            continue
        if display_id:
            places[display_id] = len(shown)
        shown.append((index, event))
    ends = [one for one in (pending,) if one is not None]
    begins = [one for one in (cleared,) if one is not None]
    return [*begins, *shown, *ends]


def _display_id(event: Event) -> str:
    transient = event.get("transient")
    return str(transient.get("display_id") or "") if isinstance(transient, Mapping) else ""
