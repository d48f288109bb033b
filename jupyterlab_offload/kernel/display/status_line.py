"""One line under a cell that says what is going on, and is gone when it is over."""

from __future__ import annotations

import sys
import uuid
from typing import Any

from IPython.core.interactiveshell import InteractiveShell


class StatusLine:
    """One line of text that is written over, and gone at the end."""

    def __init__(self, shell: InteractiveShell) -> None:
        self.shown = False
        self._front_end = hasattr(shell, "kernel")
        self._publisher: Any = shell.display_pub
        self._id = uuid.uuid4().hex
        self._begun = self._ended = False
        self._text = ""

    def show(self, text: str) -> None:
        """Write over what it said; may be called from any thread."""
        if self._ended or text == self._text:
            return
        self.shown, self._text = True, text
        if not self._front_end:
            if sys.stderr.isatty():
                sys.stderr.write(f"\r\x1b[2K{text}")
                sys.stderr.flush()
            return
        self._publisher.publish(
            data={"text/plain": text},
            metadata={},
            transient={"display_id": self._id},
            update=self._begun,
        )
        self._begun = True

    def end(self) -> None:
        """Other outputs follow: the line goes and does not come back."""
        self.clear()
        self._ended = True

    def clear(self) -> None:
        """Take it away."""
        if not self.shown or self._ended:
            return
        if self._front_end:
            self._publisher.clear_output()
        elif sys.stderr.isatty():
            sys.stderr.write("\r\x1b[2K")
