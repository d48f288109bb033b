"""`get_ipython()` in a job: the methods that cells and libraries call."""

from __future__ import annotations

import builtins
import sys
from typing import Any, Callable

from ..display import formats
from . import commands, timing
from .capture import capturing
from .expand import expanded


class UsageError(Exception):
    """A magic that does not travel, or one used wrongly."""


class _Events:
    """Callbacks that libraries register; a job calls none of IPython's."""

    def register(self, event: str, function: Callable[..., Any]) -> None:
        """Accepted."""

    def unregister(self, event: str, function: Callable[..., Any]) -> None:
        """Accepted."""


class _Formatter:
    """One MIME type's formatter, as far as libraries use it: adding a function for a type."""

    def __init__(self, mime: str) -> None:
        self._mime = mime

    def for_type(self, kind: Any, function: Any = None) -> Any:
        """Sets the function for a type; returns the one before."""
        ways = formats.registered.setdefault(self._mime, {})
        before = ways.get(kind)
        if isinstance(kind, type) and function is not None and self._mime != "text/plain":
            ways[kind] = function
        return before

    def for_type_by_name(self, module: str, name: str, function: Any = None) -> Any:
        """As `for_type`, for a type whose module is loaded."""
        kind = getattr(sys.modules.get(module), name, None)
        return self.for_type(kind, function)


class _Formatters(dict):  # type: ignore[type-arg]  # MIME type → _Formatter
    def __missing__(self, mime: str) -> _Formatter:
        self[mime] = found = _Formatter(mime)
        return found


class _DisplayFormatter:
    def __init__(self) -> None:
        self.formatters = _Formatters()

    def format(self, value: object, include: Any = None, exclude: Any = None) -> Any:
        """Data and metadata by MIME type."""
        return formats.bundle(value, include, exclude)


Runner = Callable[[str, int], Any]
"""Runs source whose first line has a number; returns the last expression's value."""


class ZMQShell:
    """Called so because libraries look for "zmq" there to know that this is no terminal."""

    def __init__(self, namespace: dict[str, Any], run: Runner) -> None:
        self.user_ns = self.user_global_ns = namespace
        self.config: dict[str, Any] = {}
        self.events = _Events()
        self.display_formatter = _DisplayFormatter()
        self.execution_count = 1
        self.kernel = None
        self.colors = "NoColor"
        self._run = run
        self._time = timing.timed

    def system(self, command: str) -> None:
        """``!command``; its exit code is `_exit_code`."""
        self.user_ns["_exit_code"] = commands.run(expanded(command, self._seen()))

    system_raw = system_piped = system

    def getoutput(self, command: str, split: bool = True, depth: int = 0) -> Any:
        """``x = !command``: the lines of its output."""
        out, err, code = commands.output_of(expanded(command, self._seen()))
        self.user_ns["_exit_code"] = code
        sys.stderr.write(err)
        return commands.SList(out.splitlines()) if split else out

    def run_line_magic(self, name: str, line: str, _stack_depth: int = 1) -> Any:
        """``%name line``."""
        if name == "matplotlib":
            return None
        if name in ("time", "timeit"):
            return self._timing(name, expanded(line, self._seen()), "", _line_of_caller())
        raise UsageError(f"%{name} is not available in an offloaded cell")

    def run_cell_magic(self, name: str, line: str, cell: str) -> Any:
        """``%%name line`` over the rest of a cell."""
        first = _line_of_caller() + 1
        if name in ("time", "timeit"):
            return self._timing(name, line, cell, first)
        if name == "capture":
            return self._capture(line, cell, first)
        raise UsageError(f"%%{name} is not available in an offloaded cell")

    def magic(self, line: str) -> Any:
        """``%line``, in the old way."""
        name, _, rest = line.lstrip("%").partition(" ")
        return self.run_line_magic(name, rest)

    def ev(self, expression: str) -> Any:
        """The value of an expression."""
        return eval(expression, self.user_ns)

    def ex(self, source: str) -> None:
        """Runs statements."""
        exec(source, self.user_ns)

    def run_cell(self, source: str, **kwargs: Any) -> Any:
        """Runs a piece of plain Python."""
        return self._run(source, 1)

    def push(self, variables: dict[str, Any], interactive: bool = True) -> None:
        """Binds names."""
        self.user_ns.update(variables)

    def enable_gui(self, gui: object = None) -> None:
        """There is none."""

    def enable_matplotlib(self, gui: object = None) -> tuple[str, str]:
        """Figures are shown where the cell makes them."""
        return "inline", "inline"

    def register_magic_function(self, function: Any, *args: Any, **kwargs: Any) -> None:
        """Accepted; a cell that uses a magic of a library is refused before it is sent."""

    def _timing(self, name: str, line: str, body: str, first: int) -> Any:
        if name == "timeit":
            return timing.timeit_magic(line, body, self.user_ns)
        _, statement = timing.split(line, "")
        source = f"{statement}\n{body}" if body and statement else body or statement
        return timing.timed(lambda: self._run(source, first - bool(statement and body)))

    def _capture(self, line: str, cell: str, first: int) -> None:
        words = line.split()
        name = next((word for word in words if not word.startswith("-")), None)
        with capturing(
            "--no-stdout" not in words, "--no-stderr" not in words, "--no-display" not in words
        ) as found:
            value = self._run(cell, first)
            if value is not None:
                from ..display.show import display

                display(value)
        if name:
            self.user_ns[name] = found

    def _seen(self) -> dict[str, Any]:
        """The names that a command in a cell, or in one of its functions, can use."""
        frame = sys._getframe(2)
        if frame.f_globals is self.user_ns and frame.f_locals is not self.user_ns:
            return {**self.user_ns, **frame.f_locals}
        return self.user_ns


Shell = ZMQShell
_shell: ZMQShell | None = None


def get_ipython() -> ZMQShell | None:
    """The job's shell."""
    return _shell


def install(shell: ZMQShell) -> None:
    """Makes a shell the process's, where cells find it."""
    global _shell
    _shell = shell
    builtins.get_ipython = get_ipython  # type: ignore[attr-defined]  # as IPython does


def _line_of_caller() -> int:
    return sys._getframe(2).f_lineno
