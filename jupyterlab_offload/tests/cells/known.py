"""Where the same as plain does not hold: cases by name, each with what a user is told about it.

A case of these that turns out equal fails, so that this list never says too much.
"""

from __future__ import annotations

_REPLACED = "a changed list or dict keeps its elements by their places"
KNOWN: dict[str, str] = {
    "edge: a registry by a metaclass": "a class that its own metaclass keeps cannot be sent",
    "edge: attributes on demand": "an object that overrides setting attributes is bound anew",
    "raises a chain that a handler reads": "a saved exception comes back without its cause",
    "an element is replaced by another object": _REPLACED,
    "a list in a dict is replaced": _REPLACED,
    "elements change their places": _REPLACED,
    "an element is taken out": _REPLACED,
    "an attribute is replaced": _REPLACED,
    "two buckets trade what they hold": _REPLACED,
}
