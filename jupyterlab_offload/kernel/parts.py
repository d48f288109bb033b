"""Several cells that become one job: collected until the last of them sends it."""

from __future__ import annotations

from dataclasses import dataclass, field

from .errors import OffloadError
from .job import Cell
from .options import Options


@dataclass
class Group:
    """Cells that wait for their last one. `options` are those of the first, `places` the ids of
    the outputs that were reserved under those that were collected."""

    total: int
    options: Options
    cells: list[Cell] = field(default_factory=list)
    names: frozenset[str] = frozenset()
    places: list[str] = field(default_factory=list)

    @property
    def complete(self) -> bool:
        return len(self.cells) == self.total

    @property
    def missing(self) -> str:
        """Which part sends the group."""
        return f"--part {self.total}/{self.total}"


@dataclass
class Parts:
    """The group that is open, and those that were sent, by the ids of their cells."""

    open: Group | None = None
    sent: dict[str, tuple[str, list[str]]] = field(default_factory=dict)

    def add(self, cell: Cell, options: Options) -> tuple[Group, str]:
        """Put a cell into its group; also a sentence for the user. Raises OffloadError."""
        assert options.part is not None
        number, total = options.part
        if number == 1:
            dropped = self.open
            self.open = Group(total, options, [cell])
            note = f"Part 1 of {total}: the last part sends all {total} as one job."
            if dropped is not None and dropped.cells[0].id != cell.id:
                labels = ", ".join(one.label for one in dropped.cells)
                note = f"Parts that were not sent are dropped: {labels}. {note}"
            return self.open, note
        if not options.stands_alone:
            raise OffloadError(f"Options belong on part 1, not on part {number}.")
        group = self.open
        if group is None and cell.id in self.sent:
            name, sent = self.sent[cell.id]
            raise OffloadError(
                f"This part was sent already with {', '.join(sent)} as {name}: begin with part 1"
                " again."
            )
        if group is None or group.total != total or len(group.cells) + 1 != number:
            done = len(group.cells) if group is not None and group.total == total else 0
            raise OffloadError(
                f"Part {number} of {total} comes after part {number - 1}:"
                f" run part {done + 1} first."
            )
        group.cells.append(cell)
        if group.complete:
            self.open = None
            return group, ""
        return group, f"Part {number} of {total}."

    def mark_sent(self, group: Group, job: str) -> None:
        """Remember which cells a job was made of."""
        labels = [cell.label for cell in group.cells]
        self.sent.update({cell.id: (job, labels) for cell in group.cells})
