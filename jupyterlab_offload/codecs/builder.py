"""From a value to a JSON document with sections beside it, or NotTyped.

A node is a JSON value. None, bool, str, small int and float stand for themselves, a JSON list for
a list, a JSON object without the key ``$`` for a dict with str keys. Everything else is an object
whose ``$`` says what it is; `plain`, `scalars`, `arrays`, `frames`, … each own some of these.
"""

from __future__ import annotations

from typing import Any, Callable

from .errors import NotTyped
from .libraries import library_of
from .memory import Section, Span

MAX_DEPTH = 100
"""Deepest nesting of a typed value; pickle takes what is deeper."""

Leaf = Callable[["Builder", Any], Any]

BY_TYPE: dict[type, Leaf] = {}
"""Exact types, each with the function that makes its node. Filled by the modules that own them."""

BY_LIBRARY: dict[str, Leaf] = {}
"""Top-level packages; the function raises NotTyped for a type that it does not know."""


class Builder:
    """Makes the nodes of one value, and remembers what the value shares with others.

    `mutables` maps id to object for all that is reached and can change; `spans` has the memory of
    arrays, `libraries` what decoding has to import. A value that reaches one mutable object twice
    is NotTyped: a tree has no place for it.
    """

    def __init__(self) -> None:
        self.sections: list[Section] = []
        self.mutables: dict[int, object] = {}
        self.spans: list[Span] = []
        self.libraries: set[str] = set()
        self._depth = 0

    def node(self, value: Any) -> Any:
        """The node of any value. Raises NotTyped where an exact round trip is not certain."""
        kind = type(value)
        leaf = BY_TYPE.get(kind)
        self._depth += 1
        if self._depth > MAX_DEPTH:
            raise NotTyped("nested too deeply")
        try:
            return leaf(self, value) if leaf else self._foreign(kind, value)
        finally:
            self._depth -= 1

    def _foreign(self, kind: type, value: Any) -> Any:
        library = library_of(kind)
        leaf = BY_LIBRARY.get(library)
        if leaf is None:
            raise NotTyped(f"{kind.__qualname__} has no typed format")
        self.libraries.add(library)
        try:
            return leaf(self, value)
        except (NotTyped, RecursionError, MemoryError):
            raise
        except Exception as error:
            # A version of the library that looks different inside: it still knows how to pickle.
            raise NotTyped(f"{kind.__qualname__} is not as expected: {error}") from error

    def mark(self, value: object) -> None:
        """Note a mutable object. Raises NotTyped at its second appearance."""
        if id(value) in self.mutables:
            raise NotTyped("one object appears at two places")
        self.mutables[id(value)] = value

    def section(self, section: Section) -> int:
        """Put a section beside the document; its number stands in the node."""
        self.sections.append(section)
        return len(self.sections) - 1
