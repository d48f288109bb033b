"""Cases as text: ``=== name``, then cells between lines of dashes; the last cell is offloaded."""

from __future__ import annotations


def read_cases(text: str) -> dict[str, list[str]]:
    """The cells of each case by its name."""
    found = {}
    for block in ("\n" + text).split("\n=== ")[1:]:
        name, _, body = block.partition("\n")
        cells = body.rstrip("\n").split("\n---\n")
        assert name not in found and len(cells) > 1
        found[name] = cells
    return found
