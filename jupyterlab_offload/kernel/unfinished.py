"""Jobs that ended before their cell did, by a stop or at their limit, and what came of them."""

from __future__ import annotations

import builtins
from collections.abc import Mapping
from types import BuiltinFunctionType, FunctionType, ModuleType

from .dataflow.reads import Reads
from .display.states import within
from .job import Job

_DEADLINE = "deadline"
"""The result's status of a job whose driver ended it shortly before its limit."""
_AT_LIMIT = "MaxRuntimeExceeded"
"""AWS's secondary status of a job that it ended at its limit."""
_CODE = (type, ModuleType, FunctionType, BuiltinFunctionType)


def is_unfinished(job: Job) -> bool:
    """Whether it was stopped or ended at its limit, and what its cell had made was saved."""
    return job.outcome.result.get("status") in ("stopped", _DEADLINE)


def note(job: Job) -> str:
    """What is said where a cell goes on with what such a job has made."""
    at_limit = job.outcome.result.get("status") == _DEADLINE
    end = f"has ended at {limit(job)}" if at_limit else "was stopped before its cell ended"
    return f"{job.name} {end}: what came back is as far as it was.{more_time(job)}"


def not_made(job: Job, wanted: Reads, namespace: Mapping[str, object]) -> set[str]:
    """Names that a cell reads and that the job should have bound, and has not.

    An input, a module or a function that is as it was does not come back: the kernel's is the same.
    """
    origin = job.origin
    if origin is None:
        return set()
    left = wanted.names - _came(job)
    missing = {
        name
        for name in left & origin.binds
        if name not in namespace
        or (name not in origin.sent and not isinstance(namespace[name], _CODE))
    }
    if origin.open_ended:
        missing |= {name for name in left if not (name in namespace or hasattr(builtins, name))}
    return missing


def reason(job: Job) -> str:
    """Why the job ended before its cell did, in sentences."""
    told = job.outcome.reason or f"{job.name} has ended: {within(job.status, job.phase)}."
    if job.outcome.result.get("status") != _DEADLINE:
        return told
    return f"{told} It has ended at {limit(job)}.{more_time(job)}"


def limit(job: Job) -> str:
    """``its limit of 60 s (from --max-cost)``, as far as it is known."""
    seconds = job.facts.get("max_seconds")
    return f"its limit of {seconds} s (from {_option(job)})" if seconds else "its time limit"


def more_time(job: Job) -> str:
    """What to write where a job has ended at its limit; nothing for others."""
    description = job.description
    by_aws = description is not None and description.secondary == _AT_LIMIT
    # Its outcome may not be known yet: this is also what it will say.
    by_driver = job.has_outcome and job.outcome.result.get("status") == _DEADLINE
    if not job.facts.get("max_seconds") or not (by_aws or by_driver):
        return ""
    return f" A higher {_option(job)} gives it more time."


def no_results(job: Job) -> str:
    """How a job ended that has brought nothing."""
    description = job.description
    if description is not None and description.secondary == _AT_LIMIT:
        return f"{job.name} has ended at {limit(job)} without results.{more_time(job)}"
    return f"{job.name} has ended ({within(job.status)}) without results."


def _option(job: Job) -> str:
    return "--max-cost" if job.facts.get("by_cost") else "--max-runtime"


def _came(job: Job) -> set[str]:
    """Every name for which the result says what became of it."""
    found = job.outcome.result
    return job.outcome.binds.union(found.get("deleted", ()), found.get("refused", ()))
