"""From a JSON document with sections back to the value. All of it is hostile until it decoded."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from .box import Box
from .errors import CodecError

BY_TAG: dict[str, Callable[[Reader, Any], Any]] = {}
"""What ``$`` says, with the function that makes the value. Filled by the modules that own them."""

ATOMS = frozenset((type(None), bool, int, float, str))


class Reader:
    """Turns nodes into values; `box` has the sections (None for a document without any)."""

    def __init__(self, box: Box | None) -> None:
        self._box = box

    @property
    def box(self) -> Box:
        """The sections. Raises CodecError if the document has none to offer."""
        if self._box is None:
            raise CodecError("the document names a section, and has none")
        return self._box

    def value(self, node: Any) -> Any:
        """The value of a node. Raises whatever a forged node leads to: `decode` wraps it."""
        kind = type(node)
        if kind is list:
            if ATOMS.issuperset(map(type, node)):
                return node
            return [self.value(child) for child in node]
        if kind is not dict:
            return node
        if "$" in node:
            tag = node["$"]
            if not isinstance(tag, str) or tag not in BY_TAG:
                raise CodecError(f"there is no kind {tag!r}")
            return BY_TAG[tag](self, node)
        if ATOMS.issuperset(map(type, node.values())):
            return node
        return {key: self.value(child) for key, child in node.items()}
