"""The commands by name, with what follows them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from ..errors import OffloadError
from ..options import words
from ..options.nearest import did_you_mean
from ..options.table import HELP
from ..session import Session
from . import jobs, places, upkeep

Action = Callable[[Session, list[str]], Any]


@dataclass(frozen=True)
class Command:
    name: str
    usage: str
    help: str
    action: Action


_JOB = "[JOB] [--backend NAME]"
"""What follows a command about one job: see `one_job`."""
COMMANDS = (
    Command("plan", "[TYPE] [options]", "the plan of the last cell; nothing is sent", jobs.plan),
    Command("jobs", "[--all]", "the jobs of this kernel, and your others", jobs.jobs),
    Command("status", _JOB, "what a job is doing", jobs.status),
    Command("logs", _JOB, "everything that a job has logged", jobs.logs),
    Command("wait", _JOB, "wait for a job, show its outputs, bind its results", jobs.wait),
    Command("show", _JOB, "show a job's outputs in this cell, interactive ones too", jobs.show),
    Command("stop", _JOB, "stop a job; what it made so far comes back", jobs.stop),
    Command(
        "get",
        "[NAME …] [--job JOB] [--backend NAME]",
        "take values and files of a job, over newer ones too",
        jobs.get,
    ),
    Command(
        "attach", "JOB [--trust] [--backend NAME]", "follow a job of another kernel", jobs.attach
    ),
    Command("cost", _JOB, "what the jobs of this kernel cost", jobs.cost),
    Command("backends", "", "where jobs can run", places.backends),
    Command("use", "BACKEND", "run jobs there from now on", places.use_backend),
    Command("check", "[--policies]", "try the rights that the backend needs", upkeep.check),
    Command("setup", "aws [--yes]", "propose an AWS backend, write it after --yes", upkeep.setup),
    Command("clean", "[--yes]", "show what nothing needs, remove it after --yes", upkeep.clean),
    Command("prices", "refresh", "bring newer prices of the backend's region", upkeep.prices),
    Command("help", "", "options and commands", places.show_help),
)
_LATER = {
    "run": "so far only cells can be offloaded",
}
"""Commands that will come, and what to do until then."""


def run_command(session: Session, line: str) -> Any:
    """Run ``%offload …``. Raises OffloadError for what is no command."""
    given = words(line)
    name = given[0] if given and given[0] not in HELP else "help"
    for command in COMMANDS:
        if command.name == name:
            if not command.usage and given[1:]:
                raise OffloadError(f"%offload {name} takes nothing more: {given[1]}?")
            return command.action(session, given[1:])
    if name in _LATER:
        raise OffloadError(f"%offload {name} is not there yet: {_LATER[name]}.")
    if name.endswith(".py"):
        raise OffloadError(f"{name}: scripts cannot be offloaded yet, only cells.")
    near = did_you_mean(name, [command.name for command in COMMANDS])
    raise OffloadError(f"There is no %offload {name}{near or '; %offload help lists them.'}")
