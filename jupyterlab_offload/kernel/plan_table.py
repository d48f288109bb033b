"""``--dry-run``: what would go, what would come back, where, and for how much."""

from __future__ import annotations

import json
from html import escape
from typing import Any

from .offload import Prepared
from .session import Session

Row = tuple[str, str, str, str, str]


def show_plan(session: Session, ready: Prepared) -> None:
    """Show the plan as a table and as text. Nothing is sent."""
    rows, facts = _rows(session, ready), _facts(ready)
    request = json.dumps(ready.plan.request, indent=1, default=str)
    publisher: Any = session.shell.display_pub
    publisher.publish(
        data={"text/plain": _text(rows, facts, request), "text/html": _html(rows, facts, request)},
        metadata={},
    )


def _rows(session: Session, ready: Prepared) -> list[Row]:
    """Name, kind, how it travels, size, remark."""
    found: list[Row] = []
    namespace = session.shell.user_ns
    for item in ready.encoding.items:
        names = [name for name in item.names if not name.startswith(("@", "__offload_"))]
        kinds = {type(namespace.get(name)).__name__ for name in names} or {"state"}
        label = ", ".join(names or item.names)
        size = _bytes(item.size)
        found.append((label, ", ".join(sorted(kinds)), item.format, size, "; ".join(item.notes)))
    for step in ready.captured.prelude:
        if step["kind"] == "import":
            found.append((str(step["source"]).strip(), "import", "source", "", ""))
        elif step["kind"] == "source":
            first = str(step["source"]).strip().splitlines()[0]
            found.append((first, "definition", "source", "", ""))
    for kind, files in (("module", ready.captured.modules), ("file", ready.captured.files)):
        found += [(one.path, kind, "file", _bytes(one.size), "") for one in files]
    return found


def _facts(ready: Prepared) -> list[tuple[str, str]]:
    plan, captured = ready.plan, ready.captured
    price = (
        f"${plan.price.usd_per_hour:g} per hour ({plan.price.date})" if plan.price else "unknown"
    )
    worst = plan.ceiling.worst_case
    backend = plan.backend
    where = backend.name if backend.local else f"{backend.name} ({ready.connection.region})"
    usage = captured.usage
    back = sorted(usage.binds | {n for n in captured.values if n not in captured.untouched})
    back = [name for name in back if not name.startswith("__offload_")]
    return [
        ("where", f"{where}, {plan.instance.name}"),
        ("image", plan.image),
        ("price", price),
        ("at most", "unknown" if worst is None else f"${worst:.2f}, {plan.ceiling.seconds} s"),
        ("sends", _bytes(plan.size)),
        ("comes back", ", ".join(back) or "nothing"),
        *(("remark", remark) for remark in captured.remarks.values()),
    ]


def _text(rows: list[Row], facts: list[tuple[str, str]], request: str) -> str:
    lines = [f"{name:11}{value}" for name, value in facts]
    lines += ["  ".join(f"{cell:16}" for cell in row).rstrip() for row in rows]
    return "\n".join([*lines, request])


def _html(rows: list[Row], facts: list[tuple[str, str]], request: str) -> str:
    head = "".join(f"<th>{name}</th>" for name in ("name", "kind", "travels as", "size", "remark"))
    body = "".join(
        "<tr>" + "".join(f"<td>{escape(cell)}</td>" for cell in row) + "</tr>" for row in rows
    )
    about = "".join(f"<tr><th>{a}</th><td>{escape(b)}</td></tr>" for a, b in facts)
    asked = f"<details><summary>request</summary><pre>{escape(request)}</pre></details>"
    return f"<table>{about}</table><table><tr>{head}</tr>{body}</table>{asked}"


def _bytes(size: int) -> str:
    amount = float(size)
    for unit in ("B", "kB", "MB", "GB"):
        if amount < 1000 or unit == "GB":
            return f"{amount:.0f} {unit}" if unit == "B" else f"{amount:.1f} {unit}"
        amount /= 1000
    return ""
