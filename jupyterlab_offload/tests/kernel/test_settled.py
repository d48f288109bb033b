"""What of a job's outputs stands in the end, and what a notebook can hold of it."""

from __future__ import annotations

import json
from typing import Any

import pytest

from jupyterlab_offload.kernel.display.rich import MAX_BYTES, plain_bundle, rich_html
from jupyterlab_offload.kernel.display.settled import settled
from jupyterlab_offload.kernel.display.texts import clipped, plain, storable, stored_bytes


def text(words: str) -> dict[str, Any]:
    return {"type": "stream", "name": "stdout", "text": words}


def clear(wait: bool = False) -> dict[str, Any]:
    return {"type": "clear_output", "wait": wait}


def shows(words: str, id: str = "", update: bool = False) -> dict[str, Any]:
    kind = "update_display_data" if update else "display_data"
    return {"type": kind, "data": {"text/plain": words}, "transient": {"display_id": id}}


def words(events: list[dict[str, Any]]) -> list[str]:
    return [
        one["type"] if "clear" in one["type"] else one.get("text") or one["data"]["text/plain"]
        for _, one in settled(events)
    ]


@pytest.mark.parametrize(
    ("events", "stands"),
    [
        ([text("a"), text("b")], ["a", "b"]),
        ([text("a"), clear(), text("b")], ["clear_output", "b"]),
        ([text("a"), clear(wait=True)], ["a", "clear_output"]),
        ([text("a"), clear(wait=True), text("b")], ["clear_output", "b"]),
        ([text("a"), clear(wait=True), shows("n", "i", update=True)], ["a", "n", "clear_output"]),
        ([shows("1", "i"), text("a"), shows("2", "i", update=True)], ["2", "a"]),
        ([shows("1", "i"), clear(), shows("2", "i", update=True)], ["clear_output", "2"]),
        ([shows("2", "elsewhere", update=True)], ["2"]),
        ([{"type": "progress", "done": 1}, text("a")], ["a"]),
        ([{"type": "clear_output"}, {"type": 7}, {"transient": 3}], ["clear_output"]),
    ],
)
def test_what_stands(events: list[dict[str, Any]], stands: list[str]) -> None:
    assert words(events) == stands


def test_an_event_keeps_its_number() -> None:
    assert [index for index, _ in settled([text("a"), clear(), text("b"), text("c")])] == [1, 2, 3]


def test_a_card_shows_the_last_of_a_million_bars() -> None:
    events = [one for number in range(100_000) for one in (clear(), text(f"{number}%"))]
    assert rich_html(events) == '<pre class="jp-Offload-stream">99999%</pre>'


@pytest.mark.parametrize(
    "piece",
    ["x" * 1000, "\n" * 1000, "\\" * 1000, '"' * 1000, "ä€" * 500, "\r" * 999 + "x", "a\n" * 500],
)
def test_a_card_of_anything_stays_below_five_megabytes_in_the_file(piece: str) -> None:
    html = rich_html([text(piece) for _ in range(20_000)])
    lines = html.splitlines(keepends=True)
    assert len(json.dumps(lines, ensure_ascii=False, indent=6).encode()) < 5_000_000


@pytest.mark.parametrize("kind", ["text/html", "text/plain"])
def test_one_output_of_fifty_megabytes_shows_its_beginning(kind: str) -> None:
    data = {"text/plain": "begins " + "x" * (50 << 20), kind: "<b>" + "x" * (50 << 20)}
    data["text/plain"] = "begins " + "x" * (50 << 20)
    html = rich_html([{"type": "display_data", "data": data}])
    assert "begins" in html and len(html) < MAX_BYTES


def test_what_was_not_recorded_is_said() -> None:
    assert "the log has its text" in rich_html([text("a"), {"type": "truncated", "bytes": 1}])


def test_nothing_steers_a_terminal() -> None:
    hostile = "a\x1b[31mb\x1b]0;title\x07c\x1b[?25ld\x00e\x08f\x9bg"
    assert plain(hostile) == "abcdefg"


def test_lone_surrogates_are_escaped_everywhere() -> None:
    found = storable({"\ud800": ["a\udcff", 1, None, "ä"]})
    assert found == {"\\ud800": ["a\\udcff", 1, None, "ä"]}
    assert "\\ud800" in rich_html([text("\ud800")])
    assert plain_bundle([text("\ud800")]) == {"text/plain": "\\ud800"}


def test_a_long_text_says_how_much_was_left_out() -> None:
    assert clipped("abcdef", 3) == "abc … (3 characters more)"
    assert clipped("abc", 3) == "abc"


def test_lines_cost_more_in_a_file_than_their_text() -> None:
    assert stored_bytes("\n" * 10) > 100
