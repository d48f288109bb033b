"""What is said when a person leaves while jobs run: they go on."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable
from typing import Any

from IPython.core.interactiveshell import InteractiveShell

_NAMED = 3


class Leaving:
    """Speaks before `exit` and Ctrl-D. `running` names the jobs that have not ended."""

    def __init__(self, shell: InteractiveShell, running: Callable[[], Iterable[str]]) -> None:
        self._shell: Any = shell
        self._running = running

    def register(self) -> None:
        if hasattr(self._shell, "ask_exit"):
            self._shell.ask_exit = self._ask_exit

    def unregister(self) -> None:
        # The class's own is there again.
        vars(self._shell).pop("ask_exit", None)

    def _ask_exit(self) -> Any:
        try:
            names = list(self._running())
            if names:
                print(f"offload: {words(names)}", file=sys.stderr)
        finally:
            found = type(self._shell).ask_exit(self._shell)
        return found


def words(names: list[str]) -> str:
    """One sentence on jobs that go on."""
    more = f" and {len(names) - _NAMED} more" if len(names) > _NAMED else ""
    go = "goes" if len(names) == 1 else "go"
    return (
        f"{', '.join(names[:_NAMED])}{more} {go} on. `%offload attach {names[0]}` brings the"
        f" results later, from any kernel; `%offload stop {names[0]}` ends it."
    )
