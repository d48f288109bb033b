"""A ceiling in dollars is a ceiling, whatever comes on top of the run."""

from __future__ import annotations

import dataclasses
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from jupyterlab_offload.catalog import find
from jupyterlab_offload.catalog.billing import GRACE_SECONDS, UPLOAD_SECONDS, Rates
from jupyterlab_offload.submit import Backend, SubmitError
from jupyterlab_offload.submit.ceiling import (
    LEAST_SECONDS,
    Ceiling,
    ceiling,
)

AWS = Backend("aws", "us-east-1", "b", "offload/", "arn:aws:iam::123456789012:role/r")
LOCAL = dataclasses.replace(AWS, name="local")


def limit(
    backend: Backend = AWS, usd: float | None = 3.6, volume: float = 0.0, **given: Any
) -> Ceiling:
    arguments = {"max_cost": None, "max_runtime": None, "warm_seconds": 0, **given}
    name = arguments.pop("type", "ml.m5.large")
    return ceiling(backend, find(name), Rates(usd, volume), **arguments)


def test_an_hour_is_the_default() -> None:
    found = limit()
    assert (found.seconds, found.by_cost) == (3600, False)
    assert found.worst_case == pytest.approx((3600 + GRACE_SECONDS + UPLOAD_SECONDS) * 0.001)


def test_grace_and_upload_come_off() -> None:
    found = limit(max_cost=1.0)  # a tenth of a cent a second
    assert (found.seconds, found.by_cost) == (1000 - GRACE_SECONDS - UPLOAD_SECONDS, True)
    assert found.worst_case == pytest.approx(1.0)


def test_warm_pool_and_volume_come_off_too() -> None:
    assert limit(max_cost=1.0, warm_seconds=300).seconds == 520
    assert limit(max_cost=2.0, volume=3.6).seconds == 820


def test_a_higher_ceiling_leaves_the_limit_in_seconds() -> None:
    assert limit(max_cost=100.0, max_runtime=600) == limit(max_runtime=600)


def test_the_backends_own_ceilings_hold() -> None:
    strict = dataclasses.replace(AWS, max_cost=0.5, max_runtime=300)
    assert limit(strict, max_cost=1.0, max_runtime=9999).seconds == 300
    assert limit(dataclasses.replace(strict, max_runtime=None)).seconds == 320


@pytest.mark.parametrize(("cost", "type", "ok"), [
    (0.36, "ml.m5.large", True), (0.35, "ml.m5.large", False),
    (0.66, "ml.g5.xlarge", True), (0.65, "ml.g5.xlarge", False),
])  # fmt: skip
def test_too_little_time_is_refused_on_aws(cost: float, type: str, ok: bool) -> None:
    if ok:
        assert limit(max_cost=cost, type=type).seconds >= LEAST_SECONDS
        return
    with pytest.raises(SubmitError) as caught:
        limit(max_cost=cost, type=type)
    assert caught.value.kind == "ceiling"


def test_the_refusal_shows_the_sum() -> None:
    with pytest.raises(SubmitError) as caught:
        limit(max_cost=0.2, warm_seconds=60, volume=0.036)
    assert str(caught.value) == (
        "$0.2 is too little: at $3.6 an hour + $0.036 for the disk it buys 198 s; less 120 s of"
        " grace after a stop, 60 s of upload, 60 s kept warm, 0 s are left, and 180 s are the"
        " least. $0.43 would do, or a cheaper type."
    )


def test_what_the_refusal_says_would_do_does() -> None:
    assert limit(max_cost=0.43, warm_seconds=60, volume=0.036).seconds >= LEAST_SECONDS


def test_a_shorter_run_that_is_wanted_is_none_too_short() -> None:
    assert limit(max_cost=0.3, max_runtime=60).seconds == 60


def test_locally_any_ceiling_goes() -> None:
    assert limit(LOCAL, max_cost=0.000001).seconds == 1


@pytest.mark.parametrize(("cost", "runtime", "enough"), [
    (0.000001, None, 0.36), (0.35, None, 0.36), (0.36, None, None), (0.000001, 60, 0.24),
])  # fmt: skip
def test_locally_it_says_what_ceiling_aws_would_take(
    cost: float, runtime: int | None, enough: float | None
) -> None:
    assert limit(LOCAL, max_cost=cost, max_runtime=runtime).enough == enough
    if enough is not None:
        with pytest.raises(SubmitError):
            limit(max_cost=cost, max_runtime=runtime)
        assert limit(max_cost=enough, max_runtime=runtime).enough is None


def test_an_unknown_price_cannot_be_a_ceiling() -> None:
    with pytest.raises(SubmitError, match="--price"):
        limit(usd=None, max_cost=1.0)
    assert limit(usd=None).worst_case is None


@given(
    st.floats(0.01, 500), st.floats(0.04, 100), st.floats(0, 2),
    st.integers(0, 3600), st.integers(1, 86400),
)  # fmt: skip
def test_the_worst_case_never_exceeds_the_ceiling(
    cost: float, usd: float, volume: float, warm: int, runtime: int
) -> None:
    try:
        found = limit(usd=usd, volume=volume, max_cost=cost, warm_seconds=warm, max_runtime=runtime)
    except SubmitError:
        assume(False)
    assert found.worst_case is not None and found.worst_case <= cost * (1 + 1e-9)
    billed = found.seconds + GRACE_SECONDS + UPLOAD_SECONDS + warm
    assert billed * (usd + volume) / 3600 <= cost * (1 + 1e-9)
