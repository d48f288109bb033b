"""An exception as data: enough to raise it elsewhere, and a traceback in the cell's lines."""

from __future__ import annotations

import linecache
import os
import traceback
from types import TracebackType
from typing import Any

from .cells import Cells

_OWN = os.path.dirname(os.path.abspath(__file__))
_MAX_FRAMES, _MAX_CHAIN, _CONTEXT, _WIDTH = 50, 10, 2, 75
_PLAIN = (str, int, float, bool, type(None))


def failure(error: BaseException, cells: Cells, depth: int = 0) -> dict[str, Any]:
    """The record of an exception.

    ``type``, ``module``, ``mro`` (``module.name`` of its bases), ``message``, ``args`` (null
    unless all are plain), ``attributes`` (plain ones), ``notes``, ``frames``
    (`label` and `part` for the notebook's cells, null for files), ``cause`` and
    ``context`` (records), ``exceptions`` (of a group), ``traceback`` (lines of text).
    """
    kind = type(error)
    args = list(error.args)
    frames = _frames(error.__traceback__, cells)
    record: dict[str, Any] = {
        "type": kind.__name__,
        "module": kind.__module__,
        "mro": [f"{base.__module__}.{base.__qualname__}" for base in kind.__mro__[:-1]],
        "message": message_of(error),
        "args": args if all(type(arg) in _PLAIN for arg in args) else None,
        "attributes": {
            key: found
            for key, found in getattr(error, "__dict__", {}).items()
            if type(found) in _PLAIN and not key.startswith("__")
        },
        "notes": [str(note) for note in _notes(error)],
        "frames": frames,
        "exceptions": [],
        "cause": None,
        "context": None,
    }
    if depth < _MAX_CHAIN:
        if error.__cause__ is not None:
            record["cause"] = failure(error.__cause__, cells, depth + 1)
        elif error.__context__ is not None and not error.__suppress_context__:
            record["context"] = failure(error.__context__, cells, depth + 1)
        record["exceptions"] = [
            failure(inner, cells, depth + 1) for inner in _members(error)[:_MAX_CHAIN]
        ]
    record["traceback"] = _text(error, record)
    return record


def message_of(error: BaseException) -> str:
    """What `str` says, or that it fails."""
    try:
        return str(error)
    except Exception:  # the class is the user's
        return "<the exception's text cannot be made>"


def _notes(error: BaseException) -> list[Any]:
    found = getattr(error, "__notes__", None)
    return list(found) if isinstance(found, (list, tuple)) else []


def _members(error: BaseException) -> list[BaseException]:
    found = getattr(error, "exceptions", None)
    if not isinstance(found, (list, tuple)):
        return []
    return [inner for inner in found if isinstance(inner, BaseException)]


def _frames(start: TracebackType | None, cells: Cells) -> list[dict[str, Any]]:
    """Frames from the outermost; the driver's own are left out."""
    frames: list[dict[str, Any]] = []
    parts = list(cells.files)
    walked = list(traceback.walk_tb(start))
    begun = not any(frame.f_code.co_filename in cells.files for frame, _ in walked)
    for frame, line in walked:
        file = frame.f_code.co_filename
        part = cells.files.get(file)
        begun = begun or part is not None
        if not begun or file.startswith(_OWN):
            continue
        frames.append(
            {
                "file": file,
                "part": parts.index(file) if part is not None else None,
                "label": cells.labels.get(file),
                "line": line,
                "name": frame.f_code.co_name,
                "source": _context(file, line),
            }
        )
    # An endless recursion has a thousand: the ends tell the story.
    if len(frames) > _MAX_FRAMES:
        half = _MAX_FRAMES // 2
        frames = frames[:half] + frames[-half:]
    return frames


def _context(file: str, line: int) -> list[list[Any]]:
    """Lines around a line, with their numbers."""
    lines = linecache.getlines(file)
    first, last = max(line - _CONTEXT, 1), min(line + _CONTEXT, len(lines))
    numbered: list[list[Any]] = [
        [number, lines[number - 1].rstrip("\n")] for number in range(first, last + 1)
    ]
    while numbered and numbered[0][0] < line and not numbered[0][1].strip():
        numbered.pop(0)
    return numbered


def _text(error: BaseException, record: dict[str, Any]) -> list[str]:
    """The traceback as IPython writes it, without colours."""
    lines: list[str] = []
    for key, words in (
        ("cause", "The above exception was the direct cause of the following exception:"),
        ("context", "During handling of the above exception, another exception occurred:"),
    ):
        if record[key]:
            lines += [*record[key]["traceback"], "", words, ""]
    title = "Traceback (most recent call last)"
    name = record["type"]
    lines += ["-" * _WIDTH, name + " " * max(1, _WIDTH - len(name) - len(title)) + title]
    for frame in record["frames"]:
        lines += _frame_text(frame)
    if isinstance(error, SyntaxError):
        last = traceback.format_exception_only(type(error), error)
        return lines + [line for piece in last for line in piece.rstrip("\n").split("\n")]
    lines += f"{name}: {record['message']}".split("\n")
    lines += [line for note in record["notes"] for line in note.split("\n")]
    for number, inner in enumerate(record["exceptions"], 1):
        lines += [f"  +-- {number}", *("  | " + line for line in inner["traceback"])]
    return lines


def _frame_text(frame: dict[str, Any]) -> list[str]:
    where = "" if frame["name"] == "<module>" else f", in {frame['name']}"
    if frame["label"] is None:
        title = f"File {frame['file']}:{frame['line']}"
    else:
        title = " ".join(["Cell", *([frame["label"] + ","] if frame["label"] else [])])
        title += f" line {frame['line']}"
    lines = [title + where]
    for number, text in frame["source"]:
        arrow = f"{'-' * max(5 - len(str(number)), 1)}> {number}" if number == frame["line"] else ""
        lines.append(f"{arrow or number:>7} {text}".rstrip())
    return [*lines, ""]
