"""Which object a changed value holds where: the one that was there, another one, or a new one.

A list that was sorted, or a dict whose entry was replaced, looks the same as one whose elements
were changed in place. Only who has both can tell, by the objects' identity; `Origins` notes it as
paths, which lead to the same objects where the values came from. A path is a name, then numbers:
which of the children, in the order of `contents.children`.
"""

from __future__ import annotations

import weakref
from collections import deque
from typing import Any, Iterator, List, Mapping, Optional, Sequence, Tuple

from .contents import ATOMS, base_of, children

Path = Tuple[Any, ...]
Moves = List[Tuple[Path, Optional[Path]]]
"""Paths in the new values, each with the path of the same object in the old ones; None: new."""
MOST = 200_000
"""Objects that are looked at; of values with more nothing is known."""
MOST_STEPS = 8_000_000
"""Of all paths together: of a list linked over thousands of objects each path is a step longer."""


def visited(values: Mapping[str, Any]) -> Iterator[tuple[Path, Any, Any, Any]]:
    """Path, object, and the parent with the place in it: each object once, in the order in which
    `pairs.Pairs` comes to them. What is in a set has no path: its order is another elsewhere."""
    queue = deque(((name,), value, None, name) for name, value in values.items())
    late: list[tuple[Path, Any, Any, Any]] = []
    seen: set[int] = set()
    while queue or late:
        found: Any = queue.popleft() if queue else late.pop()
        path, value = found[:2]
        if type(value) in ATOMS or id(value) in seen:
            continue
        seen.add(id(value))
        yield found
        if base_of(type(value)) is set:
            continue
        for number, (place, child) in enumerate(children(value)):
            if type(child) not in ATOMS:
                (queue if _is_simple(place) else late).append(
                    ((*path, number), child, value, place)
                )


def _is_simple(place: Any) -> bool:
    return type(place) in ATOMS or type(place) is tuple


class Origins:
    """Where each object was in values that are about to change."""

    def __init__(self, values: Mapping[str, Any]) -> None:
        self._paths: list[Path] = []
        self._numbers: dict[int, int] = {}
        self._slots: dict[Any, int] = {}
        self._kept: list[Any] = []
        self.complete = True
        steps = 0
        for path, value, _, _ in visited(values):
            steps += len(path)
            if len(self._paths) >= MOST or steps > MOST_STEPS:
                self.complete = False
                return
            self._numbers[id(value)] = len(self._paths)
            self._paths.append(path)
            self._kept.append(self._held(value))
        for name, value in values.items():
            self._note(None, name, value)
        for number, held in enumerate(self._kept):
            value = held() if isinstance(held, weakref.ref) else held
            for place, child in children(value):
                self._note(number, place, child)

    @classmethod
    def unknown(cls) -> Origins:
        """Of values that could not be looked into."""
        found = cls({})
        found.complete = False
        return found

    def _held(self, value: Any) -> Any:
        """What keeps the object's identity from being used again, or notices that it is."""
        identity, numbers = id(value), self._numbers
        try:
            return weakref.ref(value, lambda _: numbers.pop(identity, None))
        except TypeError:  # lists, dicts and the like
            return value

    def _note(self, parent: int | None, place: Any, child: Any) -> None:
        if type(child) not in ATOMS and id(child) in self._numbers:
            self._slots[_slot(parent, place)] = self._numbers[id(child)]

    def moves(self, values: Mapping[str, Any]) -> Moves:
        """What is elsewhere now, or new where something was."""
        if not self.complete:
            # Nothing is known: the values are taken as new ones, and the user is told.
            return [((name,), None) for name in values]
        found: Moves = []
        for path, value, parent, place in visited(values):
            above = None if parent is None else self._numbers.get(id(parent))
            known = parent is None or above is not None
            there = self._slots.get(_slot(above, place)) if known else None
            number = self._numbers.get(id(value))
            if number is None and (there is not None or type(parent) is tuple):
                found.append((path, None))
            elif number is not None and number != there:
                found.append((path, self._paths[number]))
        return found


def _slot(parent: int | None, place: Any) -> Any:
    return (parent, place if _is_simple(place) else id(place))


class Moved:
    """What `Origins` has noted, where the old values are: old objects by paths in the new ones.

    `names` says in which order the new values stand in the list that is updated.
    """

    def __init__(self, moves: Moves, old: Mapping[str, Any], names: Sequence[str]) -> None:
        number = {name: index for index, name in enumerate(names)}
        self._origin = {
            (number[path[0]], *path[1:]): origin for path, origin in moves if path[0] in number
        }
        self._old = old
        self._children: dict[int, list[Any]] = {}

    def __contains__(self, path: Path) -> bool:
        return path in self._origin

    def old(self, path: Path) -> Any:
        """The object that the one at this path was, or None."""
        origin = self._origin[path]
        if origin is None or origin[0] not in self._old:
            return None
        value = self._old[origin[0]]
        for number in origin[1:]:
            if id(value) not in self._children:
                self._children[id(value)] = [child for _, child in children(value)]
            parts = self._children[id(value)]
            if type(number) is not int or not 0 <= number < len(parts):
                return None
            value = parts[number]
        return value


def moves_of(raw: Any) -> Moves:
    """Moves as JSON has them; the schema says what they look like. An empty path leads nowhere."""
    return [(tuple(path), tuple(origin) if origin else None) for path, origin in raw if path]
