"""What a user reads when something cannot be done: one short message, no stack of ours."""

from __future__ import annotations

from IPython.core.error import InputRejected


class OffloadError(InputRejected):
    """A message for the user that says what is wrong and what to do about it.

    It is an InputRejected so that it can stop a cell before it begins.
    """

    def _render_traceback_(self) -> list[str]:
        """IPython shows this instead of our own frames, which would tell the user nothing."""
        return [f"{type(self).__name__}: {self}"]


class OptionError(OffloadError):
    """The magic's own line is wrong."""


class Waiting(OffloadError):
    """A wait was interrupted: the job goes on."""
