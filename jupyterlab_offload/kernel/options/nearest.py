"""The right word beside a wrong one."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """``; did you mean --image?``, or nothing where nothing is near."""
    # Of two letters too many words are near.
    letters = sum(one.isalnum() for one in word)
    found = get_close_matches(word, list(known), n=1, cutoff=0.6) if letters > 2 else []
    return f"; did you mean {found[0]}?" if found else ""
