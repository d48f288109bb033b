"""Which of several cells has bound a name last, and written a file."""

from __future__ import annotations

from typing import Any

from . import written


class Made:
    """Looks at what there is whenever a cell begins, and at the end.

    Objects are told apart by their ids alone: to hold on to those that a cell lets go of would
    keep their memory. That a later one has the id of another says at worst the wrong cell, which
    is where a card shows it.
    """

    def __init__(self, namespace: dict[str, Any], folder: str) -> None:
        self._namespace = namespace
        self._folder = folder
        self._part = 0
        self._names: dict[str, int] = {}
        self._files: dict[str, int] = {}
        self._ids = self._seen()
        self._stamps = written.snapshot(folder)

    def begin(self, part: int) -> None:
        """What comes from here on is of this cell, from 0."""
        self._look()
        self._part = part

    def so_far(self) -> tuple[dict[str, int], dict[str, int]]:
        """The cell of each name, and of each file by its path."""
        self._look()
        return dict(self._names), dict(self._files)

    def _look(self) -> None:
        ids, stamps = self._seen(), written.snapshot(self._folder)
        self._names.update((name, self._part) for name in _other(self._ids, ids))
        self._files.update((path, self._part) for path in _other(self._stamps, stamps))
        self._ids, self._stamps = ids, stamps

    def _seen(self) -> dict[str, int]:
        return {name: id(value) for name, value in dict(self._namespace).items()}


def _other(before: dict[str, Any], now: dict[str, Any]) -> list[str]:
    """Keys that are new or have another value."""
    return [key for key, value in now.items() if before.get(key) != value]
