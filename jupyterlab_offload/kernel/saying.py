"""Remarks of ours under the cell that runs. A front end takes a status line away only with all
other outputs: what was said is said again then."""

from __future__ import annotations

import sys
from collections.abc import Iterable

_said: list[tuple[str, str]] = []
"""Stream and text, of the cell that runs."""


def begin() -> None:
    """A cell begins: nothing has been said under it."""
    _said.clear()


def say(sentences: Iterable[str]) -> None:
    """Remarks beside what the cell itself shows."""
    for sentence in sentences:
        _write("stderr", f"offload: {sentence}")


def show(text: str) -> None:
    """What was asked for, as ordinary text."""
    _write("stdout", text)


def again() -> None:
    """All outputs of the cell were taken away: write ours once more."""
    for stream, text in _said:
        print(text, file=getattr(sys, stream))


def _write(stream: str, text: str) -> None:
    _said.append((stream, text))
    print(text, file=getattr(sys, stream))
