"""Which old object takes the place of which new one."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from typing import Any, Deque, Tuple

from . import callables
from .contents import ATOMS, children, fits, same_slot
from .origins import Moved, Path
from .views import moved

_Queue = Deque[Tuple[Any, Any, Path]]


class Pairs:
    """A one-to-one matching of new objects with old ones that can take their content.

    `moved` says which old object a new one was, where it is not the one at the same place.
    """

    def __init__(self, moved: Moved | None = None) -> None:
        self._moved = moved
        self._old_of: dict[int, Any] = {}
        self._new_of: dict[int, Any] = {}
        self._order: list[tuple[Any, Any]] = []
        self._rest: list[Any] = []
        self._instead: dict[int, tuple[Any, Any]] = {}

    def add(self, old: Any, new: Any) -> bool:
        """Match two objects, unless one of them has another partner or they do not fit."""
        if id(new) in self._old_of or id(old) in self._new_of or not fits(old, new):
            return False
        self._old_of[id(new)] = old
        self._new_of[id(old)] = new
        self._order.append((old, new))
        return True

    def grow(self) -> None:
        """Match what is at the same places, until nothing is new; note what stays unmatched."""
        queue: _Queue = deque((old, new, ()) for old, new in self._order)
        seen = {id(new) for _, new, _ in queue}
        late: list[tuple[Any, Any, Any, Path]] = []
        while queue or late:
            if not queue:
                # Keys that are themselves objects (a parameter): by now their partner is known.
                old, key, child, path = late.pop()
                self._visit(same_slot(old, self.final(key)), child, path, seen, queue)
                continue
            old, new, above = queue.popleft()
            for number, (place, child) in enumerate(children(new)):
                if type(child) in ATOMS:
                    continue
                path = (*above, number)
                if type(place) in ATOMS or type(place) is tuple:
                    self._visit(same_slot(old, place), child, path, seen, queue)
                else:
                    late.append((old, place, child, path))
        # A view has to look into the memory that everybody knows.
        for new, view in moved(self._order, self._rest):
            self._instead[id(new)] = (new, view)

    def _visit(self, old: Any, new: Any, path: Path, seen: set[int], queue: _Queue) -> None:
        if id(new) in seen:
            return
        if self._moved is not None and path in self._moved:
            old = self._moved.old(path)
        if old is new:
            return
        seen.add(id(new))
        matched = old is not None and self.add(old, new)
        if not matched:
            self._rest.append(new)
        queue.append((old if type(old) is type(new) else None, new, path))

    def all(self) -> list[tuple[Any, Any]]:
        """Old and new, in the order found."""
        return self._order

    def final(self, new: Any) -> Any:
        """The old object that stands for a new one, or itself; tuples and
        bound methods are made anew if needed."""
        if type(new) in ATOMS:
            return new
        old = self._old_of.get(id(new))
        if old is not None:
            return old
        if id(new) not in self._instead:
            if type(new) is tuple:
                made: Any = tuple(self.final(part) for part in new)
                same = all(part is child for part, child in zip(made, new))
            elif type(new) in callables.BOUND:
                made = callables.bound_anew(new, self.final)
                same = made is new
            else:
                return new
            # Kept with its source: the id must not be used again meanwhile.
            self._instead[id(new)] = (new, new if same else made)
        return self._instead[id(new)][1]

    def rewrite_rest(self, fill: Callable[[Any], None]) -> None:
        """Unmatched new objects stay; what they refer to may have become an old object."""
        for value in self._rest:
            if any(self.final(child) is not child for _, child in children(value)):
                fill(value)
