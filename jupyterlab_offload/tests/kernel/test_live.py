"""Text of a job while it runs: plain text only, each piece once, compared at the end."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jupyterlab_offload.kernel.following.live import LiveText


def record(*events: dict[str, Any]) -> bytes:
    return b"".join(json.dumps(event).encode() + b"\n" for event in events)


def stream(text: str, name: str = "stdout") -> dict[str, Any]:
    return {"type": "stream", "name": name, "text": text}


def reading(data: bytes, cuts: list[int]) -> LiveText:
    """A record that grows by these steps."""
    ends = iter([*sorted(min(cut, len(data)) for cut in cuts), len(data), len(data)])
    clock = iter(range(1000))
    return LiveText(lambda start: data[start : next(ends)], 0.5, lambda: float(next(clock)))


@given(st.lists(st.text(max_size=5), max_size=6), st.lists(st.integers(0, 300), max_size=4))
def test_text_comes_once_and_in_order_however_the_record_grows(
    texts: list[str], cuts: list[int]
) -> None:
    data = record(*(stream(text) for text in texts))
    live = reading(data, cuts)
    found = [text for _ in range(len(cuts) + 2) for _, text in live.poll()]
    assert found == texts
    assert live.shown == len(texts)
    assert live.agrees(data)


def test_it_stops_at_the_first_rich_output() -> None:
    shows = {"type": "display_data", "data": {"text/html": "<b>x</b>"}}
    live = reading(record(stream("a"), shows, stream("b")), [])
    assert [*live.poll(), *live.poll()] == [("stdout", "a")]
    assert live.shown == 1


def test_what_shows_nothing_is_passed_over() -> None:
    data = record({"type": "progress", "done": 1}, stream("a", "stderr"))
    live = reading(data, [])
    assert live.poll() == [("stderr", "a")]
    assert live.shown == 2


def test_progress_is_told_past_the_first_rich_output() -> None:
    shows = {"type": "display_data", "data": {"text/html": "<b>x</b>"}}
    steps = [{"type": "progress", "done": n, "total": 20, "label": "epochs"} for n in (3, 4)]
    live = reading(record(stream("a"), steps[0], shows, steps[1]), [])
    assert live.poll() == [("stdout", "a")]
    assert live.progress == "epochs: 4 of 20 (20%)" and live.shown == 2


@pytest.mark.parametrize(
    ("event", "words"),
    [
        ({"done": 3}, "3"),
        ({"done": 0.5, "total": 2}, "0.5 of 2 (25%)"),
        ({"done": 7, "total": 5}, "7 of 5 (100%)"),
        ({"done": 7, "total": 0}, "7"),
        ({"done": "much"}, ""),
        ({"done": 10**400, "total": 1}, ""),
        ({"done": float("nan")}, ""),
        ({"done": 1e308, "total": 1e-308}, "1e+308 of 1e-308 (100%)"),
        ({"done": 1, "total": 10**400}, "1"),
        ({"done": 1, "label": "\x1b[31mred\nline"}, "[31mred line: 1"),
    ],
)
def test_progress_is_said_in_words(event: dict[str, Any], words: str) -> None:
    live = reading(record({"type": "progress", **event}), [])
    live.poll()
    assert live.progress == words


def test_a_bar_that_is_drawn_is_told_as_it_stands() -> None:
    bar = " 45%|####      | 45/100 [00:01<00:02]"
    live = reading(record(stream(f"\r{bar.replace('45', '44')}\r{bar}", "stderr")), [])
    live.poll()
    assert live.bar == bar.strip() and live.progress == ""


def test_a_record_that_says_something_else_does_not_agree() -> None:
    live = reading(record(stream("a")), [])
    live.poll()
    assert not live.agrees(record(stream("b")))


def test_a_line_that_is_no_record_ends_it() -> None:
    live = reading(b"[1]\nnot json\n" + record(stream("a")), [])
    assert live.poll() == [] and live.shown == 0
