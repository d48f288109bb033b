"""What a user is told when something did not come back as it would have been without the magic."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from .job import Job
from .saying import say


def tell(job: Job, namespace: Mapping[str, object]) -> None:
    """Say it once, under the cell that runs."""
    for line in _lines(job, namespace):
        if line not in job.told:
            job.told.add(line)
            say([line])


def _lines(job: Job, namespace: Mapping[str, object]) -> Iterator[str]:
    for name, why in job.problems.items():
        yield f"{name} did not come back: {why}"
    for family, options in job.kept_options.items():
        several = f" and {len(options) - 1} more" if len(options) > 1 else ""
        yield (
            f"{family}'s option {options[0]!r}{several} was set here while {job.name} ran and is"
            " kept."
        )
    report = job.report
    if report is None:
        return
    for name in report.kept:
        yield (
            f"{name} was changed here while {job.name} ran and is kept: `{job.get_line(name)}`"
            " takes the job's."
        )
    for name in report.anew:
        if _is_known_elsewhere(job, name, namespace):
            yield f"{name} was bound anew: other names for it have the old content."


def _is_known_elsewhere(job: Job, name: str, namespace: Mapping[str, object]) -> bool:
    before = job.origin.snapshot.objects.get(name) if job.origin else None
    return before is not None and any(
        value is before for other, value in namespace.items() if other != name
    )
