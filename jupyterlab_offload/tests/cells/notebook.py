"""An IPython shell that keeps what a notebook would show under each cell."""

from __future__ import annotations

import io
import logging
import re
import sys
import warnings
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, redirect_stderr, redirect_stdout
from dataclasses import dataclass, field
from typing import Any

from IPython.core.displayhook import DisplayHook
from IPython.core.displaypub import DisplayPublisher
from IPython.core.interactiveshell import InteractiveShell

_OWN = re.compile(r"_.*|In|Out|exit|quit|open|get_ipython|offload")
"""Names of IPython's, and names that begin with an underscore, which come when they are read."""


@dataclass
class Outputs:
    """What stands under one cell, as a notebook's file would have it."""

    items: list[dict[str, Any]] = field(default_factory=list)
    error: tuple[str, str] | None = None
    traceback: list[str] = field(default_factory=list)
    clears: bool = False

    def add(self, item: dict[str, Any]) -> None:
        if self.clears:
            self.items.clear()
            self.clears = False
        last = self.items[-1] if self.items else {}
        if item["type"] in ("stdout", "stderr") and last.get("type") == item["type"]:
            last["text"] += item["text"]
        else:
            self.items.append(item)

    def text(self, kind: str = "stdout") -> str:
        return "".join(item["text"] for item in self.items if item["type"] == kind)

    def data(self) -> list[dict[str, Any]]:
        return [item["data"] for item in self.items if "data" in item]


class _Stream(io.TextIOBase):
    encoding = "utf-8"  # as a kernel's streams have it

    def __init__(self, name: str, write: Callable[[str], None]) -> None:
        self.name = name
        self._write = write

    def write(self, text: str) -> int:
        if text:
            self._write(text)
        return len(text)

    def writable(self) -> bool:
        return True


class _Publisher(DisplayPublisher):
    def publish(  # type: ignore[override]  # older IPythons have a positional source
        self,
        data: Any,
        metadata: Any = None,
        *,
        transient: Any = None,
        update: bool = False,
        **_: Any,
    ) -> None:
        self.shell.keep_display(dict(data), dict(metadata or {}), dict(transient or {}), update)

    def clear_output(self, wait: bool = False) -> None:
        outputs = self.shell.outputs
        outputs.clears = True
        if not wait:
            outputs.items.clear()
            outputs.clears = False


class _Hook(DisplayHook):
    def write_output_prompt(self) -> None:
        """A notebook has no prompt in its output."""

    def write_format_data(self, format_dict: Any, md_dict: Any = None) -> None:
        item = {"type": "result", "data": dict(format_dict), "metadata": dict(md_dict or {})}
        self.shell.outputs.add(item)


class NotebookShell(InteractiveShell):
    """See the module; `outputs` are those of the cell that runs."""

    def __init__(self, **options: Any) -> None:
        self.outputs = Outputs()
        self.shown: dict[str, list[dict[str, Any]]] = {}
        # A kernel has two streams for its whole life: what holds one writes under any later cell.
        self._out = _Stream("<stdout>", lambda text: self._add("stdout", text))
        self._err = _Stream("<stderr>", lambda text: self._add("stderr", text))
        super().__init__(**options)

        self.start_anew()

    def start_anew(self) -> None:
        """Forget what cells have set for warnings and logging."""
        self._settings = _Settings()

    def _add(self, kind: str, text: str) -> None:
        self.outputs.add({"type": kind, "text": text})

    def init_display_pub(self) -> None:
        self.display_pub = _Publisher(parent=self, shell=self)

    def init_displayhook(self) -> None:
        self.displayhook_class = _Hook
        super().init_displayhook()

    def enable_gui(self, gui: object = None) -> None:
        """Pictures are shown inline: there is no window."""

    def keep_display(self, data: Any, metadata: Any, transient: Any, update: bool) -> None:
        shown = self.shown.setdefault(transient.get("display_id", ""), [])
        if update:
            for item in shown:
                item.update(data=data, metadata=metadata)
            return
        item = {"type": "display", "data": data, "metadata": metadata}
        if "display_id" in transient:
            shown.append(item)
        self.outputs.add(item)

    def _showtraceback(self, etype: Any, evalue: Any, stb: list[str]) -> None:
        self.outputs.traceback = list(stb)
        self.outputs.add({"type": "error", "ename": etype.__name__, "evalue": str(evalue)})

    def run(self, cell: str, cell_id: str | None = None) -> Outputs:
        """Runs one cell and gives back what it shows. `cell_id` is the notebook's, if any."""
        self.outputs = outputs = Outputs()
        with redirect_stdout(self._out), redirect_stderr(self._err), self._settings.hold():
            result = self.run_cell(cell, store_history=True, cell_id=cell_id)
        error = result.error_before_exec or result.error_in_exec
        if error is not None:
            outputs.error = type(error).__name__, str(error)
        return outputs

    def variables(self) -> dict[str, object]:
        """What the cells have bound."""
        hidden = self.user_ns_hidden
        return {
            name: value
            for name, value in self.user_ns.items()
            if not _OWN.fullmatch(name) and hidden.get(name, hidden) is not value
        }


class _Settings:
    """What cells set for warnings and logging holds for the notebook, as do Python's own defaults;
    pytest has others."""

    def __init__(self) -> None:
        with warnings.catch_warnings():
            warnings.resetwarnings()
            for category in (ResourceWarning, ImportWarning, PendingDeprecationWarning):
                warnings.simplefilter("ignore", category)
            warnings.simplefilter("ignore", DeprecationWarning)
            warnings.filterwarnings("default", category=DeprecationWarning, module="__main__")
            self._filters = list(warnings.filters)
        self._handlers: list[logging.Handler] = []
        self._level = logging.WARNING

    @contextmanager
    def hold(self) -> Iterator[None]:
        """While a cell runs."""
        root = logging.root
        kept, root.handlers = (root.handlers, root.level), self._handlers
        root.setLevel(self._level)
        try:
            with warnings.catch_warnings():
                warnings.filters[:] = self._filters  # type: ignore[index]  # it is a list
                warnings._filters_mutated()  # type: ignore[attr-defined]  # as warnings does
                warnings.showwarning = _show_warning
                yield
                self._filters = list(warnings.filters)
        finally:
            self._level = root.level
            root.handlers = kept[0]
            root.setLevel(kept[1])


def _show_warning(message: Any, category: Any, filename: str, lineno: int, *_: Any) -> None:
    sys.stderr.write(warnings.formatwarning(message, category, filename, lineno))


@dataclass(frozen=True)
class Ran:
    """What a notebook's cells left behind."""

    shown: list[Outputs]
    variables: dict[str, object]


def run(shell: NotebookShell, cells: Sequence[str]) -> Ran:
    """Runs a notebook from a fresh namespace on, past errors."""
    shell.reset(new_session=True)
    shell.shown.clear()
    shell.start_anew()
    sys.modules["__main__"] = shell.user_module
    return Ran([shell.run(cell) for cell in cells], shell.variables())
