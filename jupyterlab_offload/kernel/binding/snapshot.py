"""What the kernel's variables were when a job was sent: what came after is not overwritten."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from ...codecs import encode
from ...codecs.options import Options

MISSING = object()
"""In the place of a variable that there is not."""


@dataclass(frozen=True)
class Sent:
    """A group of inputs as it was sent: its names and the SHA-256 of its bytes."""

    names: tuple[str, ...]
    sha256: str


@dataclass
class Snapshot:
    """The variables that a job may bind or change, by name; MISSING where there was none. And
    all options of libraries."""

    objects: dict[str, object] = field(default_factory=dict)
    groups: dict[str, Sent] = field(default_factory=dict)
    options: Options | None = None

    @classmethod
    def of(
        cls,
        names: Iterable[str],
        sent: Iterable[Sent],
        namespace: Mapping[str, object],
        options: Options | None = None,
    ) -> Snapshot:
        """Of `names` and of every name that was sent."""
        groups = {name: group for group in sent for name in group.names}
        wanted = {*names, *groups}
        return cls({name: namespace.get(name, MISSING) for name in wanted}, groups, options)

    def replaced(self, name: str, current: object) -> bool:
        """Whether the variable is another object now."""
        return current is not self.objects.get(name, MISSING)

    def edited(self, name: str) -> bool:
        """Whether what was sent under the name has another content now.

        The bytes of a group depend on its values alone, so that they are encoded and hashed again.
        """
        group = self.groups.get(name)
        if group is None:
            return False
        values = {part: self.objects[part] for part in group.names}
        items = encode(values).items
        if len(items) != 1:
            return True
        found = hashlib.sha256()
        for chunk in items[0].chunks():
            found.update(chunk)
        return found.hexdigest() != group.sha256
