"""Where in a cell a job's exception was raised, from the record of it (see driver/failures.py).

The record comes from a job: nothing of it is taken to be what it should be.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any


def part_of(record: Mapping[str, Any]) -> int | None:
    """Which of the job's cells ran, from 0; None if the traceback leads through none."""
    frame = _outermost(record)
    part = frame.get("part")
    return part if type(part) is int and part >= 0 else None


def failing_line(record: Mapping[str, Any]) -> tuple[int | None, str]:
    """The line of that cell, ``%%offload`` being line 1, and what stands on it."""
    frame = _outermost(record)
    line = frame.get("line")
    if type(line) is not int or line < 1:
        return None, ""
    source = frame.get("source")
    for pair in source if isinstance(source, list) else ():
        if isinstance(pair, list) and len(pair) == 2 and pair[0] == line:
            return line, str(pair[1]).strip()
    return line, ""


def traceback_text(record: Mapping[str, Any]) -> str:
    """The traceback as text."""
    found = record.get("traceback", "")
    return "\n".join(str(line) for line in found) if isinstance(found, list) else str(found)


def _outermost(record: Mapping[str, Any]) -> Mapping[str, Any]:
    """The first frame in a cell: the statement that the notebook was at."""
    frames = record.get("frames")
    for frame in frames if isinstance(frames, list) else ():
        if isinstance(frame, dict) and frame.get("part") is not None:
            return frame
    return {}
