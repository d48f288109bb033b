"""What a user reads when something cannot be done: one short message, no stack of ours."""

from __future__ import annotations

from IPython.core.error import InputRejected
from IPython.core.getipython import get_ipython


class OffloadError(InputRejected):
    """A message for the user that says what is wrong and what to do about it.

    It is an InputRejected so that it can stop a cell before it begins.
    """

    def _render_traceback_(self) -> list[str]:
        """IPython shows this instead of our own frames, which would tell the user nothing."""
        return [f"{type(self).__name__}: {self}"]


class NotPython(OffloadError):
    """The cell has a syntax error. `plain` is what it raises without the magic, with the cell's
    lines, and `so` what comes of it. See `not_python`."""

    def __init__(self, plain: SyntaxError, so: str) -> None:
        super().__init__(f"line {plain.lineno}: {plain.msg}. {so}")
        self.plain = plain
        self.so = so

    def _render_traceback_(self) -> list[str]:
        """As IPython shows it. Raised as it is, our frames and IPython's would stand above it."""
        shell = get_ipython()
        if shell is None:
            return super()._render_traceback_()
        kind = type(self.plain)
        return [*shell.SyntaxTB.structured_traceback(kind, self.plain), self.so]


def not_python(plain: SyntaxError, so: str) -> NotPython:
    """The error for a cell with a syntax error, under the name of the plain one: front ends and
    nbclient show that."""
    kind: type[NotPython] = type(type(plain).__name__, (NotPython,), {})
    return kind(plain, so)


class OptionError(OffloadError):
    """The magic's own line is wrong."""


class Interrupted(OffloadError):
    """A wait was interrupted: the job goes on."""
