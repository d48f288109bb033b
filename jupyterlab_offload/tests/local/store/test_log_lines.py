"""Output in any chunking gives the events that a plain reading of the rules gives."""

from __future__ import annotations

from itertools import pairwise
from unittest import mock

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jupyterlab_offload.local.store import log_lines
from jupyterlab_offload.local.store.log_lines import LineSplitter

SMALL = 12
"""A limit that short random lines exceed."""

PARTS = st.one_of(
    st.sampled_from(
        [
            b"\n",
            b"\r",
            b"\r\n",
            b"\0",
            b"\xff",
            b"\xc3",
            b"\xa9",
            "é".encode(),
            "€".encode(),
            "😀".encode(),
            "\u2028".encode(),
            b"\x0b\x0c\x1c\x85",
            b"abc",
            b"\xed\xa0\x80",
            b"a" * 13,
        ]
    ),
    st.binary(max_size=20),
)


def model(output: bytes) -> list[str]:
    """The rules, one line at a time."""
    *lines, rest = output.split(b"\n")
    lines = [line[:-1] if line.endswith(b"\r") else line for line in lines] + [rest]
    events = []
    for line in lines:
        for piece in cut(line):
            text = piece.replace(b"\0", "\ufffd".encode()).decode(errors="replace")
            events += [part.decode() for part in cut(text.encode())]
    return [event for event in events if event]


def cut(line: bytes) -> list[bytes]:
    result = []
    while len(line) > log_lines.EVENT_BYTES:
        ends = range(log_lines.EVENT_BYTES, log_lines.EVENT_BYTES - 4, -1)
        end = next((n for n in ends if not 0x80 <= line[n] < 0xC0), log_lines.EVENT_BYTES)
        result.append(line[:end])
        line = line[end:]
    return [*result, line]


def events(*chunks: bytes) -> list[str]:
    splitter = LineSplitter()
    blocks = [splitter.feed(chunk) for chunk in chunks] + [splitter.close()]
    assert all(block == b"" or block.endswith(b"\n") for block in blocks)
    return b"".join(blocks).decode().split("\n")[:-1]


@given(st.lists(PARTS, max_size=30), st.lists(st.integers(0, 200), max_size=8))
def test_any_bytes_in_any_chunking_give_the_model_events(
    parts: list[bytes], cuts: list[int]
) -> None:
    output = b"".join(parts)
    ends = [0, *sorted(min(cut, len(output)) for cut in cuts), len(output)]
    chunks = [output[a:b] for a, b in pairwise(ends)]
    with mock.patch.object(log_lines, "EVENT_BYTES", SMALL):
        assert events(*chunks) == model(output)


@pytest.mark.parametrize(
    ("output", "expected"),
    [
        (b"one\ntwo\n", ["one", "two"]),
        (b"no line end", ["no line end"]),
        (b"a\r\nb\r\n", ["a", "b"]),
        (b" 10%\r 20%\r100%\n", [" 10%\r 20%\r100%"]),
        ("a\u2028b\x0bc\x85d\n".encode(), ["a\u2028b\x0bc\x85d"]),
        (b"\n\n\na\n\n\nb\n\n", ["a", "b"]),
        (b"\xff\0ok\n", ["\ufffd\ufffdok"]),
        (b"  \n", ["  "]),
        (b"", []),
    ],
)
def test_what_is_a_line_and_what_is_in_it(output: bytes, expected: list[str]) -> None:
    assert events(output) == expected


def test_a_line_too_long_for_one_event_is_cut_between_characters() -> None:
    line = "é" * 200_000
    parts = events(line.encode() + b"\n")
    assert "".join(parts) == line
    assert max(len(part.encode()) for part in parts) <= log_lines.EVENT_BYTES
    assert len(parts) == 2


def test_a_line_without_end_is_not_held_in_memory() -> None:
    splitter = LineSplitter()
    given = b"x" * 65_536
    written = sum(len(splitter.feed(given)) for _ in range(64))
    assert written >= 64 * len(given) - log_lines.EVENT_BYTES


def test_flush_makes_an_event_of_a_prompt_but_splits_no_character() -> None:
    splitter = LineSplitter()
    euro = "€".encode()
    assert splitter.feed(b"price? " + euro[:2]) == b""
    assert splitter.flush() == b"price? \n"
    assert splitter.feed(euro[2:] + b"5\n") == "€5\n".encode()
    assert splitter.flush() == b""
    splitter.feed("3 €".encode())
    assert splitter.flush() == "3 €\n".encode()
