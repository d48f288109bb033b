"""A job as JSON in a notebook's output; its shape is spec/card.schema.json."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from ...spec import Json
from ..binding.files import Placed, file_state
from ..binding.results import LAST
from ..costs import Costs
from ..job import Cell, Job
from .failure import failing_line, part_of, traceback_text
from .shares import Share
from .texts import clipped, storable

_LONGEST, _LONG_TEXT, _MANY = 1000, 50_000, 200
"""Of a line, of a traceback, and how many names, files and notes: a card has 5 MB for everything.
"""
_FIRST_LINE = 80
"""Characters of the cell's beginning that a card shows."""


def snapshot(
    job: Job,
    costs: Costs,
    namespace: Mapping[str, object],
    placed: Placed,
    part: int | None = None,
) -> Json:
    """What is known of a job now; `part` says which of its cells is meant, where it has several."""
    over, facts = job.has_outcome, job.facts
    aws = costs.on_aws(job) if job.has_started else None
    cells = job.origin.cells if job.origin else ()
    shown = part if part is not None else len(cells) - 1
    several = part is not None and len(cells) > 1
    share = Share(job, shown, len(cells)) if several else Share(job, 0, 1)
    files = _files(job, share) if over else []
    return {
        "version": 1,
        "job": job.name,
        "backend": job.backend,
        "region": facts.get("region") or "",
        "account": facts.get("account") or "",
        "type": facts.get("type") or (job.description.instance if job.description else ""),
        "image": facts.get("image") or "",
        "status": job.status,
        "phase": job.phase if job.description else "Submitted",
        "part": _part(share, shown, len(cells)) if several else None,
        "cell": _cell(cells[shown]) if cells else None,
        "seconds": round(job.seconds, 3) if job.has_started else None,
        "cost": costs.of(job) if job.has_started else None,
        "aws_cost": None if aws is None else round(aws, 6),
        "price_per_hour": facts.get("price_per_hour"),
        "ceiling": facts.get("ceiling"),
        "max_seconds": facts.get("max_seconds"),
        "results": list(_results(job, namespace, share)) if over else [],
        "files": [_file(job, placed, entry) for entry in files[:_MANY]],
        "file_count": len(files),
        "folder": facts.get("beside"),
        "error": _error(job, shown, share) if over else None,
        "notes": _notes(job, share),
    }


def _part(share: Share, index: int, count: int) -> Json:
    return {"index": index, "count": count, "state": share.state}


def _cell(cell: Cell) -> Json:
    lines = [line for line in cell.source.splitlines() if line.strip()]
    return {"id": cell.id, "label": cell.label, "first_line": "".join(lines[:1])[:_FIRST_LINE]}


def _results(job: Job, namespace: Mapping[str, object], share: Share) -> Iterator[Json]:
    outcome = job.outcome
    entries = [
        (name, entry["size"], entry["file"] in outcome.files)
        for entry in outcome.result.get("values", ())
        for name in entry["names"]
    ]
    entries += [(item["name"], None, True) for item in outcome.result.get("definitions", ())]
    for name, size, here in [one for one in entries if share.has_name(one[0])][:_MANY]:
        if not name.isidentifier() or name == LAST:
            continue  # a generator's state, what an object holds
        state = "kept yours" if _is_kept(job, name, namespace) else "here" if here else "on demand"
        yield {"name": name, "size": size, "state": state}


def _files(job: Job, share: Share) -> list[Mapping[str, Any]]:
    """As the result has them, those with the most bytes first: a model, not the tiles beside it."""
    result = job.outcome.result
    entries = [
        entry
        for kind in ("files", "files_left")
        for entry in result.get(kind, ())
        # What is cut would be the name of another file.
        if share.has_file(entry) and len(str(entry.get("path"))) <= _LONGEST
    ]
    return sorted(entries, key=lambda one: (-(one.get("size") or 0), str(one.get("path"))))


def _file(job: Job, placed: Placed, entry: Mapping[str, Any]) -> Json:
    now = file_state(job, placed, entry)
    return {
        "path": storable(str(entry.get("path"))),
        "size": entry.get("size"),
        "state": now.state,
        "reason": clipped(storable(now.reason), _LONGEST),
    }


def _is_kept(job: Job, name: str, namespace: Mapping[str, object]) -> bool:
    """Whether the kernel's variable stays: so it was decided, or so it will be."""
    report = job.report
    if report is not None and (job.is_bound or name in (*report.bound, *report.kept)):
        # What was kept may have been asked for since.
        return name in report.kept and name not in report.bound
    origin = job.origin
    if origin is None or job.waited or name not in origin.snapshot.objects:
        return False
    current = namespace.get(name, origin.snapshot.objects[name])
    return origin.snapshot.replaced(name, current)


def _error(job: Job, shown: int, share: Share) -> Json | None:
    record = job.outcome.result.get("error")
    if not isinstance(record, dict):
        return None
    part = part_of(record)
    if not (share.has_end if part is None else share.is_whole or part == shown):
        return None
    line, text = failing_line(record)
    return {
        "type": clipped(storable(str(record.get("type"))), _LONGEST),
        "message": clipped(storable(str(record.get("message"))), _LONG_TEXT),
        "traceback": clipped(storable(traceback_text(record)), _LONG_TEXT),
        "line": line,
        "text": clipped(storable(text), _LONGEST),
    }


def _notes(job: Job, share: Share) -> list[str]:
    notes: list[Any] = list(job.facts.get("notes", ()))
    if job.has_outcome:
        outcome = job.outcome
        has_error = isinstance(outcome.result.get("error"), dict)
        notes += [outcome.reason] if outcome.reason and not has_error and share.has_end else []
        notes += [
            f"{name} did not come back: {why.get('reason', '')}"
            for name, why in outcome.result.get("refused", {}).items()
            if share.has_name(name)
        ]
    said = [clipped(storable(str(note)), _LONGEST) for note in notes]
    return said if len(said) <= _MANY else [*said[:_MANY], f"… and {len(said) - _MANY} more"]
