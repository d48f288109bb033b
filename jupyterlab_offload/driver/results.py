"""What result.json says about the cell's work, beside what `main` adds about its end.

- ``values`` ``[{names, format, meta, file, sha256, size, changed_in_place, shared}]``: groups;
  `changed_in_place` are inputs that the cell changed, `shared` inputs that it did not, but which
  share objects with the others. ``@random`` and the like are states of generators; ``_`` is the
  last expression's value; names with a dot, such as ``f.__defaults__`` and
  ``Model.registry``, are what functions and classes hold, of the cell or of the notebook;
  ``@was:x`` is the object that the input x was, changed in place before the cell gave the name
  to another.
- ``aliases`` ``{name: name}``: bound to a value that the kernel has unchanged under another name.
- ``moved``: see the schema of the result.
- ``modules`` ``{name: module}``, ``imports`` ``{name: [module, attribute]}``: to be imported.
- ``definitions`` ``[{name, kind, source, part, line, label}]``: functions and classes, in order.
- ``options`` ``{library: {name: value}}`` that the cell has set, as `codecs.options` has them;
  those that JSON cannot hold are among the values, as ``@option.library.name``.
- ``deleted`` names; ``missing``: wanted names that are not there; ``refused`` ``{name: {kind, path,
  reason, advice}}``; ``notes`` sentences.
- ``files`` ``[{path, file, sha256, size}]``, ``files_left`` ``[{path, size, reason}]``.
- Of a job of several cells, ``made`` ``{name: part}`` for the names above that a cell has bound,
  and ``part`` in files: which cell it was, the last one where several were. What was changed in
  place has none: that would mean to compare every input after each cell.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Iterable, Mapping

from ..codecs import Moves, Origins
from ..codecs.options import Options, live, named, plain
from ..codecs.options import options as read_options
from . import values, written
from .changes import Before, Changes, changes
from .definitions import Definitions
from .held import Held
from .inputs import is_fixed, states
from .made import Made
from .manifest import Manifest, Part
from .places import Places

WAS = "@was:"


@dataclass
class Results:
    """Compares and saves. `inputs` are the names that came as values.

    `options_after` is read where the cell has run, since a library may keep options for each
    thread and context; a cell that does not end has none. `made` is of several cells only.
    """

    manifest: Manifest
    places: Places
    namespace: dict[str, Any]
    before: Before
    files_before: dict[str, tuple[int, int]]
    inputs: list[str]
    cells: dict[str, Part]
    held: Held
    options_before: Options
    options_after: Options | None = None
    made: Made | None = None
    _held: dict[str, Any] = field(default_factory=dict)

    def save(self) -> dict[str, Any]:
        """Writes everything; returns the draft's part of result.json."""
        found = changes(self.namespace, self.before, self.manifest.wanted)
        definitions = self._definitions(found)
        options = (self.options_after or read_options(beside=True)).since(self.options_before)
        saved = self._values(found, live(options))
        files, left = written.collect(
            self.places.work,
            self.files_before,
            self.places.results,
            self.manifest.limits.files_bytes,
        )
        made, wrote = self.made.so_far() if self.made is not None else ({}, {})
        for entry in (*files, *left):
            if entry["path"] in wrote:
                entry["part"] = wrote[entry["path"]]
        named = [name for entry in saved.values for name in entry["names"]]
        named += [*saved.refused, *(str(item["name"]) for item in definitions)]
        return {
            "made": {name: made[name] for name in named if name in made},
            "values": saved.values,
            "refused": saved.refused,
            "notes": saved.notes,
            "aliases": found.aliases,
            "moved": self._moved(saved.values, found),
            "modules": found.modules,
            "imports": found.imports,
            "definitions": definitions,
            "options": plain(options),
            "deleted": found.deleted,
            "missing": found.missing,
            "files": files,
            "files_left": left,
        }

    def _moved(self, entries: Iterable[Mapping[str, Any]], found: Changes) -> Moves:
        """Where objects of changed inputs, and of what shares some with them, are by now."""
        moves: Moves = []
        for entry in entries:
            names = [name for name in entry["names"] if name in self.namespace]
            if not set(found.changed).isdisjoint(names):
                values = {name: self.namespace[name] for name in names}
                try:
                    moves += self.before.origins.moves(values)
                except Exception:  # whatever a class of the user's raises when it is looked into
                    moves += Origins.unknown().moves(values)
        return moves

    def _definitions(self, found: Changes) -> list[dict[str, Any]]:
        """Takes definitions out of the bound names; those that they need come along."""
        finder = Definitions(self.cells)
        items: dict[str, dict[str, Any]] = {}
        names = list(found.bound)
        if self.manifest.wanted is not None:
            # A value's class is needed whether it was asked for or not.
            everything = changes(self.namespace, self.before, None)
            kinds = {type(self.namespace[name]).__name__ for name in found.bound}
            names += [name for name in everything.bound if name in kinds]
        for name in names:
            item = finder.of(name, self.namespace[name]) if name not in items else None
            if item is not None:
                items[name] = item
                self._held.update(finder.held_by(item, self.namespace[name]))
        self._add_needed(finder, items)
        found.bound = [name for name in found.bound if name not in items]
        return sorted(items.values(), key=lambda item: (item["part"], item["line"]))

    def _add_needed(self, finder: Definitions, items: dict[str, dict[str, Any]]) -> None:
        """What narrowing left out, but definitions use."""
        queue = list(items.values())
        while self.manifest.wanted is not None and queue:
            for name in sorted(finder.needed_by([queue.pop()]) - set(items)):
                if self.before.values.get(name) is self.namespace.get(name):
                    continue
                item = finder.of(name, self.namespace[name])
                if item is not None:
                    items[name] = item
                    queue.append(item)

    def _values(self, found: Changes, options: Mapping[str, Any]) -> values.Saved:
        changed = set(found.changed)
        wanted = {name: self.namespace[name] for name in (*found.bound, *found.changed)}
        wanted.update(self._held)
        if self.manifest.wanted is None:
            again = self.held.changed(self.namespace)
            wanted.update(again)
            changed.update(again)
            wanted.update({f"{WAS}{name}": self.before.values[name] for name in found.was})
        others = {
            name: self.namespace[name]
            for name in self.inputs
            if name not in wanted and not is_fixed(self.namespace.get(name))
            if name in self.namespace and self.before.values.get(name) is self.namespace[name]
        }
        folder = self.places.results
        saved = values.save(wanted, others, changed, folder)
        extra = states(self.manifest.random_state)
        for part, most in ((extra, None), (self._last(wanted, others), values.LAST_BYTES)):
            more = values.save(part, {}, set(), folder, len(saved.values), most)
            saved.values += more.values
        for name, value in options.items():
            more = values.save({name: value}, {}, set(), folder, len(saved.values))
            saved.values += more.values
            for why in more.refused.values():
                saved.refused["{}'s option {!r}".format(*named(name))] = why
        return saved

    def _last(self, wanted: dict[str, Any], others: dict[str, Any]) -> dict[str, Any]:
        """The last expression's value, unless it is there under a name."""
        if "_" not in self.namespace or self.manifest.wanted is not None:
            return {}
        value = self.namespace["_"]
        held = any(value is one for one in (*wanted.values(), *others.values()))
        return {} if held or self.before.values.get("_") is value else {"_": value}
