"""Put new content into the objects that others already know, so that every alias sees it."""

from __future__ import annotations

from .fill import fill
from .origins import Moved
from .pairs import Pairs


def update(old: object, new: object, moved: Moved | None = None) -> bool:
    """Make `old` what `new` is. False where its type does not allow that: nothing changed then.

    It goes down into lists, dicts, attributes, modules: what is found at the same place in both
    is updated too, the rest comes from `new`. `moved` knows of objects that are elsewhere or new,
    by paths that begin in `new`. Sharing inside `new` is kept: one new object never
    becomes two old ones, nor two new ones one. `new` is used up.
    """
    if old is new:
        return True
    pairs = Pairs(moved)
    if not pairs.add(old, new):
        return False
    pairs.grow()
    for target, source in pairs.all():
        fill(target, source, pairs.final)
    pairs.rewrite_rest(lambda value: fill(value, value, pairs.final))
    return True
