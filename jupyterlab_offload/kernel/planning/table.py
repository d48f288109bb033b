"""A plan for people: as a table, and as text."""

from __future__ import annotations

import json
from html import escape
from typing import Any

from ...spec import Json
from ..display.texts import NO_MATH
from ..errors import OffloadError
from ..session import Asked, Session
from .document import plan_document

Row = tuple[str, str, str, str, str, str]
_HEAD: Row = ("name", "kind", "travels as", "size", "sent", "remark")


def show_plan(session: Session, asked: Asked) -> None:
    """Show the plan under the cell that runs. Nothing is sent.

    Raises OffloadError where sending would: a notebook that runs by itself shall stop there.
    """
    plan = plan_document(session, asked)
    if plan["problems"]:
        raise OffloadError("\n".join(one["message"] for one in plan["problems"]))
    publisher: Any = session.shell.display_pub
    publisher.publish(data=bundle(plan), metadata={})


def bundle(plan: Json) -> dict[str, Any]:
    """The plan in text and HTML."""
    rows, facts = _rows(plan), _facts(plan)
    request = json.dumps(plan["request"], indent=1, default=str) if plan["request"] else ""
    return {"text/plain": _text(rows, facts, request), "text/html": _html(rows, facts, request)}


def _rows(plan: Json) -> list[Row]:
    return [
        (
            ", ".join(one["names"]),
            one["type"] or one["kind"],
            one["travels"],
            "" if one["size"] is None else _bytes(one["size"]),
            {None: "", True: "is there", False: "new"}[one["there"]],
            " ".join(one["remarks"]),
        )
        for one in plan["inputs"]
    ]


def _facts(plan: Json) -> list[tuple[str, str]]:
    found = [("problem", one["message"]) for one in plan["problems"]]
    backend, cost = plan["backend"], plan["cost"]
    if backend is not None:
        place = [backend["name"]]
        if backend["paid"]:
            place += [backend["region"], backend["account"] or ""]
        found.append(("where", ", ".join([*filter(None, place), plan["instance"] or "unknown"])))
    if plan["image"]:
        found.append(("image", plan["image"]))
    if plan["instance"]:
        found += _prices(plan, cost)
    if plan["size"] is not None:
        new = plan["new_size"]
        known = "" if new is None else f", of which {_bytes(new)} are new"
        found.append(("sends", f"{_bytes(plan['size'])}{known}"))
    back = [*plan["outputs"]["names"], *(["what else it binds"] * plan["outputs"]["others"])]
    found.append(("comes back", ", ".join(back) or "nothing"))
    found += [_pending(one) for one in plan["pending"]]
    return found + [("remark", remark) for remark in plan["remarks"]]


def _pending(one: Json) -> tuple[str, str]:
    if one["ended"]:
        return "takes", f"{one['name']}, which {one['job']} has made and the next cell gets"
    return "waits for", f"{one['name']}, which {one['job']} is computing"


def _prices(plan: Json, cost: Json) -> list[tuple[str, str]]:
    price = "unknown"
    if cost["per_hour"] is not None:
        price = f"${cost['per_hour']:g} per hour ({cost['price_date']})"
    if plan["backend"] and not plan["backend"]["paid"]:
        price = f"$0.00; AWS would charge {price}"
    found = [("price", price)]
    if cost["expected"] is not None:
        found.append(("expected", f"${cost['expected']:.4f}, as long as the last run"))
    else:
        found.append(("expected", "not known before a first run of the cell"))
    if plan["limits"] is not None:
        worst = "unknown" if cost["worst_case"] is None else f"${cost['worst_case']:.2f}"
        enough = plan["limits"]["enough"]
        least = "" if enough is None else f"; AWS would refuse a ceiling below ${enough:.2f}"
        found.append(("at most", f"{worst}, {plan['limits']['seconds']} s{least}"))
    if plan["cheapest"] and plan["cheapest"] != plan["instance"]:
        found.append(("cheapest", f"{plan['cheapest']} has the memory for it"))
    return found


def _text(rows: list[Row], facts: list[tuple[str, str]], request: str) -> str:
    lines = [f"{name:11}{value}" for name, value in facts]
    if rows:
        widths = [max(len(row[i]) for row in (_HEAD, *rows)) for i in range(len(_HEAD))]
        lines += [
            "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()
            for row in (_HEAD, *rows)
        ]
    return "\n".join([*lines, request]).rstrip()


def _html(rows: list[Row], facts: list[tuple[str, str]], request: str) -> str:
    head = "".join(f"<th>{name}</th>" for name in _HEAD)
    body = "".join(
        "<tr>" + "".join(f"<td>{escape(cell)}</td>" for cell in row) + "</tr>" for row in rows
    )
    about = "".join(f"<tr><th>{a}</th><td>{escape(b)}</td></tr>" for a, b in facts)
    table = f"<table><tr>{head}</tr>{body}</table>" if rows else ""
    asked = f"<details><summary>request</summary><pre>{escape(request)}</pre></details>"
    shown = f"<table>{about}</table>{table}{asked if request else ''}"
    return f'<div class="{NO_MATH}">{shown}</div>'


def _bytes(size: int) -> str:
    amount = float(size)
    for unit in ("B", "kB", "MB", "GB"):
        if amount < 1000 or unit == "GB":
            return f"{amount:.0f} {unit}" if unit == "B" else f"{amount:.1f} {unit}"
        amount /= 1000
    return ""
