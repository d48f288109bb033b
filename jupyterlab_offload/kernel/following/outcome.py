"""How a job ended, verified: its result, its outputs, and its values as files to be decoded."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, BinaryIO

from ...codecs import CodecError, decode
from ...submit import SubmitError
from ...submit.explain import is_lost
from ..binding.bind import Group


@dataclass(frozen=True)
class Outcome:
    """`result` is result.json, {} where there is none; `files` are open files of values by the
    name that the result gives them; `reason` says why there is nothing, or not all of it;
    `trusted` whether pickles may be loaded."""

    result: Mapping[str, Any] = field(default_factory=dict)
    files: Mapping[str, BinaryIO] = field(default_factory=dict)
    record: bytes = b""
    reason: str = ""
    trusted: bool = False

    @property
    def events(self) -> list[dict[str, Any]]:
        """The record of outputs."""
        found = []
        for line in self.record.splitlines():
            try:
                event = json.loads(line)
            except ValueError:
                continue
            if isinstance(event, dict):
                found.append(event)
        return found

    @property
    def names(self) -> list[str]:
        """Every name that comes back as a value."""
        return [name for entry in self.result.get("values", ()) for name in entry["names"]]

    @property
    def has_all_values(self) -> bool:
        """Whether every value is here, so that a cell binds them whether it uses them or not."""
        return all(entry["file"] in self.files for entry in self.result.get("values", ()))

    @property
    def paths(self) -> set[str]:
        """Every file that comes back, or could."""
        return {str(one.get("path")) for one in self.result.get("files", ())}

    @property
    def binds(self) -> set[str]:
        """Every name that comes back: as a value, a definition, an import or another's alias."""
        found = self.result
        defined = {str(one["name"]) for one in found.get("definitions", ())}
        bound = {one for kind in ("modules", "imports", "aliases") for one in found.get(kind, ())}
        return defined.union(bound, self.names)

    def groups(
        self, problems: dict[str, str], reopen: Callable[[Mapping[str, Any]], BinaryIO]
    ) -> Iterator[Group]:
        """Decode the values that are here, once; what does not decode is named in `problems`.

        `reopen` opens a file again whose connection was lost while it was read.
        """
        for entry in self.result.get("values", ()):
            file = self.files.get(entry["file"])
            if file is None:
                continue
            try:
                values = self._decoded(entry, file, reopen)
            except (CodecError, SubmitError) as error:
                problems.update({name: str(error) for name in entry["names"]})
                continue
            for name in entry["names"]:
                problems.pop(name, None)  # an earlier try may have failed
            in_place = frozenset(entry.get("changed_in_place", ()))
            yield Group(values, in_place, frozenset(entry.get("shared", ())))

    def _decoded(
        self,
        entry: Mapping[str, Any],
        file: BinaryIO,
        reopen: Callable[[Mapping[str, Any]], BinaryIO],
    ) -> dict[str, object]:
        while True:
            try:
                file.seek(0)
                return decode(entry["format"], entry["meta"], file, allow_pickle=self.trusted)
            except CodecError as error:
                if not is_lost(error.__cause__):
                    raise
            file = reopen(entry)
