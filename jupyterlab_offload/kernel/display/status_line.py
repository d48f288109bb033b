"""One line under a cell that says what is going on, and is gone when it is over."""

from __future__ import annotations

import sys
import uuid
from typing import Any

from IPython.core.interactiveshell import InteractiveShell

_ERASE = "\r\x1b[2K"


class StatusLine:
    """One line of text that is written over, and gone at the end.

    A front end can take away one output only with all others of the cell: `clear` says whether it
    did, and `leave` takes away none.
    """

    def __init__(self, shell: InteractiveShell) -> None:
        self.shown = False
        self._front_end = hasattr(shell, "kernel")
        self._publisher: Any = shell.display_pub
        self._id = uuid.uuid4().hex
        self._text = ""
        self._others = False
        self._in_line = False

    def show(self, text: str) -> None:
        """Write over what it said; may be called from any thread."""
        if text == self._text:
            return
        if not self._front_end:
            if sys.stderr.isatty() and not self._in_line:
                self._text, self.shown = text, True
                sys.stderr.write(f"{_ERASE}{text}")
                sys.stderr.flush()
            return
        self._publish(text)

    def write(self, name: str, text: str) -> None:
        """Text of one of the streams, which stays under the line, or above it in a terminal."""
        if self._text and not self._front_end:
            sys.stderr.write(_ERASE)
            sys.stderr.flush()
            self._text = ""
        stream = sys.stderr if name == "stderr" else sys.stdout
        stream.write(text)
        stream.flush()
        self._others = True
        self._in_line = not text.endswith("\n")

    def clear(self) -> bool:
        """Take it away. Whether everything else that the cell showed went with it."""
        if not self.shown:
            return False
        if self._front_end:
            # What is shown again follows at once: until then the old outputs stay.
            self._publisher.clear_output(wait=self._others)
        elif sys.stderr.isatty() and self._text:
            sys.stderr.write(_ERASE)
        shown, self.shown, self._text = self.shown, False, ""
        return shown and self._front_end

    def leave(self, text: str) -> None:
        """Other outputs stay, and the line with its last text too."""
        if self.shown and self._front_end:
            self._publish(text)
        elif self.shown:
            self.clear()

    def _publish(self, text: str) -> None:
        self._publisher.publish(
            data={"text/plain": text},
            metadata={},
            transient={"display_id": self._id},
            update=self.shown,
        )
        self._text, self.shown = text, True
