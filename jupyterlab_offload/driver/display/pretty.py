"""text/plain as notebooks write it: containers broken at 79 columns, long ones cut.

The layout is that of IPython's printer, which the tests compare it with: a group's breaks become
line breaks, from the outermost group inwards, until what has been written fits.
"""

from __future__ import annotations

from collections import deque
from contextlib import contextmanager
from typing import Any, Iterator

from . import ways

WIDTH, MAX_ITEMS = 79, 1000


class _Group:
    def __init__(self, depth: int) -> None:
        self.depth = depth
        self.breaks: deque[_Break] = deque()
        self.broken = False


class _Break:
    """A place for a line break; a blank if its group stays on one line."""

    def __init__(self, separator: str, group: _Group, indent: int) -> None:
        self.separator = separator
        self.group = group
        self.indent = indent
        group.breaks.append(self)


class Printer:
    """Collects text, groups and breaks; `pretty` adds an object. Objects' own
    ``_repr_pretty_(p, cycle)`` gets this as `p`, with the methods that IPython's has."""

    def __init__(self) -> None:
        self._done: list[str] = []
        self._waiting: deque[str | _Break] = deque()
        self._waiting_width = 0
        self._written_width = 0
        self._groups = [_Group(0)]
        self._open: list[list[_Group]] = [[self._groups[0]]]
        self._seen: list[int] = []
        self.indentation = 0
        self.max_width = WIDTH
        self.max_seq_length = MAX_ITEMS
        self.verbose = False

    @property
    def stack(self) -> list[int]:
        """Ids of the objects being written."""
        return self._seen

    def text(self, text: str) -> None:
        """Adds text without a break."""
        if self._waiting:
            self._waiting.append(text)
            self._waiting_width += len(text)
            self._break_outer_groups()
        else:
            self._done.append(text)
            self._written_width += len(text)

    def breakable(self, sep: str = " ") -> None:
        """Adds a place for a line break."""
        group = self._groups[-1]
        if group.broken:
            self._write_waiting()
            self._done.append("\n" + " " * self.indentation)
            self._written_width = self.indentation
            self._waiting_width = 0
        else:
            self._waiting.append(_Break(sep, group, self.indentation))
            self._waiting_width += len(sep)
            self._break_outer_groups()

    def break_(self) -> None:
        """A line break in any case."""
        self._break_next_group()
        self._write_waiting()
        self._done.append("\n" + " " * self.indentation)
        self._written_width = self.indentation
        self._waiting_width = 0

    def begin_group(self, indent: int = 0, open: str = "") -> None:
        if open:
            self.text(open)
        group = _Group(self._groups[-1].depth + 1)
        self._groups.append(group)
        while len(self._open) <= group.depth:
            self._open.append([])
        self._open[group.depth].append(group)
        self.indentation += indent

    def end_group(self, dedent: int = 0, close: str = "") -> None:
        self.indentation -= dedent
        group = self._groups.pop()
        if not group.breaks:
            self._forget(group)
        if close:
            self.text(close)

    @contextmanager
    def group(self, indent: int = 0, open: str = "", close: str = "") -> Iterator[None]:
        self.begin_group(indent, open)
        try:
            yield
        finally:
            self.end_group(indent, close)

    @contextmanager
    def indent(self, indent: int) -> Iterator[None]:
        self.indentation += indent
        try:
            yield
        finally:
            self.indentation -= indent

    def flush(self) -> None:
        self._write_waiting()

    def result(self) -> str:
        self._write_waiting()
        return "".join(self._done)

    def pretty(self, value: Any) -> None:
        """Adds an object in its type's way."""
        identity = id(value)
        cycle = identity in self._seen
        self._seen.append(identity)
        self.begin_group()
        try:
            ways.write(value, self, cycle)
        finally:
            self.end_group()
            self._seen.pop()

    def _break_outer_groups(self) -> None:
        while self._written_width + self._waiting_width > WIDTH:
            if not self._break_next_group():
                return

    def _break_next_group(self) -> bool:
        group = self._next_group()
        if group is None:
            return False
        while group.breaks:
            self._write(self._waiting.popleft())
        while self._waiting and isinstance(self._waiting[0], str):
            self._write(self._waiting.popleft())
        return True

    def _forget(self, group: _Group) -> None:
        level = self._open[group.depth]
        if group in level:
            level.remove(group)

    def _next_group(self) -> _Group | None:
        """The outermost group that has breaks; it is broken from now on."""
        for level in self._open:
            for group in reversed(level):
                if group.breaks:
                    level.remove(group)
                    group.broken = True
                    return group
            for group in level:
                group.broken = True
            level.clear()
        return None

    def _write(self, piece: str | _Break) -> None:
        if isinstance(piece, str):
            self._done.append(piece)
            self._written_width += len(piece)
            self._waiting_width -= len(piece)
            return
        group = piece.group
        group.breaks.popleft()
        self._waiting_width -= len(piece.separator)
        if group.broken:
            self._done.append("\n" + " " * piece.indent)
            self._written_width = piece.indent
            return
        if not group.breaks:
            self._forget(group)
        self._done.append(piece.separator)
        self._written_width += len(piece.separator)

    def _write_waiting(self) -> None:
        while self._waiting:
            self._write(self._waiting.popleft())
        self._waiting_width = 0


def pretty(value: object) -> str:
    """The text of a value."""
    if type(value) in (int, float, bool, type(None)):
        return repr(value)
    printer = Printer()
    printer.pretty(value)
    return printer.result()
