"""A kernel without a front end, and what is measured around its cells."""

from __future__ import annotations

import contextlib
import io
import sys
from collections.abc import Callable
from typing import Any

from IPython.core.interactiveshell import InteractiveShell

from .report import seconds

Figures = dict[str, float]
"""What a probe found: seconds, bytes, MiB and counts, by name."""


class Kernel:
    """A shell whose output goes nowhere; a cell that fails ends the probe."""

    def __init__(self) -> None:
        self.shell = _shell()
        self.shell.history_manager.enabled = False
        sys.modules["__main__"] = self.shell.user_module

    def run(self, cell: str) -> None:
        with contextlib.redirect_stdout(io.StringIO()):
            self.shell.run_cell(cell).raise_error()

    def runs(self, cell: str) -> Callable[[], None]:
        return lambda: self.run(cell)

    def seconds(self, cell: str) -> float:
        return seconds(self.runs(cell))

    def __getitem__(self, name: str) -> Any:
        return self.shell.user_ns[name]


def _shell() -> Any:
    return InteractiveShell.instance()
