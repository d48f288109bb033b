"""What a user is told when a job cannot be sent."""

from __future__ import annotations

PASSING = frozenset(
    ("network", "unavailable", "throttled", "expired", "no-credentials", "clock", "engine")
)
"""Kinds of trouble on the way to AWS: they say nothing about a job, and can end by themselves."""


class SubmitError(Exception):
    """A job cannot be sent, or its results cannot be had: a sentence, and what to do next.

    `kind` names the case for programs (``no-credentials``, ``quota``, …); `advice` may be empty.
    """

    def __init__(self, kind: str, problem: str, advice: str = "") -> None:
        super().__init__(f"{problem} {advice}".strip())
        self.kind = kind
        self.problem = problem
        self.advice = advice

    @property
    def passes(self) -> bool:
        """Whether the same may go well later."""
        return self.kind in PASSING
