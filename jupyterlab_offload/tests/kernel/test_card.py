"""The card of a job in HTML and in text."""

from __future__ import annotations

from typing import Any

import pytest

from jupyterlab_offload.kernel.display.card import bundle, duration, text
from jupyterlab_offload.kernel.display.failure import failing_line, part_of
from jupyterlab_offload.kernel.display.rich import plain_bundle


def card(**members: Any) -> dict[str, Any]:
    return {
        "version": 1,
        "job": "cell-1",
        "backend": "local",
        "region": "us-east-1",
        "account": "",
        "type": "ml.m5.large",
        "image": "local/python",
        "status": "InProgress",
        "phase": "Submitted",
        "part": None,
        "cell": None,
        "seconds": None,
        "cost": None,
        "aws_cost": None,
        "price_per_hour": 0.115,
        "ceiling": 0.12,
        "max_seconds": 3600,
        "results": [],
        "error": None,
        "notes": [],
        **members,
    }


def test_it_escapes_what_a_job_says() -> None:
    error = {
        "type": "<i>",
        "message": "<u>",
        "traceback": "<p onclick=x>",
        "line": 1,
        "text": "<b>",
    }
    html = bundle(card(job="<b>j", notes=["<script>1</script>"], error=error))["text/html"]
    assert "<script" not in html and "<u>" not in html and "<p onclick" not in html


def test_its_prices_are_no_formulas_and_its_outputs_may_have_some() -> None:
    html = bundle(card(seconds=72, aws_cost=0.0023), "<p>rich</p>")["text/html"]
    about, _, outputs = html.partition('<div class="jp-Offload-outputs">')
    assert about.startswith('<div><div class="mathjax_ignore tex2jax_ignore">')
    assert about.count("$") == 2 and about.endswith("</div>") and "rich" in outputs


def test_it_says_how_far_a_job_is() -> None:
    assert text(card()).startswith("Job cell-1: Sent\n")
    assert "at most $0.1200" in text(card())
    assert text(card(phase="Training", seconds=1.0)).startswith("Job cell-1: Running\n")
    over = text(card(status="Completed", phase="Completed", seconds=72, cost=0.0, aws_cost=0.0023))
    assert "Done" in over and "1 min 12 s" in over
    assert "$0.00 (on AWS: $0.0023)" in over


def test_it_says_which_results_are_not_here() -> None:
    results = [
        {"name": "a", "size": 1, "state": "here"},
        {"name": "b", "size": 1, "state": "on demand"},
    ]
    assert "results: a, b (on demand)" in text(card(results=results))


@pytest.mark.parametrize(
    ("seconds", "said"), [(None, ""), (0, "0.0 s"), (61, "1 min 1 s"), (3780, "1 h 3 min")]
)
def test_durations_are_for_people(seconds: float | None, said: str) -> None:
    assert duration(seconds) == said


def test_the_failing_line_is_the_cells_statement() -> None:
    frames = [
        {"part": None, "line": 900, "source": [[900, "library()"]]},
        {"part": 1, "line": 4, "source": [[3, "x = 1"], [4, "  f(x)"]]},
        {"part": 0, "line": 2, "source": [[2, "raise"]]},
    ]
    assert failing_line({"frames": frames}) == (4, "f(x)") and part_of({"frames": frames}) == 1


@pytest.mark.parametrize(
    "frames",
    [None, 1, [1], [{"part": "x"}], [{"part": 0, "line": "1"}], [{"part": -1, "line": -1}]],
)
def test_a_forged_record_names_no_line(frames: Any) -> None:
    assert failing_line({"frames": frames}) == (None, "")


def test_outputs_of_another_cell_are_one_bundle() -> None:
    stream = {"type": "stream", "text": "a\n"}
    picture = {"type": "display_data", "data": {"image/png": "aGk=", "text/plain": "<Figure>"}}
    assert plain_bundle([]) == {}
    assert plain_bundle([stream, stream]) == {"text/plain": "a\na"}
    assert plain_bundle([picture]) == picture["data"]
    both = plain_bundle([stream, picture])
    assert "<Figure>" in both["text/plain"] and "data:image/png" in both["text/html"]
