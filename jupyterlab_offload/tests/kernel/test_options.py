"""The magic's line: what it understands, and how it answers what it does not."""

from __future__ import annotations

import contextlib
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jupyterlab_offload.kernel.errors import OptionError
from jupyterlab_offload.kernel.options import Options, parse
from jupyterlab_offload.kernel.options.table import OPTIONS


def test_an_empty_line_says_nothing() -> None:
    assert parse("") == Options()


@pytest.mark.parametrize(
    ("line", "field", "value"),
    [
        ("ml.g5.xlarge", "type", "ml.g5.xlarge"),
        ("--gpu 1", "gpu", 1),
        ("--memory 32", "memory", 32.0),
        ("--memory=1.5T", "memory", 1536.0),
        ("--cpu 8", "cpu", 8),
        ("--volume 50GB", "volume", 50.0),
        ("--warm 10m", "warm", 600),
        ("--image a.b/c:d", "image", "a.b/c:d"),
        ("--requirements none", "requirements", "none"),
        ("--in a,b", "inputs", ("a", "b")),
        ("--out model", "outputs", ("model",)),
        ("--include a.csv --include 'b c'", "include", ("a.csv", "b c")),
        ("--data train=s3://b/k", "data", (("train", "s3://b/k"),)),
        ("--max-cost $1.50", "max_cost", 1.5),
        ("--max-runtime 1h30m", "max_runtime", 5400),
        ("--max-runtime 90", "max_runtime", 90),
        ("--name churn", "name", "churn"),
        ("--tag team=x --tag a=b=c", "tags", (("team", "x"), ("a", "b=c"))),
        ("--env HOME --env A=1", "env", ("HOME", "A=1")),
        ("--wait", "wait", True),
        ("--no-wait", "no_wait", True),
        ("--dry-run", "dry_run", True),
        ("--backend local", "backend", "local"),
        ("--part 2/3", "part", (2, 3)),
        ("# a remark", "type", None),
    ],
)
def test_an_option_is_understood(line: str, field: str, value: object) -> None:
    assert getattr(parse(line), field) == value


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("--imgae x", "did you mean --image?"),
        ("--zzz", "%offload help"),
        ("--count 2", "later version"),
        ("--spot", "later version"),
        ("--tune lr=1..2", "later version"),
        ("--gpu", "needs a value"),
        ("--gpu zero", "whole number"),
        ("--gpu 0", "whole number"),
        ("--gpu ²", "whole number"),
        ("--max-cost free", "US dollars"),
        ("--max-cost nan", "US dollars"),
        ("--max-cost inf", "US dollars"),
        ("--max-cost 1e9", "US dollars"),
        ("--max-cost 1_000", "US dollars"),
        ("--max-cost 2,50", "US dollars"),
        ("--max-runtime soon", "duration"),
        ("--max-runtime 29d", "28 days"),
        ("--in 2x", "not a variable's name"),
        ("--tag x", "name=value"),
        ("--part 3/2", "which part"),
        ("--part 0/2", "which part"),
        ("--wait --no-wait", "Either"),
        ("--wait=1", "takes no value"),
        ("--name a --name b", "twice"),
        ("ml.m5.large ml.c5.xlarge", "One instance type"),
        ("ml.m5.large --gpu 1", "Either a type"),
        ("train.py", "scripts"),
        ("--name 'x", "no closing quotation"),
    ],
)
def test_a_wrong_line_is_answered_with_what_to_write(line: str, says: str) -> None:
    with pytest.raises(OptionError) as caught:
        parse(line)
    assert says in str(caught.value)
    assert len(str(caught.value)) < 120


@given(st.text(max_size=60))
def test_no_line_breaks_the_parser(line: str) -> None:
    with contextlib.suppress(OptionError):
        parse(line)


def test_the_front_end_knows_which_options_take_no_value() -> None:
    source = Path(__file__).parents[3] / "src" / "submit" / "magicLine.ts"
    text = source.read_text("utf-8")
    listed = re.search(r"FLAGS: .*? = new Set\(\[(.*?)\]\)", text, re.DOTALL)
    assert listed is not None
    expected = {option.name for option in OPTIONS if option.read is None}
    assert set(re.findall(r"'(--[a-z-]+)'", listed[1])) == expected
