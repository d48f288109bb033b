"""A ceiling in dollars becomes a limit in seconds, which SageMaker enforces.

What comes on top of the run is subtracted first: the volume, the time that the instance is kept
warm, the grace after a stop, the upload of results.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

from ..catalog import Instance
from ..catalog.billing import GRACE_SECONDS, UPLOAD_SECONDS, Rates, worst_case
from .backends import Backend
from .errors import SubmitError

DEFAULT_RUNTIME = 3600
LEAST_SECONDS = 180
"""Less work than that is not worth an instance's start."""
LEAST_SECONDS_ACCELERATED = 480
"""Images for GPUs take minutes to download, which is billed."""
LONGEST_SECONDS = 28 * 86_400


@dataclass(frozen=True)
class Ceiling:
    """`seconds` is MaxRuntimeInSeconds; `worst_case` USD in all, None where no price is known.

    `by_cost`: the ceiling in dollars decides, not the limit in seconds. `enough`: what the ceiling
    in USD would have to be on AWS, where this one is refused; None where it is not.
    """

    seconds: int
    worst_case: float | None
    by_cost: bool
    enough: float | None = None


def ceiling(
    backend: Backend,
    instance: Instance,
    rates: Rates,
    *,
    max_cost: float | None,
    max_runtime: int | None,
    warm_seconds: int,
) -> Ceiling:
    """The limit of a job. The backend's own ceilings hold too. Raises SubmitError.

    On AWS a ceiling that leaves too little time is refused; a local job, which costs nothing,
    takes any, so that ceilings can be tried.
    """
    seconds = min(max_runtime or DEFAULT_RUNTIME, backend.max_runtime or LONGEST_SECONDS)
    dollars = _lower(max_cost, backend.max_cost)
    hourly = rates.per_hour
    by_cost = False
    enough: float | None = None
    if dollars is not None:
        if hourly is None:
            raise SubmitError(
                "price-unknown",
                f"The price of {instance.name} is not known, so ${dollars:g} cannot be a ceiling.",
                "Say it with `--price USD_PER_HOUR`, or run `%offload prices refresh`.",
            )
        paid = _seconds_for(dollars, hourly, warm_seconds)
        least = min(LEAST_SECONDS_ACCELERATED if instance.accelerated else LEAST_SECONDS, seconds)
        if paid < least:
            enough = _enough(rates, warm_seconds, least)
            if backend.paid:
                raise SubmitError("ceiling", _sum(dollars, rates, warm_seconds, least))
        by_cost = paid < seconds
        seconds = max(1, min(seconds, paid))
    return Ceiling(seconds, worst_case(rates, seconds, warm_seconds), by_cost, enough)


def _around(warm_seconds: int) -> int:
    """Billed seconds beside the run."""
    return GRACE_SECONDS + UPLOAD_SECONDS + warm_seconds


def _seconds_for(dollars: float, hourly: float, warm_seconds: int) -> int:
    return math.floor(dollars * 3600 / hourly) - _around(warm_seconds)


def _enough(rates: Rates, warm_seconds: int, least: int) -> float:
    """USD, in whole cents, that leave so many seconds."""
    return math.ceil((worst_case(rates, least, warm_seconds) or 0.0) * 100) / 100


def _sum(dollars: float, rates: Rates, warm_seconds: int, least: int) -> str:
    hourly = rates.per_hour or 0.0
    volume = f" + ${rates.volume:.3f} for the disk" if rates.volume else ""
    warm = f", {warm_seconds} s kept warm" if warm_seconds else ""
    left = _seconds_for(dollars, hourly, warm_seconds)
    enough = _enough(rates, warm_seconds, least)
    return (
        f"${dollars:g} is too little: at ${rates.instance or 0.0:g} an hour{volume} it buys"
        f" {math.floor(dollars * 3600 / hourly)} s; less {GRACE_SECONDS} s of grace after a stop,"
        f" {UPLOAD_SECONDS} s of upload{warm}, {max(left, 0)} s are left, and {least} s are the"
        f" least. ${enough:.2f} would do, or a cheaper type."
    )


def _lower(first: float | None, second: float | None) -> float | None:
    return min((value for value in (first, second) if value is not None), default=None)
