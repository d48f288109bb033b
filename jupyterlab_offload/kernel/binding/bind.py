"""Puts the groups of a result into the namespace: into the same objects where types allow it."""

from __future__ import annotations

from collections.abc import Iterable, MutableMapping
from dataclasses import dataclass, field

from ...codecs import Moved, Moves, update
from .snapshot import MISSING, Snapshot


@dataclass(frozen=True)
class Group:
    """Values that came in one file. Those of `in_place` are inputs that the cell has changed,
    those of `shared` inputs that it has not, but that share objects with the others."""

    values: dict[str, object]
    in_place: frozenset[str] = frozenset()
    shared: frozenset[str] = frozenset()


@dataclass
class Report:
    """What became of each name. `kept` had been changed here; `anew` were changed in the job, but
    could not be changed here, so that other names for them still have the old content."""

    bound: dict[str, object] = field(default_factory=dict)
    updated: list[str] = field(default_factory=list)
    anew: list[str] = field(default_factory=list)
    kept: list[str] = field(default_factory=list)
    deleted: list[str] = field(default_factory=list)


@dataclass
class Binder:
    """Binds one job's results. `ours` are objects that earlier jobs have bound: they count as
    unchanged; `moves` says which old objects are elsewhere in the new values; `superseded` are
    names that a later cell's job has bound already; `by_force` binds whatever the kernel's
    variables are now."""

    namespace: MutableMapping[str, object]
    snapshot: Snapshot
    ours: MutableMapping[str, object]
    superseded: frozenset[str] = frozenset()
    by_force: bool = False
    trusts_content: bool = False
    moves: Moves = field(default_factory=list)
    report: Report = field(default_factory=Report)

    def groups(self, groups: Iterable[Group]) -> None:
        """Bind each group; its names go on sharing what they share."""
        for group in groups:
            wanted = {name: value for name, value in group.values.items() if self.may_bind(name)}
            self._bind(wanted, group)

    def deleted(self, names: Iterable[str]) -> None:
        """Delete what the cell has deleted."""
        for name in names:
            if name in self.namespace and self.may_bind(name):
                del self.namespace[name]
                self.report.deleted.append(name)

    def may_bind(self, name: str) -> bool:
        """Whether a name may be bound; one that was changed here meanwhile is kept, and noted."""
        if name in self.superseded:
            return False
        if self.by_force:
            return True
        current = self.namespace.get(name, MISSING)
        ours = name in self.ours and current is self.ours[name]
        changed = self.snapshot.replaced(name, current) and not ours
        if not changed and not self.trusts_content and not ours:
            changed = self.snapshot.edited(name)
        if changed:
            self.report.kept.append(name)
        return not changed

    def _bind(self, values: dict[str, object], group: Group) -> None:
        known = group.in_place | group.shared
        names = list(values)
        targets = [self.namespace.get(name, MISSING) for name in names]
        updating = [
            name in known and target is not MISSING
            for name, target in zip(names, targets, strict=True)
        ]
        # A fresh object can be matched with nothing: that name gets what has come.
        old = [target if into else object() for target, into in zip(targets, updating, strict=True)]
        new = [values[name] for name in names]
        made = list(new)
        moved = Moved(self.moves, dict(zip(names, targets, strict=True)), names)
        if any(updating) and update(old, made, moved):
            new = old
        for name, target, value, into in zip(names, targets, new, updating, strict=True):
            self.namespace[name] = value
            self.ours[name] = value
            if name in group.shared and value is target:
                continue
            self.report.bound[name] = value
            if into:
                (self.report.updated if value is target else self.report.anew).append(name)
