"""One set of words for states, here and in the front end."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import jupyterlab_offload
from jupyterlab_offload.kernel.display import states

SOURCE = Path(jupyterlab_offload.__file__).parents[1] / "src/components/status.ts"


@pytest.mark.parametrize(
    ("status", "phase", "words"),
    [
        ("InProgress", "Training", "Running"),
        ("InProgress", "", "In progress"),
        ("InProgress", "Unheard", "Unheard"),
        ("Completed", "Completed", "Done"),
        ("Stopped", "MaxRuntimeExceeded", "Stopped at its time limit"),
        ("Stopping", "Stopping", "Stopping"),
    ],
)
def test_a_state_is_told_in_words(status: str, phase: str, words: str) -> None:
    assert states.state(status, phase) == words


def test_inside_a_sentence_a_state_begins_small() -> None:
    assert states.within("InProgress", "Uploading") == "saving results"


@pytest.mark.skipif(not SOURCE.exists(), reason="an installed package has no sources")
def test_the_front_end_has_the_same_words() -> None:
    said = set(re.findall(r"trans\.__\(\s*'([^']+)'", SOURCE.read_text("utf-8")))
    ours = {*states._STATUS.values(), *states._STOPPED.values(), *states._PHASE.values()}
    assert ours <= said
