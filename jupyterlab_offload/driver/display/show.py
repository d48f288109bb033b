"""`display`, `clear_output` and display ids: IPython's, from the standard library alone."""

from __future__ import annotations

import sys
import uuid
from typing import Any, Iterable

from ..link import Sender
from . import formats
from .there import rebuilt

_sender: Sender | None = None
_captures: list[list[dict[str, Any]]] = []
"""Lists that take what is displayed instead of the notebook, innermost last (``%%capture``)."""


class DisplayHandle:
    """A display that can be changed later."""

    def __init__(self, display_id: str | None = None) -> None:
        self.display_id = display_id or uuid.uuid4().hex

    def __repr__(self) -> str:
        return f"<{type(self).__name__} display_id={self.display_id}>"

    def __reduce__(self) -> Any:
        return rebuilt, ("IPython.display", "DisplayHandle", (self.display_id,))

    def display(self, obj: object, **kwargs: Any) -> None:
        """Shows an object under this id."""
        display(obj, display_id=self.display_id, **kwargs)

    def update(self, obj: object, **kwargs: Any) -> None:
        """Puts an object in the place of what is shown under this id."""
        update_display(obj, display_id=self.display_id, **kwargs)


def connect(sender: Sender) -> None:
    """Says where displays go."""
    global _sender
    _sender = sender


def display(
    *objs: object,
    include: Iterable[str] | None = None,
    exclude: Iterable[str] | None = None,
    metadata: dict[str, Any] | None = None,
    transient: dict[str, Any] | None = None,
    display_id: object = None,
    raw: bool = False,
    clear: bool = False,
    **kwargs: Any,
) -> DisplayHandle | None:
    """Shows objects as IPython's function of this name does."""
    transient = dict(transient or {})
    handle = None
    if display_id:
        handle = DisplayHandle(None if display_id is True else str(display_id))
        transient["display_id"] = handle.display_id
    if kwargs.get("update") and not display_id:
        raise TypeError("display_id required for update_display")
    if clear:
        clear_output(wait=True)
    for obj in objs:
        if raw:
            publish_display_data(obj, metadata, transient=transient, update=kwargs.get("update"))  # type: ignore[arg-type]  # raw: it is a bundle
            continue
        if formats.shows_itself(obj):
            continue
        data, found = formats.bundle(obj, include, exclude)
        if not data:
            continue
        publish_display_data(
            data, {**found, **(metadata or {})}, transient=transient, update=kwargs.get("update")
        )
    return handle


def update_display(obj: object, *, display_id: str, **kwargs: Any) -> None:
    """Puts an object in the place of what is shown under an id."""
    kwargs["update"] = True
    display(obj, display_id=display_id, **kwargs)


def publish_display_data(
    data: dict[str, Any],
    metadata: dict[str, Any] | None = None,
    source: object = None,
    *,
    transient: dict[str, Any] | None = None,
    update: object = False,
    **kwargs: Any,
) -> None:
    """Sends a MIME bundle."""
    event = {
        "type": "update_display_data" if update else "display_data",
        "data": data,
        "metadata": metadata or {},
        "transient": transient or {},
    }
    publish(event)


def publish(event: dict[str, Any]) -> None:
    """Sends an output, or gives it to the innermost capture; its text goes to the log as well."""
    _flush()
    if _captures:
        _captures[-1].append(event)
        return
    text = event.get("data", {}).get("text/plain") if "data" in event else None
    if _sender is None:
        print(text)
    elif isinstance(text, str) and event["type"] != "update_display_data":
        _sender.send({**event, "log": text + "\n"})
    else:
        _sender.send(event)


def clear_output(wait: bool = False) -> None:
    """Clears the cell's output, with `wait` when the next output comes."""
    publish({"type": "clear_output", "wait": bool(wait)})


def captured() -> list[list[dict[str, Any]]]:
    """The stack of captures; the last list takes what is displayed."""
    return _captures


def _flush() -> None:
    """What the cell itself put in the streams' place may hold text back."""
    for stream in (sys.stdout, sys.stderr):
        flush = getattr(stream, "flush", None)
        if flush is not None:
            flush()
