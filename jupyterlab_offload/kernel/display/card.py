"""The card of a job: one MIME bundle for our own front end, every other one, and a terminal."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape
from typing import Any

MIME = "application/vnd.jupyterlab-offload.job.v1+json"


def bundle(snapshot: Mapping[str, Any], rich: str = "") -> dict[str, Any]:
    """The card of a job's snapshot (see Job.snapshot); `rich` is HTML that is safe already."""
    return {
        MIME: dict(snapshot),
        "text/html": _html(snapshot, rich),
        "text/plain": text(snapshot),
    }


def text(snapshot: Mapping[str, Any]) -> str:
    """The card in a few lines of text."""
    lines = [f"Job {snapshot['job']}: {snapshot['status']}"]
    lines += [f"  {name}: {value}" for name, value in _facts(snapshot)]
    lines += [f"  {note}" for note in snapshot.get("notes", ())]
    return "\n".join(lines)


def _html(snapshot: Mapping[str, Any], rich: str) -> str:
    facts = "".join(
        f"<tr><th>{escape(name)}</th><td>{escape(value)}</td></tr>"
        for name, value in _facts(snapshot)
    )
    notes = "".join(f"<p>{escape(str(note))}</p>" for note in snapshot.get("notes", ()))
    trace = snapshot.get("error", {}).get("traceback", "")
    shown = f"<pre>{escape(trace)}</pre>" if trace else ""
    head = f"<p><b>{escape(snapshot['status'])}</b> {escape(snapshot['job'])}</p>"
    return f"<div>{head}<table>{facts}</table>{notes}{shown}{rich}</div>"


def _facts(snapshot: Mapping[str, Any]) -> list[tuple[str, str]]:
    place = [snapshot["backend"], snapshot.get("region"), snapshot.get("account")]
    rows = [
        ("where", ", ".join(str(word) for word in (*place, snapshot.get("type")) if word)),
        ("time", _time(snapshot.get("seconds"))),
        ("cost", str(snapshot.get("cost") or "")),
        ("results", ", ".join(snapshot.get("results", ()))),
    ]
    error = snapshot.get("error")
    if error:
        rows.append(("error", f"{error.get('type')}: {error.get('message')}"))
    return [(name, value) for name, value in rows if value]


def _time(seconds: Any) -> str:
    if not isinstance(seconds, (int, float)):
        return ""
    if seconds < 60:
        return f"{seconds:.1f} s"
    minutes, rest = divmod(int(seconds), 60)
    return f"{minutes // 60} h {minutes % 60} min" if minutes >= 60 else f"{minutes} min {rest} s"
