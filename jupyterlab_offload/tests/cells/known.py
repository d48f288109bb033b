"""Where the same as plain does not hold: cases by name, each with what a user is told about it.

A case of these that turns out equal fails, so that this list never says too much.
"""

from __future__ import annotations

KNOWN: dict[str, str] = {
    "edge: a registry by a metaclass": "a class that its own metaclass keeps cannot be sent",
}
