"""The thin path: plain values there and back."""

from __future__ import annotations

from ..case import case

CASES = [
    case("a new name", "", "x = 1"),
    case("an input", "a = 2", "b = a * 21"),
    case("printing", "", "print('hello')"),
]
