"""What is known of the cell that runs: its text, its number, its front end."""

from __future__ import annotations

import threading
from typing import Any

from IPython.core.interactiveshell import InteractiveShell

from . import saying
from .notebook_path import NotebookPath


class RunningCell:
    """Listens to the shell's events, since a magic is told only its own line and body."""

    def __init__(self, shell: InteractiveShell) -> None:
        self._shell = shell
        self._info: Any = None
        self.silent = True
        self.path = NotebookPath()

    def register(self) -> None:
        self._shell.events.register("pre_execute", self._before_any)
        self._shell.events.register("pre_run_cell", self._before_cell)

    def unregister(self) -> None:
        self._shell.events.unregister("pre_execute", self._before_any)
        self._shell.events.unregister("pre_run_cell", self._before_cell)

    def _before_any(self) -> None:
        # A silent execution has no event of its own: the next one says that it was not silent.
        if _in_main_thread():
            self._info, self.silent = None, True

    def _before_cell(self, info: Any) -> None:
        if _in_main_thread():
            self._info, self.silent = info, False
            saying.begin()

    @property
    def is_users(self) -> bool:
        """Whether a person's cell runs here: no silent execution, no subshell's thread."""
        return not self.silent and _in_main_thread()

    @property
    def first_line(self) -> int:
        """The cell's line on which the body of its magic begins; IPython strips blank lines."""
        raw = str(getattr(self._info, "raw_cell", "") or "")
        text = raw.lstrip()
        return 2 + raw[: len(raw) - len(text)].count("\n")

    @property
    def label(self) -> str:
        """What a traceback calls it."""
        return f"In[{self._number}]"

    @property
    def _number(self) -> int:
        # Some versions of IPython count the cell that runs already, some do not: the list of
        # inputs has it in all of them.
        if getattr(self._info, "store_history", False):
            return len(self._shell.user_ns["In"]) - 1
        return self._shell.execution_count

    @property
    def id(self) -> str:
        """The notebook's id of the cell; where there is none, its number."""
        return str(getattr(self._info, "cell_id", None) or self._number)

    @property
    def notebook(self) -> str:
        """The notebook's path as the Jupyter server names it now, or nothing."""
        return self.path.now

    @property
    def headless(self) -> bool:
        """Whether nobody could answer a question: nbclient, nbconvert, papermill."""
        kernel = getattr(self._shell, "kernel", None)
        return kernel is not None and not getattr(kernel, "_allow_stdin", True)


def _in_main_thread() -> bool:
    """Not in a subshell's, whose executions are no business of the cell that runs beside them."""
    return threading.current_thread() is threading.main_thread()
