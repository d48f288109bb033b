"""HTML of a job inside a card: nothing of it can run or load anything."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jupyterlab_offload.kernel.display.rich import plain, rich_html
from jupyterlab_offload.kernel.display.sanitize import sanitized


@pytest.mark.parametrize(
    ("given_html", "kept"),
    [
        ("<table><tr><td>1</td></tr></table>", "<table><tr><td>1</td></tr></table>"),
        ('<td colspan="2" onclick="x">a', '<td colspan="2">a</td>'),
        ("a<script>alert(1)</script>b", "ab"),
        ('<img src="http://x" onerror="y">', ""),
        ('<a href="javascript:x">go</a>', "go"),
        ("<style>td{}</style><b>x</b>", "<b>x</b>"),
        ("<svg><script>x</script></svg>y", "y"),
        ("1 < 2 & 3", "1 &lt; 2 &amp; 3"),
        ("</table><p>x", "<p>x</p>"),
        ("<b><i>x</b>y", "<b><i>x</i></b>y"),
    ],
)
def test_only_text_and_tables_are_left(given_html: str, kept: str) -> None:
    assert sanitized(given_html) == kept


_PIECES = st.sampled_from(
    [
        "<script>",
        "</script>",
        "<td",
        ">",
        "<svg/onload=x>",
        "onclick=",
        '"',
        "<b>",
        "</b>",
        "x",
        "<!--",
    ]
)


@given(st.lists(st.one_of(_PIECES, st.text(max_size=5)), max_size=12))
def test_no_tag_that_is_not_allowed_survives(pieces: list[str]) -> None:
    found = sanitized("".join(pieces))
    tags = re.findall(r"<[^>]*>", found)
    assert all(re.fullmatch(r'</?(b|td( (col|row)span="\d+")*)>', tag) for tag in tags)
    assert found.count("<") == len(tags)


def test_pictures_are_data_and_nothing_else() -> None:
    shown = rich_html(
        [
            {"type": "display_data", "data": {"image/png": 'aGk=" onerror="x'}},
            {"type": "display_data", "data": {"image/png": "aGk="}},
        ]
    )
    assert "onerror" not in shown
    assert 'src="data:image/png;base64,aGk="' in shown


def test_a_line_that_was_written_over_is_shown_once() -> None:
    assert plain("10%\r50%\r\x1b[31m100%\x1b[0m\nend") == "100%\nend"
