"""Whether a notebook left the same behind with the magic as without it."""

from __future__ import annotations

import base64
import re
from typing import Any

from .case import MAGIC, Case
from .describe import describe, differences
from .notebook import Outputs, Ran

_OWN_MIME = "application/vnd.jupyterlab-offload.job.v1+json"
_CELL = re.compile(r"<(ipython-input-[0-9a-f-]+|offloaded cell \d+)>")
"""What warnings call the cell's file."""
_ADDRESS = re.compile(r"0x[0-9a-f]{6,}")
_NOTE = re.compile(r"^offload: .* is kept: .*\n", re.MULTILINE)
"""Said under the first cell that runs after the job's end; nobody knows which that is."""


def compare(case: Case, plain: Ran, offloaded: Ran) -> list[str]:
    """A sentence for each difference; none if they are equal."""
    found: list[str] = []
    for cell, one, other in zip(case.cells, plain.shown, offloaded.shown, strict=True):
        where = f"cell {cell.splitlines()[:2]!r}"
        if one.error != other.error:
            found.append(f"{where}: error {one.error} without the magic, {other.error} with it")
            found += ["".join(other.traceback)] if other.error else []
        if case.output or not cell.startswith(MAGIC):
            first, second = _items(one), _items(other, notes=case.waits)
            if first != second:
                found.append(f"{where}: shows\n{first}\nwithout the magic,\n{second}\nwith it")
    variables = [
        {name: value for name, value in ran.variables.items() if name not in case.differs}
        for ran in (plain, offloaded)
    ]
    return found + differences(describe(variables[0]), describe(variables[1]))


def _items(outputs: Outputs, notes: bool = True) -> list[Any]:
    """The outputs without the job's own card and without addresses."""
    items = [_plain(item) for item in outputs.items if _OWN_MIME not in item.get("data", {})]
    for item in items if not notes else ():
        if item["type"] == "stderr":
            item["text"] = _NOTE.sub("", item["text"])
    return [item for item in items if item.get("text") != ""]


def _plain(found: Any) -> Any:
    if isinstance(found, str):
        # A command that IPython runs writes to a terminal, which ends lines in its own way.
        found = _CELL.sub("<cell>", found)
        return _ADDRESS.sub("0x…", found).replace("\r\n", "\n")
    if isinstance(found, bytes):  # a kernel's way to put pictures into JSON
        return base64.b64encode(found).decode()
    if isinstance(found, dict):
        return {key: _plain(value) for key, value in found.items()}
    return [_plain(item) for item in found] if isinstance(found, list) else found
