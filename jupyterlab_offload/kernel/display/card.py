"""The card of a job: one MIME bundle for our own front end, every other one, and a terminal."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape
from typing import Any

from ...submit.backends import LOCAL
from .states import state
from .texts import NO_MATH

MIME = "application/vnd.jupyterlab-offload.job.v1+json"

_FILES = 30
"""More are only counted."""
_STATES = {"next cell": "comes with the next cell", "failed": "not brought", "left": "not brought"}
"""States of files that are no words for people."""


def bundle(snapshot: Mapping[str, Any], rich: str = "") -> dict[str, Any]:
    """The card of a snapshot (see card.schema.json); `rich` is HTML that is safe already."""
    return {
        MIME: dict(snapshot),
        "text/html": _html(snapshot, rich),
        "text/plain": text(snapshot),
    }


def text(snapshot: Mapping[str, Any]) -> str:
    """The card in a few lines of text."""
    lines = [f"Job {snapshot['job']}: {status(snapshot)}"]
    lines += [f"  {name}: {value}" for name, value in _facts(snapshot)]
    lines += [f"  {note}" for note in snapshot["notes"]]
    return "\n".join(lines)


def status(snapshot: Mapping[str, Any]) -> str:
    """In a word or two, as far as the job is."""
    return state(str(snapshot["status"]), str(snapshot["phase"]))


def _html(snapshot: Mapping[str, Any], rich: str) -> str:
    facts = "".join(
        f"<tr><th>{escape(name)}</th><td>{escape(value)}</td></tr>"
        for name, value in _facts(snapshot)
    )
    notes = "".join(f"<p>{escape(str(note))}</p>" for note in snapshot["notes"])
    error = snapshot["error"]
    shown = f"<pre>{escape(error['traceback'])}</pre>" if error and error["traceback"] else ""
    head = f"<p><b>{escape(status(snapshot))}</b> {escape(snapshot['job'])}</p>"
    # Our own front end shows this part of it once nothing else is left of the job.
    outputs = f'<div class="jp-Offload-outputs">{rich}</div>' if rich else ""
    about = f'<div class="{NO_MATH}">{head}<table>{facts}</table>{notes}{shown}</div>'
    return f"<div>{about}{outputs}</div>"


def _facts(snapshot: Mapping[str, Any]) -> list[tuple[str, str]]:
    place = [snapshot["backend"], snapshot["region"], snapshot["account"], snapshot["type"]]
    part, error = snapshot["part"], snapshot["error"]
    rows = [
        ("part", _part(part) if part else ""),
        ("where", ", ".join(word for word in place if word)),
        ("time", duration(snapshot["seconds"])),
        ("cost", _cost(snapshot)),
        ("results", ", ".join(_result(one) for one in snapshot["results"])),
        ("files", _files(snapshot)),
    ]
    if error:
        where = f" (line {error['line']})" if error["line"] else ""
        rows.append(("error", f"{error['type']}: {error['message']}{where}"))
    return [(name, value) for name, value in rows if value]


def _result(result: Mapping[str, Any]) -> str:
    state = result["state"]
    return result["name"] if state == "here" else f"{result['name']} ({state})"


def _part(part: Mapping[str, Any]) -> str:
    did_not_run = ", which did not run" if part.get("state") == "not run" else ""
    return f"{part['index'] + 1} of {part['count']}{did_not_run}"


def _files(snapshot: Mapping[str, Any]) -> str:
    """``model.pt, data.csv (next cell), … and 3 more``"""
    files = snapshot.get("files", ())
    said = [_file(one) for one in files[:_FILES]]
    more = snapshot.get("file_count", len(files)) - len(said)
    return ", ".join([*said, f"… and {more} more"] if more > 0 else said)


def _file(file: Mapping[str, Any]) -> str:
    if file["state"] == "here":
        return str(file["path"])
    word = _STATES.get(file["state"], file["state"])
    return f"{file['path']} ({word}{': ' if file['reason'] else ''}{file['reason']})"


def _cost(snapshot: Mapping[str, Any]) -> str:
    if snapshot["seconds"] is None:
        if snapshot["ceiling"] is None:
            return ""
        words = f"at most {_dollars(snapshot['ceiling'])}"
    else:
        words = _dollars(snapshot["aws_cost"])
    return f"$0.00 (on AWS: {words})" if snapshot["backend"] == LOCAL else words


def _dollars(amount: float | None) -> str:
    if amount is None:
        return "unknown"
    return f"${amount:.4f}" if amount < 1 else f"${amount:.2f}"


def duration(seconds: float | None) -> str:
    """``3.2 s``, ``2 min 5 s``, ``1 h 3 min``."""
    if seconds is None:
        return ""
    if seconds < 60:
        return f"{seconds:.1f} s"
    minutes, rest = divmod(int(seconds), 60)
    return f"{minutes // 60} h {minutes % 60} min" if minutes >= 60 else f"{minutes} min {rest} s"
