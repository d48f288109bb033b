"""Options that a job's cell has set in libraries are set here, unless somebody set them since."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from ...codecs.options import FAMILIES, Live, Options, Values, named, options, put, why_not
from ..job import Job

_MISSING = object()


@dataclass
class Taken:
    """Options that jobs of this kernel have set: whose number (see Origin), and to what."""

    _found: dict[tuple[str, str], tuple[int, object]] = field(default_factory=dict)

    def add(self, family: str, option: str, number: int, value: object) -> None:
        self._found[family, option] = number, value

    def by(self, family: str, option: str) -> tuple[int, object]:
        """-1 if it was none."""
        return self._found.get((family, option), (-1, _MISSING))


def take_options(job: Job, taken: Taken, by_force: bool = False) -> None:
    """Set what the result says. What could not be is in ``job.problems``, what was set here
    meanwhile in ``job.kept_options``: it stays, but `by_force`."""
    found = job.outcome.result.get("options") or {}
    if not job.outcome.trusted:
        if found:
            job.problems["Options of libraries"] = "the job is not trusted here"
        return
    now = options()
    for family, values in found.items():
        if family in FAMILIES:
            _take(job, taken, now, family, values, by_force)
        else:
            job.problems[f"{family}'s options"] = "this version of offload does not know them"


def take_live(job: Job, taken: Taken, name: str, value: object) -> None:
    """The same for one that came among the values, by its name there."""
    try:
        family, option = named(name)
    except KeyError:
        return
    _take(job, taken, options(), family, {option: Live(value)}, job.origin is None)


def _take(
    job: Job,
    taken: Taken,
    now: Options,
    family: str,
    values: Mapping[str, Any],
    by_force: bool,
) -> None:
    number = job.origin.number if job.origin else 0
    here, then = now.of(family), _then(job, family)
    for option, value in values.items():
        later, set_to = taken.by(family, option)
        current = here.get(option, _MISSING)
        if later > number and not by_force:
            continue  # a later cell's job was here first
        touched = then is not None and current not in (then.get(option, _MISSING), set_to, value)
        if touched and not by_force and not FAMILIES[family].merges:
            job.kept_options.setdefault(family, []).append(option)
            continue
        try:
            put(family, option, value)
        except Exception as error:  # whatever a library says of a value of another version
            job.problems[f"{family}'s option {option!r}"] = why_not(error)
        else:
            taken.add(family, option, number, value)


def _then(job: Job, family: str) -> Values | None:
    """The options with which the job began; None where nobody knows: it was attached."""
    if job.origin is None or job.origin.snapshot.options is None:
        return None
    return job.origin.snapshot.options.of(family)
