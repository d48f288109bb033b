"""The models' patterns are Java's; here they must mean what they mean there."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from botocore.model import Shape
from hypothesis import given
from hypothesis import strategies as st

from jupyterlab_offload.local.protocol import patterns
from jupyterlab_offload.local.protocol.models import service_model
from jupyterlab_offload.local.protocol.served import SERVED


def shapes(shape: Shape | None, seen: dict[str, Shape]) -> None:
    if shape is None or shape.name in seen:
        return
    seen[shape.name] = shape
    for part in ("member", "key", "value"):
        shapes(getattr(shape, part, None), seen)
    for member in getattr(shape, "members", {}).values():
        shapes(member, seen)


def served_patterns() -> Iterator[str]:
    seen: dict[str, Shape] = {}
    for service, operations in SERVED.items():
        for name in operations:
            model = service_model(service).operation_model(name)
            shapes(model.input_shape, seen)
            shapes(model.output_shape, seen)
    return (s.metadata["pattern"] for s in seen.values() if "pattern" in s.metadata)


@pytest.mark.parametrize("pattern", sorted(set(served_patterns())))
def test_every_served_pattern_compiles(pattern: str) -> None:
    assert patterns.compiled(pattern)


@pytest.mark.parametrize(
    ("pattern", "text", "whole"),
    [
        (r"[a-zA-Z0-9](-*[a-zA-Z0-9]){0,62}", "a--b", True),
        (r"[a-zA-Z0-9](-*[a-zA-Z0-9]){0,62}", "a-", False),
        (r"a|ab", "ab", True),
        (r"^\d{12}$", "123456789012", True),
        (r"^\d{12}$", "123456789012\n", False),
        (r"\d", "\u0663", False),
        (r"\w+", "\u00e9", False),
        (r"[\w+=,.@-]*", "a+b=c,d.e@f-g_", True),
        (r"[\w+=,.@-]*", "\u00e9", False),
        (r"\s", "\u00a0", False),
        (r".*", "a b\tc\U0001f600", True),
        (r".*", "a\nb", False),
        (r".*", "a\u2028b", False),
        (r".*", "a\x0bb", True),
        (r"[.]", "a", False),
        (r"\.", "a", False),
        (r"[\S\s]*", "a\n\u2028\u00e9\U0001f600", True),
        (r"\S+", "\u00a0", True),
        (r"[\p{L}\p{Z}\p{N}_.:/=+\-@]*", "\u00e9\u00a0\u0663:/=", True),
        (r"[\p{L}\p{Z}\p{N}_.:/=+\-@]*", "a#", False),
        (r"arn:[\p{Alnum}\-]+", "arn:aws-cn", True),
        (r"arn:[\p{Alnum}\-]+", "arn:\u00e9", False),
        (r"[\uE000-\uFFFD\uD800\uDC00-\uDBFF\uDFFF\t]*", "\U00010000\U0010ffff\t", True),
        (r"[\uE000-\uFFFD\uD800\uDC00-\uDBFF\uDFFF\t]*", "\uffff", False),
        (r"[]a]+", "]a", True),
        (r"[^]a]+", "b", True),
        (r"([a-z])(?<!b)", "b", False),
        (r"[\u0009\u000A\u000D\u0020-\u007E\u0085]+", "a\tb\n\u0085", True),
    ],
)
def test_text_matches_as_in_java(pattern: str, text: str, whole: bool) -> None:
    assert patterns.matches(pattern, text) is whole


@given(st.text(max_size=3))
def test_a_set_and_its_complement_are_everything(text: str) -> None:
    for letter in "dws":
        inside = patterns.matches(rf"[\{letter}]*", text)
        outside = patterns.matches(rf"[^\{letter}]*", text)
        assert patterns.matches(rf"[\{letter}\{letter.upper()}]*", text)
        assert patterns.matches(rf"\{letter.upper()}*", text) is outside
        assert patterns.matches(rf"[\{letter.upper()}]*", text) is outside
        assert not (inside and outside and text)


def test_a_pattern_that_explodes_does_not_match(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(patterns, "_SECONDS", 0.01)
    assert not patterns.matches(r"(a|aa)+(a|aa)+(a|aa)+b|(a*)*b", "a" * 5000 + "c")
