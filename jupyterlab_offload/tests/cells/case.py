"""A case: cells of a small notebook, some under ``%%offload``; plain execution is the oracle."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

MAGIC = "%%offload"


@dataclass(frozen=True)
class Case:
    """Cells in their order. Those that begin with ``%%offload`` run without it first.

    `output` says whether what cells print and show is compared as well (it is elsewhere when
    nothing waits); `files` are written into the working folder before; `needs` are libraries
    without which the case is skipped.
    """

    name: str
    cells: tuple[str, ...]
    output: bool = True
    waits: bool = True
    files: Mapping[str, str] = field(default_factory=dict)
    needs: tuple[str, ...] = ()
    differs: tuple[str, ...] = ()
    """Names whose values are known to differ (an id, a time)."""


def case(
    name: str,
    setup: str | Sequence[str],
    cell: str | Sequence[str],
    check: str | Sequence[str] = (),
    *,
    output: bool = True,
    waits: bool = True,
    files: Mapping[str, str] | None = None,
    needs: Sequence[str] = (),
    differs: Sequence[str] = (),
) -> Case:
    """The usual shape: set-up cells, cells to offload, cells that check."""
    offloaded = [text if text.startswith(MAGIC) else f"{MAGIC}\n{text}" for text in _many(cell)]
    cells = (*_many(setup), *offloaded, *_many(check))
    return Case(name, cells, output, waits, files or {}, tuple(needs), tuple(differs))


def plainly(cell: str) -> str:
    """The cell without the magic, its lines where they were as far as IPython allows."""
    if not cell.startswith(MAGIC):
        return cell
    body = cell.partition("\n")[2]
    return body if body.lstrip().startswith("%%") else f"#\n{body}"


def _many(cells: str | Sequence[str]) -> list[str]:
    texts = [cells] if isinstance(cells, str) else list(cells)
    return [text.strip("\n") for text in texts if text]
