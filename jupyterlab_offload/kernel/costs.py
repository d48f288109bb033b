"""What a job costs: so far, in the end, and at most."""

from __future__ import annotations

from ..catalog import price
from ..submit import backend_named
from .job import Job


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
        return float(rate) * (billable if billable is not None else job.seconds) / 3600

    def words(self, job: Job) -> str:
        """For the card and `%offload cost`."""
        amount = self.on_aws(job)
        if backend_named(job.backend).local:
            return "$0.00" + ("" if amount is None else f" (on AWS: ${amount:.4f})")
        return "unknown" if amount is None else f"${amount:.4f}"
