"""What an instance's time costs: the one rule for ceilings before and figures after.

src/jobs/cost.ts has the same rule for the browser; the seconds of billing.json are generated into
TypeScript, and tests/kernel/cost.vectors.json holds both to the same results.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from .instances import Instance
from .prices import volume_price


@cache
def _seconds(name: str) -> int:
    return int(json.loads(Path(__file__).with_name("billing.json").read_text("utf-8"))[name])


GRACE_SECONDS = _seconds("grace_seconds")
"""Between SageMaker's SIGTERM and its SIGKILL."""
UPLOAD_SECONDS = _seconds("upload_seconds")
"""Reserved for the upload of results, which is billed."""


@dataclass(frozen=True)
class Rates:
    """USD per hour of one instance (None: not known) and of its disk."""

    instance: float | None
    volume: float = 0.0

    @property
    def per_hour(self) -> float | None:
        """Both together, None where the instance's is not known."""
        return None if self.instance is None else self.instance + self.volume


def rates(instance: Instance, per_hour: float | None, volume_gib: float, region: str) -> Rates:
    """What an instance costs while it is there; types with disks of their own have no volume."""
    gib_hour = 0.0 if instance.nvme else volume_price(region).usd_per_hour
    return Rates(per_hour, volume_gib * gib_hour)


def charged(found: Rates, seconds: float, warm: float = 0.0, count: int = 1) -> float | None:
    """USD for `count` instances, paid for their time and what a warm pool kept of it."""
    hourly = found.per_hour
    return None if hourly is None else hourly * (seconds + warm) * count / 3600


def worst_case(found: Rates, max_runtime: float, warm: float = 0.0, count: int = 1) -> float | None:
    """USD that a job with this limit in seconds can cost at most."""
    return charged(found, max_runtime + GRACE_SECONDS + UPLOAD_SECONDS, warm, count)
