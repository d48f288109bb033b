"""What a scenario document may raise."""

from __future__ import annotations


class ScenarioError(Exception):
    """A scenario cannot be used; the message says what to change."""
