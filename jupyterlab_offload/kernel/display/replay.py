"""A job's recorded outputs, shown again as ordinary outputs of the cell that waited for it."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Mapping
from typing import Any

from IPython.core.interactiveshell import InteractiveShell

from .settled import settled
from .texts import storable


def replay(shell: InteractiveShell, events: Iterable[Mapping[str, Any]]) -> None:
    """Show events (see the record of the driver) in their order. They must be verified.

    What later ones have cleared or replaced is left out: a million of them would take minutes.
    What came after the cell's error, such as figures that it had begun, is shown after the error,
    which is for the caller to raise.
    """
    shown = [storable(event) for _, event in settled(events)]
    end = next((at for at, event in enumerate(shown) if event.get("type") == "error"), len(shown))
    _show_all(shell, shown[:end])
    if shown[end + 1 :]:
        _show_at_end(shell, shown[end + 1 :])


def _show_at_end(shell: InteractiveShell, events: list[Mapping[str, Any]]) -> None:
    """Show events when the cell that runs here is over, its traceback included."""

    def show() -> None:
        shell.events.unregister("post_execute", show)
        _show_all(shell, events)

    shell.events.register("post_execute", show)


def _show_all(shell: InteractiveShell, events: Iterable[Mapping[str, Any]]) -> None:
    for event in events:
        _show(shell, event)
    sys.stdout.flush()
    sys.stderr.flush()


def _show(shell: InteractiveShell, event: Mapping[str, Any]) -> None:
    kind = event.get("type")
    if kind == "stream":
        stream = sys.stderr if event.get("name") == "stderr" else sys.stdout
        stream.write(str(event.get("text", "")))
        stream.flush()
    elif kind in ("display_data", "update_display_data"):
        sys.stdout.flush()
        shell.display_pub.publish(
            data=dict(event.get("data") or {}),
            metadata=dict(event.get("metadata") or {}),
            transient=dict(event.get("transient") or {}),
            update=kind == "update_display_data",
        )
    elif kind == "execute_result":
        sys.stdout.flush()
        _result(shell, dict(event.get("data") or {}), dict(event.get("metadata") or {}))
    elif kind == "display_error":
        _not_shown(shell, event)
    elif kind == "truncated":
        print("offload: what came after was not recorded: the log has its text.", file=sys.stderr)
    elif kind == "clear_output":
        publisher: Any = shell.display_pub
        publisher.clear_output(wait=bool(event.get("wait")))


def _not_shown(shell: InteractiveShell, event: Mapping[str, Any]) -> None:
    """What an object raised that should show itself: the cell goes on. Newer kernels count it as
    the cell's failure if the object was its result, which they know from the hook."""
    hook: Any = shell.displayhook
    if event.get("result"):
        hook.start_displayhook()
    kind = type(str(event.get("ename")), (Exception,), {})
    show: Any = shell._showtraceback
    show(kind, kind(str(event.get("evalue"))), list(event.get("traceback") or ()))
    if event.get("result"):
        hook.finish_displayhook()


def _result(shell: InteractiveShell, data: dict[str, Any], metadata: dict[str, Any]) -> None:
    """What the last expression showed, as the shell shows a result, its number included."""
    hook: Any = shell.displayhook
    hook.start_displayhook()
    hook.write_output_prompt()
    hook.write_format_data(data, metadata)
    hook.finish_displayhook()
