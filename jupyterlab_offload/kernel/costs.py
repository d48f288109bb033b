"""What a job costs: so far, in the end, and at most."""

from __future__ import annotations

from collections.abc import Sequence

from ..catalog import price
from ..submit import backend_named
from .job import Cell, Job


def charged(hourly: float, seconds: float, warm: float = 0.0, count: int = 1) -> float:
    """US dollars for `count` instances, paid for their time and what a warm pool kept of it.

    src/jobs/cost.ts has the same rule; tests/kernel/cost.vectors.json holds both to it.
    """
    return hourly * (seconds + warm) * count / 3600


class Costs:
    """Prices of jobs, from their plan or from the catalog."""

    def of(self, job: Job) -> float | None:
        """US dollars; 0.0 on the local engine; None where no price is known."""
        return 0.0 if backend_named(job.backend).local else self.on_aws(job)

    def on_aws(self, job: Job) -> float | None:
        """What AWS charges, or for a local job would have charged, for the instance's time."""
        found = job.description
        rate = job.facts.get("price_per_hour")
        if rate is None and found is not None and found.instance:
            known = price(found.instance)
            rate = known.usd_per_hour if known else None
        if rate is None:
            return None
        billable = found.billable if found is not None and found.billable is not None else None
        return charged(float(rate), billable if billable is not None else job.seconds)

    def expected(self, jobs: Sequence[Job], cells: Sequence[Cell], rate: float) -> float | None:
        """US dollars at `rate` per hour if the cells take as long as last time; None if they have
        not run to their end yet."""
        ids = [cell.id for cell in cells]
        for job in reversed(jobs):
            known = job.origin is not None and [cell.id for cell in job.origin.cells] == ids
            if known and job.ended and job.status == "Completed":
                return rate * job.seconds / 3600
        return None

    def words(self, job: Job) -> str:
        """For the card and `%offload cost`."""
        amount = self.on_aws(job)
        if backend_named(job.backend).local:
            return "$0.00" + ("" if amount is None else f" (on AWS: ${amount:.4f})")
        return "unknown" if amount is None else f"${amount:.4f}"
