"""engine.json: where the running engine is, or on which port the last one was."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field
from typing import Any

from ..credentials import write_private
from ..home import Home
from .locks import is_held


@dataclass(frozen=True)
class Record:
    """What engine.json says. ``pid`` is None once the engine has ended in good order.

    ``started`` is in epoch seconds; ``options`` are the settings that this run was given beside
    settings.json. ``python`` is the interpreter that ``local/python`` stands for.
    """

    port: int
    pid: int | None = None
    version: str = ""
    region: str = ""
    started: float = 0.0
    options: dict[str, Any] = field(default_factory=dict)
    python: str = ""


def read(home: Home) -> Record | None:
    """The record, or None when there is none or it is damaged (then it is as good as none)."""
    try:
        return Record(**json.loads(home.engine_file.read_text("utf-8")))
    except (OSError, ValueError, TypeError):
        return None


def write(home: Home, record: Record) -> None:
    write_private(home.engine_file, json.dumps(asdict(record)))


def running(home: Home) -> Record | None:
    """The record of an engine that runs now; None when there is none, or it is just starting.

    An engine takes its lock before it removes its predecessor's record, and removes its pid
    before it gives the lock up: so lock and pid together mean this engine, at this pid.
    """
    if not is_held(home.engine_lock):
        return None
    record = read(home)
    return record if record is not None and record.pid is not None else None
