"""What a job costs: so far, in the end, and at most."""

from __future__ import annotations

from collections.abc import Sequence

from ..catalog import UnknownInstance, find, price
from ..catalog.billing import Rates, charged, rates
from ..submit import Backend, backend_named
from ..submit.folders import cache_folder
from .following.watched import Description
from .job import Cell, Job


class Costs:
    """Prices of jobs, from their plan or from the catalog."""

    def of(self, job: Job) -> float | None:
        """US dollars; 0.0 on the local engine; None where no price is known."""
        return 0.0 if backend_named(job.backend).local else self.on_aws(job)

    def on_aws(self, job: Job) -> float | None:
        """What AWS charges, or for a local job would have charged: instance, disk, warm pool."""
        found = job.description
        if found is None:
            # Nothing is known of it but its plan: it has not begun.
            return None if job.facts.get("price_per_hour") is None else 0.0
        paid = _rates(found, job.facts.get("price_per_hour"), backend_named(job.backend))
        seconds = job.seconds if found.billable is None else found.billable
        return charged(paid, seconds, found.warm, found.count)

    def expected(self, jobs: Sequence[Job], cells: Sequence[Cell], paid: Rates) -> float | None:
        """US dollars at these rates if the cells take as long as last time; None if they have
        not run to their end yet."""
        ids = [cell.id for cell in cells]
        for job in reversed(jobs):
            known = job.origin is not None and [cell.id for cell in job.origin.cells] == ids
            if known and job.ended and job.status == "Completed":
                return charged(paid, job.seconds)
        return None

    def words(self, job: Job) -> str:
        """For the card and `%offload cost`."""
        amount = self.on_aws(job)
        if backend_named(job.backend).local:
            return "$0.00" + ("" if amount is None else f" (on AWS: ${amount:.4f})")
        return "unknown" if amount is None else f"${amount:.4f}"


def _rates(found: Description, said: float | None, backend: Backend) -> Rates:
    """At the price that the plan had, else at the newest that is known for the region."""
    # A local job shows what AWS would charge where the catalog's prices hold.
    region = None if backend.local else backend.region
    if said is None and found.instance:
        known = price(found.instance, region, cache_folder())
        said = known.usd_per_hour if known else None
    try:
        instance = find(found.instance)
    except UnknownInstance:
        return Rates(said)
    return rates(instance, said, found.volume_gib, backend.region)
