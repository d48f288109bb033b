"""What a scenario may raise beside AWS's own errors."""

from __future__ import annotations


class ScenarioError(Exception):
    """A scenario cannot be used; the message says what to change."""


class CutConnection(Exception):
    """The edge closes the connection without an answer; the operation was not carried out."""
