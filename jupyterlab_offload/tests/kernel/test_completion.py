"""What the magic's line is completed with."""

from __future__ import annotations

import pytest

from jupyterlab_offload.kernel.completion import completions


@pytest.mark.parametrize(
    ("line", "word", "wanted"),
    [
        ("%%offload --max", "--max", "--max-cost"),
        ("%%offload ml.g5.x", "ml.g5.x", "ml.g5.xlarge"),
        ("%%offload g5.x", "g5.x", "g5.xlarge"),
        ("%%offload --requirements ", "", "none"),
        ("%%offload --backend l", "l", "local"),
        ("%offload jo", "jo", "jobs"),
        ("%offload stop ce", "ce", "cell-1"),
        ("%offload use ", "", "local"),
    ],
)
def test_a_word_is_completed(line: str, word: str, wanted: str) -> None:
    assert wanted in completions(line, word, ["cell-1", "cell-2"])


def test_an_option_that_is_there_is_not_offered_again() -> None:
    found = completions("%%offload --gpu 1 --", "--", [])
    assert "--gpu" not in found and "--tag" in found


def test_a_value_of_the_users_own_is_not_guessed() -> None:
    assert completions("%%offload --name ", "", []) == []
