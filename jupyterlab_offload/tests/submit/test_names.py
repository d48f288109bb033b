"""Job names that AWS takes, and tags in its alphabet."""

from __future__ import annotations

import re
from datetime import datetime

from hypothesis import given
from hypothesis import strategies as st

from jupyterlab_offload.submit.names import MAX_TAG_VALUE, job_name, slug, tag_text, tag_value

NOW = datetime(2026, 11, 21, 9, 5, 7)
AWS_NAME = re.compile(r"[a-zA-Z0-9](-*[a-zA-Z0-9]){0,62}")
AWS_TAG = re.compile(r"[a-zA-Z0-9 _.:/=+\-@]*")


def test_the_form() -> None:
    assert re.fullmatch(r"my-model-2-261121-090507-[a-z0-9]{4}", job_name("My  Model_2!", NOW))


def test_names_of_the_same_second_differ() -> None:
    assert len({job_name("a", NOW) for _ in range(50)}) > 45


def test_accents_are_dropped_and_nothing_left_is_a_cell() -> None:
    assert slug("Übung Größe") == "ubung-groe"
    assert job_name("日本", NOW).startswith("cell-261121-")


@given(st.text(max_size=200))
def test_every_text_gives_a_name_that_aws_takes(text: str) -> None:
    assert AWS_NAME.fullmatch(job_name(text, NOW))


@given(st.text(st.characters(exclude_categories=()), max_size=40))
def test_tags_keep_every_text(text: str) -> None:
    encoded = tag_value(text)
    assert AWS_TAG.fullmatch(encoded) and len(encoded) <= MAX_TAG_VALUE
    if not encoded.startswith(".."):
        assert tag_text(encoded) == text


def test_a_long_path_keeps_its_end() -> None:
    path = "ü" * 100 + "/course/" + "x" * 300 + "/a=b.ipynb"
    encoded = tag_value(path)
    assert len(encoded) <= MAX_TAG_VALUE
    assert encoded.startswith("..") and tag_text(encoded).endswith("xx/a=b.ipynb")


@given(st.text())
def test_foreign_tags_never_fail(text: str) -> None:
    tag_text(text)
